/**
 * What the process tells of itself: its metrics, and a line of the log for each event that matters.
 * It looks from outside, at the bridge's caches and at what activities were asked and answered, so
 * that the rest of the code knows nothing of it.
 */
@NullMarked
package io.tidemark.app.telemetry;

import org.jspecify.annotations.NullMarked;
