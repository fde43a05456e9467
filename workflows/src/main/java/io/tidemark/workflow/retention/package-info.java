/**
 * Decides which snapshots of a job are deleted, and why, purely over what an activity has read; and
 * the workflow that cleans up (H1 to H6). Every delete has to be conditional on uid and
 * resourceVersion, since a user may pin a snapshot after the decision.
 */
@NullMarked
package io.tidemark.workflow.retention;

import org.jspecify.annotations.NullMarked;
