package io.tidemark.kubernetes.periodic;

import static java.util.Objects.requireNonNull;

import io.tidemark.kubernetes.model.OperatingMode;
import io.tidemark.kubernetes.store.ServedNamespaces;
import java.time.Duration;
import java.time.ZoneId;

/**
 * The settings for the schedules of all jobs.
 *
 * @param mode selects if the reference operator's keys are served too
 * @param timeZone the time zone of jobs that name none
 * @param catchUpWindow the longest delay after which a missed snapshot is still taken
 * @param namespaces the watched namespaces
 * @param taskQueue the task queue that the workers serve
 */
public record PeriodicSettings(
    OperatingMode mode,
    ZoneId timeZone,
    Duration catchUpWindow,
    ServedNamespaces namespaces,
    String taskQueue) {
  public PeriodicSettings {
    requireNonNull(mode, "mode is null");
    requireNonNull(timeZone, "timeZone is null");
    requireNonNull(catchUpWindow, "catchUpWindow is null");
    requireNonNull(namespaces, "namespaces is null");
    requireNonNull(taskQueue, "taskQueue is null");
  }
}
