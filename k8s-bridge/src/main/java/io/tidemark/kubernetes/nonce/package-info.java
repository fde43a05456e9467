/**
 * Creates manual snapshots by nonce: one for each change of a job's {@code savepointTriggerNonce}
 * or {@code checkpointTriggerNonce} (T1). The intent and its completion are recorded on the job
 * resource itself, so a crash, another replica or a wiped Temporal does not matter.
 */
@NullMarked
package io.tidemark.kubernetes.nonce;

import org.jspecify.annotations.NullMarked;
