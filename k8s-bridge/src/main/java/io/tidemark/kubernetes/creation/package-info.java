/**
 * The FlinkStateSnapshots that Tidemark asks for itself, by schedules and nonces. Their names are
 * computed from the job and the time, so that asking twice creates one (T1, T2, T6).
 */
@NullMarked
package io.tidemark.kubernetes.creation;

import org.jspecify.annotations.NullMarked;
