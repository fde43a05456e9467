/**
 * The one HTTP port of the process: whether it lives, whether it is ready and what is missing, and
 * its metrics.
 */
@NullMarked
package io.tidemark.app.http;

import org.jspecify.annotations.NullMarked;
