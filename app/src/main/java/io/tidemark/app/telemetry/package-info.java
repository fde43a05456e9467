/**
 * Metrics of the process, and a line of the log for each event that concerns users. It reads the
 * bridge's caches and intercepts activities, so that the rest of the code does not depend on it.
 */
@NullMarked
package io.tidemark.app.telemetry;

import org.jspecify.annotations.NullMarked;
