/**
 * Creates the FlinkStateSnapshots that schedules and nonces ask for. Their names are computed from
 * the job and the time, so that a repeated request creates no second one (T1, T2, T6).
 */
@NullMarked
package io.tidemark.kubernetes.creation;

import org.jspecify.annotations.NullMarked;
