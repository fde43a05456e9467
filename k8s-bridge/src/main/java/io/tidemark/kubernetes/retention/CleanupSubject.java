package io.tidemark.kubernetes.retention;

import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.workflow.retention.CleanupTarget;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A job whose cleanup is to be planned.
 *
 * @param key namespace and name of the resource by which it was found: its place in the order of a
 *     run
 * @param target the job
 * @param retention reads its retention; may throw
 * @param due decides by its snapshots whether it is planned here
 * @param reportedIdle false if it is left out where there is nothing to do
 */
record CleanupSubject(
    String key,
    CleanupTarget target,
    Supplier<JobRetention> retention,
    Predicate<List<FlinkStateSnapshot>> due,
    boolean reportedIdle) {}
