package io.tidemark.kubernetes.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.retention.CleanupCursor;
import io.tidemark.workflow.retention.CleanupPageRequest;
import io.tidemark.workflow.retention.HistoryCleanupRequest;
import io.tidemark.workflow.retention.JobCleanupResult;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads all jobs page by page, with very small pages. */
class CleanupPagesTest extends RetentionFixture {
  private static final PageLimits SMALL = new PageLimits(2, 2, 1);

  @ParameterizedTest
  @DisplayName(
      "H1 whatever jobs come and go between pages and runs, each one that stays is planned once")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noJobIsLeftOut(long seed) {
    var random = new Random(seed);
    var staying = names("stays-", random.nextInt(9));
    var others = names("comes-", 9);
    staying.forEach(this::start);
    others.stream().filter(name -> random.nextBoolean()).forEach(this::start);
    var reader = reader();
    var planned = new ArrayList<String>();

    @Nullable CleanupCursor next = null;
    do {
      var page = reader.read(request(next));
      page.jobs().forEach(job -> planned.add(job.job().reference().name()));
      next = page.next();
      others.forEach(name -> toggle(name, random));
      if (next != null && random.nextBoolean()) {
        next = next.withoutToken(); // The next run continues.
      }
      if (next != null && next.token() != null && random.nextBoolean()) {
        api.refuseGet(path(next), 410); // The token was forgotten.
      }
    } while (next != null);

    assertThat(planned).containsAll(staying);
    assertThat(planned.stream().filter(staying::contains)).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("H1 a job that is gone is planned once, however many lists its snapshots are in")
  void goneJob() {
    for (var name : List.of("a-1", "b-1", "a-2", "b-2", "a-3")) {
      var job = new JobReference("FlinkDeployment", name.substring(0, 1));
      snapshot(name, 1, job, Map.of("tidemark.io/ttl", "1h"));
    }
    start("stays");
    clock = Clock.offset(Clock.systemUTC(), Duration.ofDays(2));

    assertThat(readAll())
        .extracting(job -> job.job().reference().name() + " " + job.decisions().size())
        .containsExactly("stays 0", "a 3", "b 2");
  }

  private List<JobCleanupResult> readAll() {
    var reader = reader();
    var jobs = new ArrayList<JobCleanupResult>();
    var page = reader.read(request(null));
    jobs.addAll(page.jobs());
    while (page.next() != null) {
      page = reader.read(request(page.next()));
      jobs.addAll(page.jobs());
    }
    return jobs;
  }

  private CleanupPageReader reader() {
    var jobs = new JobStore(api.client());
    var snapshots = new SnapshotStore(api.client());
    var events = new EventPublisher(api.client(), clock, reason -> {});
    var entries = entries("flink");
    var histories = new JobHistoryReader(jobs, snapshots, events, settings(true), entries, clock);
    return new CleanupPageReader(
        jobs,
        snapshots,
        new WatchedNamespaces(Set.of("flink")),
        settings(true),
        histories,
        new EntryClaims(jobs, histories, entries, events),
        SMALL);
  }

  private static CleanupPageRequest request(@Nullable CleanupCursor cursor) {
    return new CleanupPageRequest(HistoryCleanupRequest.ALL, cursor, false, true);
  }

  private static String path(CleanupCursor cursor) {
    var plural = cursor.kind().toLowerCase(Locale.ROOT) + "s";
    return "/apis/flink.apache.org/v1beta1/namespaces/flink/" + plural;
  }

  private void start(String name) {
    api.put(Jobs.deployment(name, "{job: {state: running}}", Jobs.RUNNING));
  }

  private void toggle(String name, Random random) {
    var job = Jobs.deployment(name, "{job: {state: running}}", Jobs.RUNNING);
    if (random.nextInt(3) == 0) {
      if (api.client().resource(job).get() == null) {
        api.put(job);
      } else {
        api.remove(job);
      }
    }
  }

  private static Set<String> names(String prefix, int count) {
    var names = new TreeSet<String>();
    for (var i = 0; i < count; i++) {
      names.add(i + prefix);
    }
    return names;
  }
}
