package io.tidemark.kubernetes.retention;

import io.fabric8.kubernetes.api.model.Event;
import io.tidemark.kubernetes.claim.SavepointUsers;
import io.tidemark.kubernetes.fixture.ApiServer;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.InvalidSettingException;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.OperatingMode;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.LastKnownResources;
import io.tidemark.kubernetes.store.ResourceSelector;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SnapshotLabels;
import io.tidemark.workflow.retention.CleanupPage;
import io.tidemark.workflow.retention.CleanupPageRequest;
import io.tidemark.workflow.retention.CleanupTarget;
import io.tidemark.workflow.retention.HistoryCleanupRequest;
import io.tidemark.workflow.retention.JobCleanupResult;
import io.tidemark.workflow.retention.RetentionDecision;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** An API server with the job "orders", whose history is cleaned up. */
abstract class RetentionFixture {
  static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  static final JobReference ORDERS = new JobReference("FlinkDeployment", "orders");
  static final String SNAPSHOTS =
      "/apis/flink.apache.org/v1beta1/namespaces/flink/flinkstatesnapshots";

  /** The key of a job whose mode cannot be read. */
  static final String RESOURCES = "kubernetes.operator.snapshot.resource.enabled";

  final ApiServer api = new ApiServer();

  /** Of activities that are created after it was set. */
  Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

  /** Of activities that are created after it was set. */
  Optional<Duration> orphansAfter = Optional.empty();

  /** Of activities that are created after it was set. */
  OperatingMode mode = OperatingMode.STANDALONE;

  /** Is true if the jobs are in legacy mode. */
  boolean legacyMode = true;

  /** Of activities that are created after it was set. */
  ResourceSelector selector = ResourceSelector.ALL;

  final RetentionActivitiesImpl activities = activities(true);

  @AfterEach
  void close() {
    api.close();
  }

  /** Creates a job that keeps one savepoint, and three completed ones; s-3 is the newest. */
  void putThreeSavepoints() {
    api.put(Jobs.deployment("orders", count(1), Jobs.RUNNING));
    snapshot("s-1", 3, ORDERS, Map.of());
    snapshot("s-2", 2, ORDERS, Map.of());
    snapshot("s-3", 1, ORDERS, Map.of());
    api.requests();
  }

  /** Creates a snapshot. The server sets its creation time, so create the oldest one first. */
  void snapshot(String name, int hoursOld, JobReference job, Map<String, String> annotations) {
    var draft = completed(name, hoursOld, job);
    annotations.forEach(draft::annotation);
    SnapshotLabels.ofJob(job).forEach(draft::label);
    api.put(draft.resource());
  }

  static SnapshotDraft completed(String name, int hoursOld, JobReference job) {
    var reference = "jobReference: {kind: %s, name: %s}\n".formatted(job.kind(), job.name());
    var draft =
        SnapshotDraft.of(reference + "savepoint: {}")
            .named(name)
            .uid("uid-of-" + name)
            .created(NOW.minus(Duration.ofHours(hoursOld)))
            .label(SnapshotLabels.TRIGGER_TYPE, "PERIODIC")
            .status("{state: COMPLETED, path: 's3://b/" + name + "'}");
    SnapshotLabels.ofJob(job).forEach(draft::label);
    return draft;
  }

  /** Pins the snapshot as {@code kubectl annotate} does. */
  void pin(RetentionDecision decision) {
    var annotations = Map.of("annotations", Map.of("tidemark.io/pin", "true"));
    new SnapshotStore(api.client()).patchMetadata(decision.id(), Map.copyOf(annotations));
  }

  List<String> present() {
    return api
        .client()
        .resources(FlinkStateSnapshot.class)
        .inNamespace("flink")
        .list()
        .getItems()
        .stream()
        .map(it -> new SnapshotReader(it).id().name())
        .toList();
  }

  List<Event> events() {
    return api.client().v1().events().inNamespace("flink").list().getItems();
  }

  RetentionActivitiesImpl activities(boolean enabled) {
    return activities(enabled, "flink");
  }

  RetentionActivitiesImpl activities(boolean enabled, String... namespaces) {
    return new RetentionActivitiesImpl(
        new JobStore(api.client()),
        new SnapshotStore(api.client()),
        new WatchedNamespaces(Set.of(namespaces)),
        new EventPublisher(api.client(), clock, reason -> {}),
        settings(enabled),
        entries(namespaces),
        clock);
  }

  /** Reads the legacy histories of jobs without snapshot resources. */
  HistoryEntries entries(String... namespaces) {
    var served = new WatchedNamespaces(Set.of(namespaces));
    return new HistoryEntries(
        mode,
        List.of(),
        job -> isLegacy(job),
        new SavepointUsers(api.client(), served, LastKnownResources.NONE, () -> false));
  }

  /** Answers as the real mode does, which throws for a value that it cannot read. */
  private boolean isLegacy(JobResource job) {
    job.configuration().first(RESOURCES).ifPresent(RetentionFixture::refuse);
    return legacyMode;
  }

  private static void refuse(String text) {
    throw new InvalidSettingException(RESOURCES, text, "neither true nor false");
  }

  CleanupSettings settings(boolean enabled) {
    return new CleanupSettings(
        enabled,
        enabled,
        Duration.ofMinutes(5),
        new CleanupSettings.Defaults(true, Duration.ofHours(24), 10, 1),
        Optional.empty(),
        Optional.empty(),
        3,
        false,
        orphansAfter,
        selector);
  }

  /** Plans for one job, as for a request that names it. */
  static JobCleanupResult plan(RetentionActivitiesImpl activities, JobReference job) {
    return page(activities, new HistoryCleanupRequest(null, job.name(), false)).jobs().stream()
        .filter(planned -> planned.job().reference().equals(job))
        .findFirst()
        .orElseThrow();
  }

  /** Plans for all jobs of a request, which fit into one page. */
  static CleanupPage page(RetentionActivitiesImpl activities, HistoryCleanupRequest request) {
    return activities.planCleanup(new CleanupPageRequest(request, null, false, true));
  }

  static CleanupTarget job(JobReference reference) {
    return new CleanupTarget("flink", reference, "uid-of-" + reference.name());
  }

  static List<String> names(RetentionActivitiesImpl activities, HistoryCleanupRequest request) {
    return page(activities, request).jobs().stream()
        .map(it -> it.job().reference().name())
        .toList();
  }

  static List<String> lines(JobCleanupResult cleanup) {
    return cleanup.decisions().stream().map(it -> it.id().name() + " " + it.description()).toList();
  }

  static String count(int count) {
    return "flinkConfiguration: {kubernetes.operator.savepoint.history.max.count: " + count + "}";
  }

  static JobResource switched(JobResource job, String value) {
    job.getMetadata().setAnnotations(Map.of("tidemark.io/history-cleanup", value));
    return job;
  }
}
