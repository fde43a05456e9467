/**
 * Manual snapshots by nonce: a changed {@code savepointTriggerNonce} or {@code
 * checkpointTriggerNonce} of a job creates one snapshot (T1). What is intended and what is done is
 * on the job resource itself, so that crashes, replicas and a wiped Temporal change nothing.
 */
@NullMarked
package io.tidemark.kubernetes.nonce;

import org.jspecify.annotations.NullMarked;
