/**
 * The HTTP port of the process, with its liveness, its readiness and the missing conditions, and
 * its metrics.
 */
@NullMarked
package io.tidemark.app.http;

import org.jspecify.annotations.NullMarked;
