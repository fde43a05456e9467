/**
 * Imports the legacy history of a job: each entry of {@code savepointHistory} in its status becomes
 * a FlinkStateSnapshot, and then leaves the history (H7). Names and paths tell what is done, so a
 * crash, or another replica, does not matter.
 */
@NullMarked
package io.tidemark.kubernetes.history;

import org.jspecify.annotations.NullMarked;
