/**
 * Counts snapshots and jobs for metrics, as they change in the caches of the replica that watches.
 * Each count depends only on what the caches hold: a resource that is replaced is first taken off.
 */
@NullMarked
package io.tidemark.kubernetes.statistics;

import org.jspecify.annotations.NullMarked;
