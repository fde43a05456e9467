/**
 * Counts snapshots for metrics, from the caches of the replica that watches. Pure: no count depends
 * on an earlier one.
 */
@NullMarked
package io.tidemark.kubernetes.statistics;

import org.jspecify.annotations.NullMarked;
