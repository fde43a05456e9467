package io.tidemark.app.telemetry;

import io.tidemark.kubernetes.statistics.JobStatistics;
import io.tidemark.kubernetes.statistics.SnapshotGroup;
import io.tidemark.kubernetes.statistics.SnapshotStatistics;
import io.tidemark.kubernetes.statistics.WaitingResources;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.PeriodicSnapshots;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Example statistics. */
final class StatisticsFixture {
  static final Instant GOOD = Instant.ofEpochSecond(1_000);
  static final Instant EXPECTED = Instant.ofEpochSecond(2_000);

  private StatisticsFixture() {}

  static SnapshotStatistics of(Map<SnapshotGroup, Long> snapshots, JobStatistics... jobs) {
    return new SnapshotStatistics(
        snapshots,
        List.of(jobs),
        new WaitingResources(2, Duration.ofMinutes(1)),
        WaitingResources.NONE,
        new WaitingResources(1, Duration.ofMinutes(40)));
  }

  static SnapshotGroup completed(String namespace) {
    return new SnapshotGroup(
        namespace,
        Optional.of(SnapshotType.SAVEPOINT),
        SnapshotState.COMPLETED,
        TriggerType.MANUAL);
  }

  static JobStatistics job(String name, int failures) {
    var job = new JobReference(JobReference.DEPLOYMENT, name);
    return new JobStatistics(
        new PeriodicSnapshots("flink", job, SnapshotType.SAVEPOINT),
        Optional.of(GOOD),
        failures,
        Optional.empty());
  }

  static JobStatistics overdue(String name) {
    var job = job(name, 0);
    return new JobStatistics(job.snapshots(), job.lastGood(), 0, Optional.of(EXPECTED));
  }
}
