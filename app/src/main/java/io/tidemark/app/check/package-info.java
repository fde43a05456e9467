/**
 * Checks of Tidemark's environment: a Temporal namespace with search attributes, the Kubernetes API
 * with CRDs and rights. The server's start waits for the same checks, its readiness includes them,
 * and {@code tidemark check} prints them (S3).
 */
@NullMarked
package io.tidemark.app.check;

import org.jspecify.annotations.NullMarked;
