/**
 * Takes snapshots by schedules: reconciles Temporal Schedules with the settings of jobs, and
 * creates the snapshot that a schedule's run asks for, unless it has to be skipped (T2 to T7). No
 * state is lost by a restart: jobs hold the desired schedules, Temporal the existing ones.
 */
@NullMarked
package io.tidemark.kubernetes.periodic;

import org.jspecify.annotations.NullMarked;
