package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.workflow.model.SavepointPath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The session jobs whose upgrades a fault meets at one step. */
final class JobCrashCell {
  private static final int COUNTED = 5;

  private final Story story;
  private final SessionJobs jobs;
  private final JobCrashStep step;
  private final String name;
  private final List<String> resources;
  private final Map<String, Before> before = new ConcurrentHashMap<>();
  private final List<String> held = new ArrayList<>();
  private Hold hold;

  /** A job before its upgrade. */
  private record Before(String jobId, long count) {}

  JobCrashCell(Story story, SessionJobs jobs, JobCrashStep step, String strike, int upgrades) {
    this.story = story;
    this.jobs = jobs;
    this.step = step;
    this.name = strike + "-" + step.word();
    this.resources = IntStream.range(0, upgrades).mapToObj(it -> name + "-" + it).toList();
  }

  JobCrashStep step() {
    return step;
  }

  /** The cluster's resource and the session jobs, which count that many records a second. */
  String yaml(int recordsPerSecond) {
    return resources.stream()
        .map(
            it ->
                CountingSessionJob.named(story, it, name)
                    .yaml("name=" + it, "recordsPerSecond=" + recordsPerSecond))
        .collect(Collectors.joining());
  }

  void awaitStarted() {
    for (var resource : resources) {
      var id = SessionJobs.jobId(jobs.await(resource, "STABLE"));
      before.put(resource, new Before(id, jobs.awaitCount(id, COUNTED)));
    }
  }

  /** From now on all upgrades come to the step and no further. */
  void hold(HttpProxy kubernetes) {
    hold = step.hold(story.shared().proxy(), kubernetes, story.namespace(), name);
  }

  void awaitReached() {
    hold.awaitReached(resources.size());
  }

  /** The network delivers what it had in transit. */
  void release() {
    hold.release();
  }

  /** The network loses what it had in transit. */
  void drop() {
    hold.drop();
  }

  /** Waits for the end of the upgrades; a person names the savepoint of those that are held. */
  void awaitEnd() {
    for (var resource : resources) {
      var end = jobs.await(resource, "upgraded or held", it -> isUpgraded(it) || isHeld(it));
      if (isHeld(end)) {
        held.add(resource);
        var savepoint = Story.savepoints(directory(resource)).get(0).toUri();
        story.temporal().signal(jobs.workflowId(resource), "useState", "\"" + savepoint + "\"");
        jobs.await(resource, "STABLE");
      }
    }
  }

  private static boolean isUpgraded(JsonNode job) {
    return job.at("/status/lifecycleState").asText().equals("STABLE")
        && job.at("/status/observedGeneration").asLong() == job.at("/metadata/generation").asLong();
  }

  /** Returns true if the JobManager has forgotten the stop, and with it the savepoint's name. */
  private static boolean isHeld(JsonNode job) {
    return job.at("/status/error").asText().startsWith("Flink has lost job");
  }

  /** Returns the outcome as people read it. */
  String outcome() {
    var words = "%1$d/%1$d".formatted(resources.size());
    return held.isEmpty() ? words : words + ", %d held".formatted(held.size());
  }

  /** Asserts that each upgrade was made once, and lost nothing. */
  void assertUpgraded(JobCrashFault fault) {
    resources.forEach(it -> assertUpgraded(it, fault));
  }

  private void assertUpgraded(String resource, JobCrashFault fault) {
    var job = jobs.get(resource);
    var old = before.get(resource);
    var current = SessionJobs.jobId(job);
    assertThat(current).as(resource).isNotEqualTo(old.jobId());
    assertThat(jobs.running(resource)).as(resource).containsExactly(current);
    assertThat(SessionJobs.savepoint(job)).as(resource).startsWith("file:");
    assertThat(isRestored(current, SessionJobs.savepoint(job))).as(resource).isTrue();
    assertThat(snapshots(resource))
        .as("UPGRADE snapshots of %s", resource)
        .extracting(Snapshot::path, Snapshot::state)
        .isEqualTo(
            hasSnapshot(resource, job)
                ? List.of(tuple(SessionJobs.savepoint(job), "COMPLETED"))
                : List.of());
    assertThat(submission(job)).as(resource).doesNotContain("jarId");
    assertThat(job.at("/metadata/annotations").has("tidemark.io/jar")).as(resource).isFalse();
    if (fault != JobCrashFault.JOB_MANAGER) {
      assertMadeOnce(resource, job, old);
    }
  }

  /**
   * Returns whether a job has restored its path. One that was under way when the JobManager was
   * killed may have restored a checkpoint of its own since.
   */
  private boolean isRestored(String jobId, String path) {
    var restored = jobs.awaitRestoredPath(jobId);
    return restored.contains("/" + jobId + "/chk-")
        || SavepointPath.of(restored).mayEqual(SavepointPath.of(path));
  }

  /**
   * Returns false for a job that was not ready after its JobManager was killed, so that its newest
   * checkpoint was taken (U6), and for a savepoint that a person has named.
   */
  private boolean hasSnapshot(String resource, JsonNode job) {
    return !held.contains(resource)
        && lastPart(SessionJobs.savepoint(job)).startsWith("savepoint-");
  }

  /** A JobManager that lives forgets nothing, so that nothing has to be repeated. */
  private void assertMadeOnce(String resource, JsonNode job, Before old) {
    assertThat(held).isEmpty();
    assertThat(snapshots(resource)).as(resource).hasSize(1);
    assertThat(submission(job)).as(resource).contains("\"number\":2");
    assertThat(Story.savepoints(directory(resource))).as(resource).hasSize(1);
    assertThat(jobs.awaitRestoredCount(SessionJobs.jobId(job)))
        .as("count of the savepoint of %s", resource)
        .isEqualTo(jobs.awaitCount(old.jobId(), old.count()));
  }

  private List<Snapshot> snapshots(String resource) {
    return story.snapshots().labelled("snapshot.trigger-type", "UPGRADE").stream()
        .filter(
            it ->
                it.json()
                    .at("/metadata/name")
                    .asText()
                    .startsWith(resource + "-savepoint-upgrade-"))
        .toList();
  }

  void delete() {
    resources.forEach(jobs::delete);
  }

  List<String> resources() {
    return resources;
  }

  private Path directory(String resource) {
    return story.directory(resource);
  }

  private static String submission(JsonNode job) {
    return job.at("/metadata/annotations").path("tidemark.io/submission").asText();
  }

  private static String lastPart(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
