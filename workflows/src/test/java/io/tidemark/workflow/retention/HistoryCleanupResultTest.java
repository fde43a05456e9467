package io.tidemark.workflow.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SnapshotId;
import java.time.Instant;
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
      "H1 H5 the largest result is far below Temporal's limit, and counts the jobs that it leaves"
          + " out")
  void size() {
    var progress = CleanupProgress.startingAt(Instant.EPOCH, null);
    for (var page = 0; page < 100; page++) {
      progress = progress.plus(page(page, progress.listsIdleJobs()), jobs(page));
    }

    var result = HistoryCleanupResult.of(false, progress);

    assertThat(result.summary())
        .isEqualTo("jobs: 10000, snapshots deleted: 100000, jobs not listed: 9990");
    assertThat(result.jobs()).hasSize(10).filteredOn(job -> job.snapshots().isEmpty()).isEmpty();
    assertThat(result.toString()).hasSizeLessThan(TEMPORAL_LIMIT / 2);
  }

  @Test
  @DisplayName("H5 of jobs with nothing to do, a hundred are listed, after those with something")
  void idleJobs() {
    var progress = CleanupProgress.startingAt(Instant.EPOCH, null);
    for (var page = 0; page < 3; page++) {
      var idle = progress.listsIdleJobs() ? 60 : 0;
      var jobs = IntStream.range(0, idle).mapToObj(i -> cleanup("idle-" + i, 0)).toList();
      progress = progress.plus(new CleanupPage(jobs, 60, List.of(), null), jobs);
    }
    var busy = List.of(cleanup("busy", 1));
    progress = progress.plus(new CleanupPage(busy, 1, List.of(), null), busy);

    assertThat(progress.jobs()).hasSize(121);
    assertThat(progress.jobs().get(0).job()).endsWith("/busy");
    assertThat(HistoryCleanupResult.of(false, progress).summary())
        .isEqualTo("jobs: 181, snapshots deleted: 1, jobs not listed: 60");
  }

  @Test
  @DisplayName("H1 S3 a namespace whose jobs could not be listed is in the summary, once")
  void unreadableNamespace() {
    var unreadable = new CleanupPage(List.of(), 0, List.of("namespace a cannot be read"), null);
    var progress =
        CleanupProgress.startingAt(Instant.EPOCH, null)
            .plus(unreadable, List.of())
            .plus(unreadable, List.of());

    assertThat(HistoryCleanupResult.of(false, progress).summary())
        .isEqualTo("jobs: 0, snapshots deleted: 0; namespace a cannot be read");
  }

  @Test
  @DisplayName("H1 a run that ends before the last job says where it began and where it ended")
  void places() {
    var from = new CleanupCursor("FlinkDeployment", "", "flink/orders", "token");
    var page = new CleanupPage(List.of(), 7, List.of(), from.movedTo("flink/payments", "token"));
    var progress = CleanupProgress.startingAt(Instant.EPOCH, from).plus(page, List.of());

    var result = HistoryCleanupResult.of(false, progress);

    assertThat(result.summary())
        .endsWith(
            "; it continued after FlinkDeployment flink/orders; its time was over; the next run"
                + " continues after FlinkDeployment flink/payments");
    assertThat(result.next()).isEqualTo(page.next().withoutToken());
  }

  private static CleanupPage page(int number, boolean more) {
    var next = new CleanupCursor("FlinkDeployment", "", LONGEST + number, null);
    return new CleanupPage(List.of(), 100, List.of(), more && number < 99 ? next : null);
  }

  /** The jobs of a page, ten of which delete as much as they may. */
  private static List<JobCleanupResult> jobs(int page) {
    return IntStream.range(0, 10).mapToObj(it -> cleanup(LONGEST + page + it, 100)).toList();
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
    return JobCleanupResult.planned(job, 100, plan);
  }
}
