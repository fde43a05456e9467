/**
 * Snapshots that a job takes by a schedule: job resources are reconciled with Temporal Schedules,
 * and what a schedule starts looks whether the snapshot can be taken, and creates it (T2 to T7). It
 * keeps nothing that a restart would miss: jobs say what is wanted, Temporal says what is there.
 */
@NullMarked
package io.tidemark.kubernetes.periodic;

import org.jspecify.annotations.NullMarked;
