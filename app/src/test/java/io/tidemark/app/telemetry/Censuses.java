package io.tidemark.app.telemetry;

import io.tidemark.kubernetes.census.Census;
import io.tidemark.kubernetes.census.JobSnapshots;
import io.tidemark.kubernetes.census.SnapshotGroup;
import io.tidemark.kubernetes.census.Waiting;
import io.tidemark.workflow.snapshot.JobReference;
import io.tidemark.workflow.snapshot.PeriodicSnapshots;
import io.tidemark.workflow.snapshot.SnapshotState;
import io.tidemark.workflow.snapshot.SnapshotType;
import io.tidemark.workflow.snapshot.TriggerType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What there may be at some moment. */
final class Censuses {
  static final Instant GOOD = Instant.ofEpochSecond(1_000);
  static final Instant EXPECTED = Instant.ofEpochSecond(2_000);

  private Censuses() {}

  static Census of(Map<SnapshotGroup, Long> snapshots, JobSnapshots... jobs) {
    return new Census(
        snapshots,
        List.of(jobs),
        new Waiting(2, Duration.ofMinutes(1)),
        new Waiting(0, Duration.ZERO));
  }

  static SnapshotGroup completed(String namespace) {
    return new SnapshotGroup(
        namespace,
        Optional.of(SnapshotType.SAVEPOINT),
        SnapshotState.COMPLETED,
        TriggerType.MANUAL);
  }

  static JobSnapshots job(String name, int failures) {
    var job = new JobReference(JobReference.DEPLOYMENT, name);
    return new JobSnapshots(
        new PeriodicSnapshots("flink", job, SnapshotType.SAVEPOINT),
        Optional.of(GOOD),
        failures,
        Optional.empty());
  }

  static JobSnapshots overdue(String name) {
    var job = job(name, 0);
    return new JobSnapshots(job.of(), job.lastGood(), 0, Optional.of(EXPECTED));
  }
}
