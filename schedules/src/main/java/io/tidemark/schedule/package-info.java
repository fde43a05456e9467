/**
 * Translates what a job's owner writes about periodic snapshots to a Temporal Schedule, with a
 * sentence that says the same and a fingerprint of its data (T2, T4). The package is pure, without
 * Kubernetes, server and clock, and refuses with a reason what Temporal cannot express.
 */
@NullMarked
package io.tidemark.schedule;

import org.jspecify.annotations.NullMarked;
