/**
 * The cleanup of history (H1 to H5) on Kubernetes: reads jobs, their settings and their snapshots
 * as facts for the decision, which is pure, deletes what it says, and keeps the schedule that
 * starts it. What cannot be read deletes nothing.
 */
@NullMarked
package io.tidemark.kubernetes.retention;

import org.jspecify.annotations.NullMarked;
