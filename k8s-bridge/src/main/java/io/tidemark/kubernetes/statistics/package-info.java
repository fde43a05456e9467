/**
 * What there is of snapshots at one moment, counted from the caches of the replica that watches:
 * what its metrics tell. Pure; nothing is remembered from one census to the next.
 */
@NullMarked
package io.tidemark.kubernetes.statistics;

import org.jspecify.annotations.NullMarked;
