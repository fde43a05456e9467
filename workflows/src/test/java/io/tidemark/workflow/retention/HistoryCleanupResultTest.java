package io.tidemark.workflow.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SnapshotId;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HistoryCleanupResultTest {
  private static final int TEMPORAL_LIMIT = 2 * 1024 * 1024;
  private static final String LONGEST = "n".repeat(253);

  @Test
  @DisplayName(
      "H5 the largest result is far below Temporal's limit, and counts the jobs that it leaves out")
  void size() {
    var cleanups =
        IntStream.range(0, 5_000).mapToObj(it -> cleanup(LONGEST + it, it < 10 ? 100 : 0)).toList();

    var result = HistoryCleanupResult.of(false, cleanups, List.of());

    assertThat(result.summary())
        .isEqualTo("jobs: 5000, snapshots deleted: 1000, jobs not listed: 4500");
    assertThat(result.jobs()).hasSize(500);
    assertThat(result.toString()).hasSizeLessThan(TEMPORAL_LIMIT / 2);
  }

  @Test
  @DisplayName("H1 S3 a namespace whose jobs could not be listed is in the summary")
  void unreadableNamespace() {
    var result = HistoryCleanupResult.of(false, List.of(), List.of("namespace a cannot be read"));

    assertThat(result.summary())
        .isEqualTo("jobs: 0, snapshots deleted: 0; namespace a cannot be read");
  }

  private static JobCleanupResult cleanup(String name, int deletions) {
    var job =
        new CleanupTarget("n".repeat(63), new JobReference(JobReference.SESSION_JOB, name), "uid");
    var decision =
        new RetentionDecision(
            new SnapshotId("flink", LONGEST, "uid"),
            "7",
            RetentionDecision.Verdict.DELETED,
            "not among the newest 1000000 failed or abandoned");
    var plan = new RetentionPlan(Collections.nCopies(deletions, decision));
    return JobCleanupResult.planned(new CleanupPlanRequest(job, 100), plan);
  }
}
