/**
 * What Tidemark needs around it: a Temporal namespace with search attributes, the Kubernetes API
 * with CRDs and rights. The same checks hold back the server's start, feed its readiness and are
 * what {@code tidemark check} prints (S3).
 */
@NullMarked
package io.tidemark.app.check;

import org.jspecify.annotations.NullMarked;
