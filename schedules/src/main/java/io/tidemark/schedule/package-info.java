/**
 * Translates what a job's owner writes about periodic snapshots to a Temporal Schedule, with a
 * sentence that says the same and a fingerprint of its data (T2, T4), and refuses with a reason
 * what Temporal cannot express. It sees no Kubernetes and no clock, and only {@link
 * FingerprintedSchedule} calls a server.
 */
@NullMarked
package io.tidemark.schedule;

import org.jspecify.annotations.NullMarked;
