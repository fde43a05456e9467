/**
 * Cleans up the snapshot history on Kubernetes (H1 to H6): reads jobs, settings and snapshots for
 * the pure decision, deletes what it decides, and maintains the schedule that starts it. Nothing is
 * deleted by a setting that cannot be read.
 */
@NullMarked
package io.tidemark.kubernetes.retention;

import org.jspecify.annotations.NullMarked;
