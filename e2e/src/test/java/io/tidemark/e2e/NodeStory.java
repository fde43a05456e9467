package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The life of the chart in real pods, from its installation to its end, on a node of its own
 * ({@code make node-test}). Each test continues where the one before has ended.
 */
@TestMethodOrder(OrderAnnotation.class)
class NodeStory {
  @RegisterExtension static final Node node = new Node();
  @TempDir static Path work;

  private static final String VALUES =
      """
      watchNamespaces: [team-a, team-b]
      rbac: {scope: cluster}  # team-b is deleted with its snapshots
      """;

  /** Everything that Tidemark needs on this node, but for Temporal. */
  private static final String POLICY =
      VALUES
          + """
          networkPolicy:
            enabled: true
            from:
              - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}
            egress:
              - to: [{ipBlock: {cidr: 10.0.77.1/32}}]
                ports: [{port: 6443}, {port: 53, protocol: UDP}, {port: 53, protocol: TCP}]
              - to:
                  - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: team-a}}
                    podSelector: {matchLabels: {app: orders}}
                ports: [{port: 8081}]
          """;

  /** The rest of what it needs; indented as an item of the policy's egress. */
  private static final String TEMPORAL =
      """
          - to: [{ipBlock: {cidr: 10.0.77.1/32}}]
            ports: [{port: 7233}]
      """;

  /**
   * An attempt that is older, and that Flink does not know, is lost. This is longer than a step of
   * the workflow, which a busy machine may repeat.
   */
  private static final Duration MEMORY = Duration.ofMinutes(1);

  /** The settings for that, which both pods get at once. */
  private static final String SHORT_MEMORY =
      """
      config: {flink.store-duration: %d s}
      strategy: {rollingUpdate: {maxUnavailable: 2}}
      """
          .formatted(MEMORY.toSeconds());

  private static NodeRelease release;
  private static FlinkPod flink;
  private static NodeSnapshots snapshots;
  private static NodeClient monitoring;
  private static NodeClient stranger;

  @BeforeAll
  static void prepare() {
    release = new NodeRelease(node, work);
    flink = new FlinkPod(node);
    snapshots = new NodeSnapshots(node, "team-a");
    for (var namespace : List.of("tidemark", "team-a", "team-b", "monitoring")) {
      node.kubectl("create", "namespace", namespace);
    }
    node.kubectl("label", "ns", "tidemark", "pod-security.kubernetes.io/enforce=restricted");
    release.installCrds();
    flink.start();
    monitoring = NodeClient.start(node, "monitoring");
    stranger = NodeClient.start(node, "team-a");
  }

  @Test
  @Order(1)
  @DisplayName(
      "Both servers are ready under the restricted pod security standard, with a log of JSON lines"
          + " (finding 5), and with no Warning event but of a slow start (finding 9)")
  void installs() {
    release.deploy(VALUES);

    assertThat(release.ready()).isEqualTo(2);
    assertThat(release.log()).isNotEmpty().allMatch(line -> line.startsWith("{"));
    // A machine that starts the servers more slowly than a normal one sees probes that fail.
    assertThat(release.warnings()).allMatch(it -> it.contains("probe failed"));
    System.out.println("Warning events of the start: " + release.warnings());
  }

  @Test
  @Order(2)
  @DisplayName("helm test succeeds")
  void passesItsTest() {
    var log = release.helm("test", "tidemark", "--logs", Waits.timeoutOption()).successful();

    assertThat(log).contains("Phase:", "Succeeded");
  }

  @Test
  @Order(3)
  @DisplayName(
      "A savepoint is taken by the name of the job's Service, and deleted with its resource")
  void takesASavepoint() {
    var taken = snapshots.take("first");

    assertThat(flink.savepoints()).containsExactly(taken.directory().getFileName().toString());
    snapshots.delete("first");
    assertThat(flink.savepoints()).isEmpty();
  }

  @Test
  @Order(4)
  @DisplayName("Both pods are killed during 20 savepoints: each completes, with one directory each")
  void survivesTheDeathOfBothPods() {
    var names = IntStream.range(0, 20).mapToObj(it -> "killed-" + it).toList();
    flink.hold();
    snapshots.create(names);
    snapshots.await(List.of("killed-0"), "IN_PROGRESS");

    release.kill();
    release.awaitReady(2);
    flink.release();

    var taken = snapshots.completed(names);
    assertThat(taken).allMatch(it -> it.failures() == 0);
    assertThat(flink.savepoints())
        .hasSize(20)
        .hasSameElementsAs(
            taken.stream().map(it -> it.directory().getFileName().toString()).toList());
  }

  @Test
  @Order(5)
  @DisplayName("A rolling upgrade with snapshots under way replaces both pods, and they complete")
  void upgrades() {
    var before = names();
    flink.hold();
    var under = List.of("rolling-0", "rolling-1", "rolling-2");
    snapshots.create(under);
    snapshots.await(under, "IN_PROGRESS");

    release.deploy(VALUES + "podAnnotations: {example.com/round: second}\n");
    flink.release();

    assertThat(names()).doesNotContainAnyElementsOf(before);
    assertThat(snapshots.completed(under)).allMatch(it -> it.failures() == 0);
    assertThat(release.restarts()).isZero();
  }

  @Test
  @Order(6)
  @DisplayName(
      "An upgrade with a wrong setting fails, kubectl describe says why (finding 6), the old pods"
          + " keep working, and helm rollback ends it")
  void failsToUpgrade() {
    var before = names();
    var wrong = VALUES + "config: {snapshot.start-deadline: banana}\n";

    var upgrade = release.tryToDeploy(wrong, "--timeout=10s");

    assertThat(upgrade.status()).as(upgrade.output()).isNotZero();
    await("the reason in kubectl describe")
        .until(NodeStory::terminationMessages, it -> it.contains("banana"));
    assertThat(names()).containsAll(before);
    assertThat(snapshots.take("while-failing").failures()).isZero();
    release.helm("rollback", "tidemark", "2", "--wait", Waits.timeoutOption()).successful();
    await("the old pods only").until(NodeStory::names, before::equals);
  }

  @Test
  @Order(7)
  @DisplayName("A drain stops one server at a time, as the disruption budget says")
  void isDrained() {
    var drain =
        node.run(
            "kubectl",
            "drain",
            "tidemark-node",
            "--pod-selector=app.kubernetes.io/component=server",
            "--delete-emptydir-data",
            "--timeout=8s");

    assertThat(drain.status()).isNotZero();
    assertThat(drain.output()).contains("would violate the pod's disruption budget");
    release.awaitReady(1);
    assertThat(snapshots.take("while-drained").failures()).isZero();
    node.kubectl("uncordon", "tidemark-node");
    release.awaitReady(2);
  }

  @Test
  @Order(8)
  @DisplayName("Temporal hangs for a minute: not ready, with the reason (finding 7), no restart")
  void outlivesTemporal() {
    var address = release.servers().get(0).at("/status/podIP").asText();
    node.signal("STOP", "temporal");
    try {
      release.awaitReady(0);
      await("the reason within the time of a probe")
          .until(
              () -> monitoring.get(address, "/health/ready"),
              answer -> answer.contains(" 503 ") && answer.contains("temporal: "));
      await("a minute").during(Duration.ofSeconds(40)).until(() -> release.ready() == 0);
    } finally {
      node.signal("CONT", "temporal");
    }

    release.awaitReady(2);
    assertThat(release.restarts()).isZero();
    assertThat(snapshots.take("after-temporal").failures()).isZero();
  }

  @Test
  @Order(9)
  @DisplayName(
      "R15 R17 a watched namespace is deleted, its savepoint is disposed of, or named once the job"
          + " cannot be reached, and the other namespace is still served")
  void losesANamespace() {
    var others = new NodeSnapshots(node, "team-b");
    flink.publishIn("team-b");
    var directory = others.take("doomed").directory().getFileName().toString();
    assertThat(flink.savepoints()).contains(directory);

    node.kubectl("delete", "namespace", "team-b", Waits.timeoutOption());

    if (flink.savepoints().contains(directory)) {
      assertThat(release.log())
          .anyMatch(line -> line.contains("SavepointRetained") && line.contains("doomed"));
    }
    assertThat(snapshots.take("after-team-b").failures()).isZero();
  }

  @Test
  @Order(10)
  @DisplayName(
      "The NetworkPolicy lets only those in that it names, and Tidemark out to what it needs")
  void keepsToTheNetworkPolicy() {
    assertThat(getsMetrics(monitoring)).isTrue();
    assertThat(getsMetrics(stranger)).isTrue();

    release.deploy(POLICY + TEMPORAL);

    await("the policy to keep one of the two out")
        .until(() -> getsMetrics(monitoring) && !getsMetrics(stranger));
    snapshots.take("under-policy");
    snapshots.delete("under-policy");
    release.helm("test", "tidemark", Waits.timeoutOption()).successful();
  }

  @Test
  @Order(11)
  @DisplayName("Without a way to Temporal no server is ready, and helm test fails (finding 1)")
  void isCutOff() {
    release.tryToDeploy(POLICY, "--timeout=1s");
    release.kill();
    await("two servers that are alive").until(() -> started() == 2);

    var test = release.helm("test", "tidemark", Waits.timeoutOption());

    assertThat(test.status()).as(test.output()).isNotZero();
    assertThat(release.kubectl("logs", "tidemark-check")).containsPattern("MISSING +Temporal");
    await("the reason in the log")
        .until(release::log, log -> log.stream().anyMatch(NodeStory::namesTemporal));
    assertThat(release.ready()).isZero();
  }

  @Test
  @Order(12)
  @DisplayName(
      "R18 a job whose Service has no endpoints shows it (finding 4), and its attempts, which never"
          + " had a connection, leave no possible orphan (finding 3)")
  void waitsForEndpoints() {
    flink.removeFromService();
    release.deploy(POLICY + TEMPORAL + SHORT_MEMORY);
    snapshots.create(List.of("unreachable"));
    snapshots.await(List.of("unreachable"), "TRIGGER_PENDING");
    var attempted = Instant.now();
    await("FlinkUnreachable")
        .until(() -> snapshots.reasons("unreachable").contains("FlinkUnreachable"));
    await("the attempt to be older than Flink's memory")
        .until(() -> Instant.now().isAfter(attempted.plus(MEMORY)));

    flink.addToService();

    assertThat(snapshots.completed(List.of("unreachable")).get(0).failures()).isZero();
    assertThat(snapshots.reasons("unreachable")).doesNotContain("PossibleOrphan");
  }

  @ParameterizedTest
  @ValueSource(strings = {"openshift", "labels", "probes", "autoscaler"})
  @Order(13)
  @DisplayName("The pods of a value set of helm/tidemark/ci run, and take a savepoint")
  void runsWith(String set) throws IOException {
    node.apply(SharedStack.resource("monitoring-crds.yaml"));
    var values = Path.of("..", "helm", "tidemark", "ci", set + "-values.yaml");

    release.deploy(Files.readString(values));

    assertThat(release.ready()).isEqualTo(set.equals("autoscaler") ? 1 : 2);
    assertThat(snapshots.take("with-" + set).failures()).isZero();
  }

  @Test
  @Order(14)
  @DisplayName(
      "S5 helm uninstall, under the NetworkPolicy, prints which savepoints stay (finding 2), leaves"
          + " no finalizer, and the pod of helm test, as documented (finding 8)")
  void isUninstalled() throws IOException {
    release.deploy(POLICY + TEMPORAL);
    var kept = snapshots.all();

    var log = release.helm("uninstall", "tidemark", Waits.timeoutOption()).successful();

    assertThat(kept).isNotEmpty().allSatisfy(it -> assertThat(log).contains(it.path()));
    assertThat(snapshots.all()).hasSameSizeAs(kept).allMatch(it -> it.finalizers().isEmpty());
    await("the check's pod to be the only one")
        .until(() -> release.kubectl("get", "pods", "--output=name"), "pod/tidemark-check"::equals);
    assertThat(Files.readString(Path.of("..", "docs", "install", "uninstall.md")))
        .contains("**The pod** `tidemark-check`");
  }

  private static boolean getsMetrics(NodeClient client) {
    var address =
        release.kubectl("get", "service", "tidemark", "--output=jsonpath={.spec.clusterIP}");
    return client.get(address, "/metrics").contains("tidemark_");
  }

  private static List<String> names() {
    return release.servers().stream().map(pod -> pod.at("/metadata/name").asText()).toList();
  }

  /** Returns why containers of the servers have ended, as {@code kubectl describe} shows it. */
  private static String terminationMessages() {
    return release.servers().stream()
        .map(pod -> pod.at("/status/containerStatuses/0"))
        .flatMap(it -> Stream.of(it.at("/state/terminated"), it.at("/lastState/terminated")))
        .map(terminated -> terminated.path("message").asText())
        .collect(Collectors.joining("\n"));
  }

  private static boolean namesTemporal(String line) {
    return line.contains("Not ready: start: ") && line.contains("temporal");
  }

  private static long started() {
    return release.servers().stream()
        .filter(pod -> pod.at("/status/containerStatuses/0/started").asBoolean())
        .count();
  }
}
