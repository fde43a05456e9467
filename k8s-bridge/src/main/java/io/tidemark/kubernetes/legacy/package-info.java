/**
 * Keeps the snapshots of jobs in legacy mode, which have no resources of their own, on the jobs
 * (L1, L2). To workflows, claims and writers, such a snapshot is a FlinkStateSnapshot like any
 * other: only where it is read from and written to differs.
 */
@NullMarked
package io.tidemark.kubernetes.legacy;

import org.jspecify.annotations.NullMarked;
