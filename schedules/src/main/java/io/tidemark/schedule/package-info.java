/**
 * What a job's owner writes about periodic snapshots, translated to what a Temporal Schedule takes,
 * with a sentence that says the same (T2, T4). Pure: no Kubernetes, no server, no clock; cron-utils
 * reads cron, and what Temporal cannot say is refused with a reason.
 */
@NullMarked
package io.tidemark.schedule;

import org.jspecify.annotations.NullMarked;
