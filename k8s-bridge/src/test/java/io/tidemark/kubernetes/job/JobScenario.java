package io.tidemark.kubernetes.job;

import static java.util.stream.Collectors.toMap;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.tidemark.kubernetes.creation.UpgradeSnapshotCreator;
import io.tidemark.kubernetes.fixture.ApiServer;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.fixture.Yaml;
import io.tidemark.kubernetes.legacy.LegacyMode;
import io.tidemark.kubernetes.legacy.LegacyUpgrades;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.NamespaceReader;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.workflow.job.FlinkReport;
import io.tidemark.workflow.job.JobClaim;
import io.tidemark.workflow.job.JobClaimRequest;
import io.tidemark.workflow.job.JobDecision;
import io.tidemark.workflow.job.JobOutage;
import io.tidemark.workflow.job.JobRequests;
import io.tidemark.workflow.model.SessionJobId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The FlinkSessionJob "orders" on an API server and a {@link FakeFlink}, with the loop of its
 * workflow: claim, carry out, claim again.
 */
final class JobScenario implements AutoCloseable {
  static final String PATH =
      "/apis/flink.apache.org/v1beta1/namespaces/flink/flinksessionjobs/orders";
  static final SessionJobSettings SETTINGS =
      new SessionJobSettings(
          true,
          3,
          Duration.ofMinutes(10),
          Duration.ofMinutes(10),
          Duration.ofMinutes(10),
          "CANONICAL",
          false);
  private static final ResourceDefinitionContext SESSION_JOBS =
      new ResourceDefinitionContext.Builder()
          .withGroup("flink.apache.org")
          .withVersion("v1beta1")
          .withKind("FlinkSessionJob")
          .withPlural("flinksessionjobs")
          .withNamespaced(true)
          .build();
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
  private static final int LONGEST = 200;

  private final ApiServer api = new ApiServer();
  private final FakeFlink flink = new FakeFlink();
  private final SettableClock clock = new SettableClock();
  private final SessionJobClaims claims;
  private JobRequests requests = JobRequests.NONE;

  JobScenario() {
    var client = api.client();
    claims =
        new SessionJobClaims(
            new NamespaceReader(client),
            new JobStore(client),
            new SnapshotStore(client),
            new UpgradeSnapshotCreator(client, Map.of()),
            new LegacyUpgrades(
                new LegacyMode(new JobStore(client), true, () -> true), new JobStore(client)),
            new EventPublisher(client, clock, reason -> {}),
            SETTINGS,
            clock);
  }

  /** Creates the session cluster. */
  JobScenario cluster() {
    api.put(Jobs.deployment("session", "{}", "{}"));
    return this;
  }

  /** Creates the session job with a spec in YAML. */
  JobScenario job(String job) {
    sessionJobs()
        .resource(
            Yaml.read(
                "{apiVersion: flink.apache.org/v1beta1, kind: FlinkSessionJob, metadata: {namespace: flink, name: orders, generation: 1}, spec: {deploymentName: session, job: "
                    + job
                    + "}}",
                GenericKubernetesResource.class))
        .create();
    return this;
  }

  /** Writes the status, as another system does; null removes a field. */
  JobScenario status(Map<String, ?> status) {
    var json = api.client().getKubernetesSerialization().asJson(Map.of("status", status));
    sessionJobs().resource(resource()).subresource("status").patch(MERGE, json);
    return this;
  }

  /** Sets the finalizers, as a user does. */
  JobScenario finalizers(String... names) {
    patch(Map.of("metadata", Map.of("finalizers", List.of(names))));
    return this;
  }

  /** Changes {@code spec}, as a user does. */
  JobScenario edit(String spec) {
    var generation = resource().getMetadata().getGeneration() + 1;
    patch(Yaml.read("{metadata: {generation: " + generation + "}, spec: " + spec + "}", Map.class));
    return this;
  }

  /** Makes the cluster silent since this time, as the follower of job status writes it. */
  void lastSeenRunning(Instant time) {
    var job = Map.of("state", "RECONCILING", "updateTime", Long.toString(time.toEpochMilli()));
    status(Map.of("jobStatus", job));
  }

  JobScenario annotate(String name, @Nullable String value) {
    var annotations = new HashMap<String, @Nullable String>();
    annotations.put(name, value);
    patch(Map.of("metadata", Map.of("annotations", annotations)));
    return this;
  }

  private void patch(Map<?, ?> patch) {
    var client = api.client();
    sessionJobs()
        .resource(resource())
        .patch(MERGE, client.getKubernetesSerialization().asJson(patch));
  }

  JobScenario delete() {
    sessionJobs().resource(resource()).delete();
    return this;
  }

  JobScenario requests(JobRequests asked) {
    requests = asked;
    return this;
  }

  ApiServer api() {
    return api;
  }

  KubernetesClient client() {
    return api.client();
  }

  FakeFlink flink() {
    return flink;
  }

  SettableClock clock() {
    return clock;
  }

  /** Runs the workflow until it ends or waits. */
  JobDecision run() {
    return run(step -> false);
  }

  /**
   * Runs the workflow until it ends or waits.
   *
   * @param crash says for each step at Flink whether the worker dies before it can use the answer
   */
  JobDecision run(IntPredicate crash) {
    Optional<FlinkReport> report = Optional.empty();
    for (var step = 0; step < LONGEST; step++) {
      var decision = claim(report.orElse(null)).decision();
      if (decision instanceof JobDecision.Done || decision instanceof JobDecision.Wait) {
        return decision;
      }
      report = decision.accept(flink);
      if (crash.test(step)) {
        report = Optional.empty();
      }
      clock.pass(Duration.ofMillis(10));
    }
    throw new AssertionError("the workflow does not end");
  }

  JobClaim claim(@Nullable FlinkReport report) {
    return claims.claim(new JobClaimRequest(id(), report, requests));
  }

  JobClaim claimAfter(JobOutage outage) {
    return claims.claim(new JobClaimRequest(id(), null, requests, outage));
  }

  SessionJobId id() {
    return SessionJob.of(resource()).id();
  }

  SessionJob current() {
    return SessionJob.of(resource());
  }

  String jobId(int number) {
    return id().jobId(number);
  }

  String lifecycle() {
    return current().lifecycleState();
  }

  private GenericKubernetesResource resource() {
    var found = found();
    if (found == null) {
      throw new KubernetesClientException("gone");
    }
    return found;
  }

  /** Returns whether the resource exists. */
  boolean exists() {
    return found() != null;
  }

  private @Nullable GenericKubernetesResource found() {
    return sessionJobs().withName("orders").get();
  }

  private NonNamespaceOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      sessionJobs() {
    return api.client().genericKubernetesResources(SESSION_JOBS).inNamespace("flink");
  }

  /** Returns the UPGRADE snapshots' paths by name. */
  Map<String, String> snapshots() {
    return api
        .client()
        .resources(FlinkStateSnapshot.class)
        .inNamespace("flink")
        .list()
        .getItems()
        .stream()
        .collect(
            toMap(
                snapshot -> snapshot.getMetadata().getName(),
                snapshot -> snapshot.getSpec().savepoint().path()));
  }

  List<String> events() {
    return api.client().v1().events().inNamespace("flink").list().getItems().stream()
        .map(Event::getReason)
        .sorted()
        .toList();
  }

  String message(String reason) {
    return api.client().v1().events().inNamespace("flink").list().getItems().stream()
        .filter(event -> event.getReason().equals(reason))
        .map(Event::getMessage)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    api.close();
  }

  /** A clock that a test sets. */
  static final class SettableClock extends Clock {
    /** The API server sets times of its own. */
    private Instant now = Instant.now();

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
