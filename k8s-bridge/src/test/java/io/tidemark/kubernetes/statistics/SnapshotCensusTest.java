package io.tidemark.kubernetes.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.schedule.PeriodicSchedule;
import io.tidemark.schedule.ScheduleParser;
import io.tidemark.schedule.ScheduleSetting;
import io.tidemark.workflow.model.SnapshotType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The census as resources change, against a count of all of them. */
class SnapshotCensusTest {
  private static final Instant START = Instant.parse("2026-11-23T00:00:00Z");
  private static final Duration SLOW_AFTER = Duration.ofMinutes(30);
  private static final int CHANGES = 2000;
  private static final int NAMES = 60;
  private static final int LOST_EVERY = 400;

  private final SnapshotCensus census = new SnapshotCensus(SnapshotCensusTest::times, SLOW_AFTER);

  /** The caches, by key. */
  private final Map<String, FlinkStateSnapshot> snapshots = new TreeMap<>();

  private final Map<String, JobResource> jobs = new TreeMap<>();

  private int version;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  @DisplayName("S8 what is counted as resources change equals a count of all of them")
  void equalsFullCount(long seed) {
    var random = new Random(seed);
    for (var change = 1; change <= CHANGES; change++) {
      if (change % LOST_EVERY == 0) {
        lose("namespace-" + random.nextInt(3));
      } else if (random.nextInt(10) == 0) {
        changeJob(random);
      } else {
        changeSnapshot(random);
      }
      var now = START.plus(Duration.ofMinutes(change));
      assertThat(census.statistics(now)).isEqualTo(fullCount(now));
    }
  }

  private SnapshotStatistics fullCount(Instant now) {
    return FullCount.of(
        List.copyOf(snapshots.values()),
        List.copyOf(jobs.values()),
        SnapshotCensusTest::times,
        SLOW_AFTER,
        now);
  }

  /** Removes all resources of a namespace, as when it is no longer watched. */
  private void lose(String namespace) {
    List.copyOf(snapshots.keySet()).stream()
        .filter(key -> key.startsWith(namespace))
        .forEach(this::removeSnapshot);
    List.copyOf(jobs.keySet()).stream()
        .filter(key -> key.startsWith(namespace))
        .forEach(this::removeJob);
    assertThat(snapshots.keySet()).noneMatch(key -> key.startsWith(namespace));
  }

  private void changeSnapshot(Random random) {
    var number = random.nextInt(NAMES);
    var key = "namespace-" + number % 3 + "/" + number;
    if (random.nextInt(5) == 0) {
      removeSnapshot(key);
    } else {
      var after = snapshot(random, key);
      var before = Optional.ofNullable(snapshots.put(key, after));
      census.replaceSnapshot(before, Optional.of(after));
    }
  }

  private void removeSnapshot(String key) {
    Optional.ofNullable(snapshots.remove(key))
        .ifPresent(last -> census.replaceSnapshot(Optional.of(last), Optional.empty()));
  }

  private void changeJob(Random random) {
    var number = random.nextInt(6);
    var key = "namespace-" + number % 3 + "/" + number;
    if (random.nextInt(4) == 0) {
      removeJob(key);
    } else {
      var after = job(random, key);
      census.replaceJob(Optional.ofNullable(jobs.put(key, after)), Optional.of(after));
    }
  }

  private void removeJob(String key) {
    Optional.ofNullable(jobs.remove(key))
        .ifPresent(last -> census.replaceJob(Optional.of(last), Optional.empty()));
  }

  /** Returns a snapshot in any state, with times that no other one has. */
  private FlinkStateSnapshot snapshot(Random random, String key) {
    version++;
    var time = START.plus(Duration.ofSeconds(61L * random.nextInt(CHANGES) - version % 61));
    var job = "{kind: FlinkDeployment, name: job-%d}".formatted(random.nextInt(6));
    var type = random.nextBoolean() ? "savepoint: {}" : "checkpoint: {}";
    var draft =
        SnapshotDraft.of(
                random.nextInt(20) == 0 ? "{}" : "{jobReference: " + job + ", " + type + "}")
            .named(key.substring(key.indexOf('/') + 1))
            .uid("uid-" + key + (random.nextInt(5) == 0 ? "-again" : ""))
            .created(START.plusNanos(1000L * version))
            .status(status(random, time.plusNanos(version)));
    if (random.nextBoolean()) {
      draft.annotation(SnapshotAnnotations.WORKFLOW_ID, "w");
    }
    if (random.nextInt(4) == 0) {
      draft.finalized().deleted();
    }
    var snapshot = draft.resource();
    snapshot.getMetadata().setNamespace(key.substring(0, key.indexOf('/')));
    return snapshot;
  }

  private static String status(Random random, Instant time) {
    var states =
        List.of("COMPLETED", "COMPLETED", "FAILED", "IN_PROGRESS", "TRIGGER_PENDING", "ABANDONED");
    var state = states.get(random.nextInt(states.size()));
    return "{state: %s, triggerTimestamp: '%s', failures: %d, path: p}"
        .formatted(state, random.nextInt(10) == 0 ? "yesterday" : time, random.nextInt(4));
  }

  private static JobResource job(Random random, String key) {
    var number = key.substring(key.indexOf('/') + 1);
    var state = random.nextInt(4) == 0 ? "suspended" : "running";
    var job = Jobs.deployment("job-" + number, "{job: {state: " + state + "}}", Jobs.RUNNING);
    job.getMetadata().setNamespace(key.substring(0, key.indexOf('/')));
    job.getMetadata().setCreationTimestamp(START.toString());
    job.getMetadata()
        .setAnnotations(Map.of("times", List.of("", "2 h", "0 0 * * * ?").get(random.nextInt(3))));
    return job;
  }

  private static Optional<PeriodicSchedule> times(JobResource job, SnapshotType type) {
    return ScheduleParser.parse(
        new ScheduleSetting("times", job.annotation("times").orElse("")),
        new ScheduleSetting("zone", ""),
        job.snapshots(type));
  }
}
