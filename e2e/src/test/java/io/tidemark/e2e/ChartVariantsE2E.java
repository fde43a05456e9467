package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidemark.dev.DevStack;
import io.tidemark.dev.Kubectl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The value sets of {@code helm/tidemark/ci}, on an API server of their own. */
class ChartVariantsE2E {
  private static final Path SETS = Path.of("..", "helm", "tidemark", "ci");
  private static final String SUFFIX = "-values.yaml";
  private static final String NAMESPACE = "variants";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path work;
  private static DevStack stack;
  private static Kubectl kubectl;

  @BeforeAll
  static void start() {
    stack = DevStack.builder().controllerManager().start();
    kubectl = new Kubectl(stack.kubernetes().kubeconfig());
    Stream.of("team-a", "team-b", NAMESPACE).forEach(stack.kubernetes()::createNamespace);
    for (var level : List.of("enforce", "warn")) {
      var label = "pod-security.kubernetes.io/" + level + "=restricted";
      kubectl.run("label", "ns", NAMESPACE, label);
    }
    kubectl.runWithInput(SharedStack.resource("monitoring-crds.yaml"), "apply", "-f", "-");
    kubectl.run("wait", "crd", "--all", "--for=condition=Established");
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @ParameterizedTest
  @MethodSource("sets")
  @DisplayName("Each value set is accepted by helm lint and by the API server, under restrictions")
  void isAccepted(String set) {
    var chart = chart(set);

    chart.lint().successful();
    var applied =
        kubectl.runWithInput(
            chart.manifests(),
            "apply",
            "--server-side",
            "--force-conflicts",
            "--dry-run=server",
            "-f",
            "-");

    assertThat(applied)
        .contains("deployment.apps/", "job.batch/", "pod/")
        .doesNotContain("Warning", "would violate");
  }

  static Stream<String> sets() {
    try (var files = Files.list(SETS)) {
      var names = files.map(file -> file.getFileName().toString()).sorted().toList();
      assertThat(names).hasSizeGreaterThanOrEqualTo(12).allMatch(name -> name.endsWith(SUFFIX));
      return names.stream().map(name -> name.substring(0, name.length() - SUFFIX.length()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @DisplayName("No user is fixed unless a value says so, and the rest of the restrictions is there")
  void leavesTheUserToTheCluster() {
    assertThat(pods("openshift"))
        .hasSize(3)
        .allSatisfy(
            pod -> {
              assertThat(pod.toString()).doesNotContain("runAsUser", "runAsGroup", "fsGroup");
              assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            });
    assertThat(pods("dns"))
        .hasSize(3)
        .allSatisfy(
            pod -> {
              assertThat(pod.at("/securityContext/runAsUser").asInt()).isEqualTo(10001);
              assertThat(pod.at("/securityContext/seccompProfile/type").asText())
                  .isEqualTo("RuntimeDefault");
              assertThat(pod.at("/dnsPolicy").asText()).isEqualTo("None");
              assertThat(pod.at("/dnsConfig/options/0/name").asText()).isEqualTo("ndots");
            });
  }

  @Test
  @DisplayName("A subchart is on by its condition, and its values are the parent's")
  void isSubchart() {
    var on = Chart.subchart(work.resolve("on"), NAMESPACE, "{enabled: true, replicas: 5}");
    var off = Chart.subchart(work.resolve("off"), NAMESPACE, "{enabled: false}");

    assertThat(on.resources(client(), "Deployment"))
        .singleElement()
        .satisfies(it -> assertThat(json(it).at("/spec/replicas").asInt()).isEqualTo(5));
    assertThat(off.manifests()).isBlank();
  }

  @Test
  @DisplayName("An autoscaler keeps its number of replicas, and the strategy is that of the values")
  void leavesReplicasToAnAutoscaler() {
    var spec = only("autoscaler", "Deployment").at("/spec");

    assertThat(spec.has("replicas")).isFalse();
    assertThat(spec.at("/strategy/rollingUpdate/maxSurge").asText()).isEqualTo("50%");
  }

  @Test
  @DisplayName("Volumes, variables and init containers are in every pod, sidecars in the server's")
  void addsToPods() {
    assertThat(pods("extra"))
        .hasSize(3)
        .allSatisfy(
            pod -> {
              assertThat(pod.at("/volumes").findValuesAsText("name")).contains("tmp", "trust");
              assertThat(pod.at("/initContainers/0/name").asText()).isEqualTo("trust");
              var main = pod.at("/containers/0");
              assertThat(main.at("/volumeMounts").findValuesAsText("mountPath"))
                  .contains("/tmp", "/trust");
              assertThat(main.at("/env").findValuesAsText("name")).contains("JAVA_TOOL_OPTIONS");
              assertThat(main.at("/terminationMessagePolicy").asText())
                  .isEqualTo("FallbackToLogsOnError");
              assertThat(main.at("/envFrom/0/configMapRef/name").asText()).isEqualTo("proxy");
            })
        .extracting(pod -> pod.at("/containers").size())
        .containsExactlyInAnyOrder(1, 1, 2);
  }

  @Test
  @DisplayName("An image is named by registry and digest, or by the chart's version")
  void namesTheImage() {
    var digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    assertThat(images("digest"))
        .containsOnly("registry.example.com:5000/mirror/tidemark@" + digest);
    assertThat(images("openshift")).hasSize(3).allMatch(image -> image.matches("tidemark:\\d.*"));
  }

  @Test
  @DisplayName("Common labels are on every resource and pod, and change no selector")
  void labelsEverything() {
    var deployment = only("labels", "Deployment");

    assertThat(chart("labels").resources(client()))
        .isNotEmpty()
        .allMatch(it -> "data".equals(it.getMetadata().getLabels().get("team")));
    assertThat(podLabels("labels"))
        .hasSize(3)
        .allSatisfy(labels -> assertThat(labels).containsEntry("team", "data"));
    assertThat(deployment.at("/spec/template/metadata/labels/version").asText()).isEqualTo("v1");
    assertThat(deployment.at("/spec/selector").toString()).doesNotContain("data", "v1");
  }

  @Test
  @DisplayName("S5 the NetworkPolicy holds for every pod, so the check fails where the server does")
  void limitsEveryPod() {
    var policy = only("network-policy", "NetworkPolicy").at("/spec/podSelector/matchLabels");
    var service = only("network-policy", "Service").at("/spec/selector");

    assertThat(podLabels("network-policy"))
        .hasSize(3)
        .allSatisfy(labels -> assertThat(labels).containsAllEntriesOf(map(policy)))
        .filteredOn(labels -> labels.entrySet().containsAll(map(service).entrySet()))
        .hasSize(1);
  }

  @Test
  @DisplayName("Probes keep the times that a value does not change")
  void tunesProbes() {
    var server = only("probes", "Deployment").at("/spec/template/spec/containers/0");

    assertThat(server.at("/startupProbe/initialDelaySeconds").asInt()).isEqualTo(20);
    assertThat(server.at("/startupProbe/failureThreshold").asInt()).isEqualTo(60);
    assertThat(server.at("/livenessProbe/timeoutSeconds").asInt()).isEqualTo(30);
    assertThat(server.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/health/ready");
  }

  @Test
  @DisplayName("S4 the right to get Secrets can be limited to names")
  void namesSecrets() {
    var roles = chart("secrets").resources(client(), "ClusterRole").stream();

    assertThat(roles.map(ChartVariantsE2E::json).flatMap(ChartVariantsE2E::rules))
        .filteredOn(rule -> rule.at("/resources").toString().contains("secrets"))
        .singleElement()
        .satisfies(
            rule -> {
              assertThat(rule.at("/resourceNames").toString())
                  .isEqualTo("[\"flink-tls\",\"flink-auth\"]");
              assertThat(rule.at("/verbs").toString()).isEqualTo("[\"get\"]");
            });
  }

  @Test
  @DisplayName("Prometheus gets its relabelings, and alerts link to the runbook absolutely")
  void monitors() {
    var endpoint = only("monitoring", "ServiceMonitor").at("/spec/endpoints/0");

    assertThat(only("monitoring", "ServiceMonitor").at("/metadata/labels/release").asText())
        .isEqualTo("prometheus");
    assertThat(endpoint.at("/scrapeTimeout").asText()).isEqualTo("20s");
    assertThat(endpoint.at("/relabelings/0/targetLabel").asText()).isEqualTo("node");
    assertThat(endpoint.at("/metricRelabelings/0/action").asText()).isEqualTo("drop");
    assertThat(only("monitoring", "PrometheusRule").findValuesAsText("runbook_url"))
        .isNotEmpty()
        .allMatch(
            url ->
                url.matches("https://git\\.example\\.com/tidemark/docs/operate/runbook\\.md#\\w+"));
    var bundled = Chart.release(work.resolve("home"), NAMESPACE, "prometheusRule: {enabled: true}");
    assertThat(bundled.manifests()).contains("runbook_url: https://").doesNotContain("_url: docs");
  }

  @Test
  @DisplayName("S5 the uninstall hook has a deadline, and its log is printed before it goes")
  void hookHasDeadline() {
    var job = only("namespaced", "Job");

    assertThat(job.at("/spec/activeDeadlineSeconds").asInt()).isEqualTo(60);
    assertThat(map(job.at("/metadata/annotations")))
        .containsEntry("helm.sh/hook-output-log-policy", "hook-succeeded,hook-failed");
    assertThat(only("openshift", "Job").at("/spec/activeDeadlineSeconds").asInt())
        .isBetween(1, 300);
  }

  @Test
  @DisplayName("Users with the role edit may create snapshots, and those with view only read them")
  void extendsTheRolesOfUsers() {
    chart("openshift").grant(client());
    for (var role : List.of("view", "edit")) {
      kubectl.run(
          "-n", "team-a", "create", "rolebinding", role, "--clusterrole=" + role, "--user=" + role);
    }

    await("aggregation").until(() -> may("edit", "create", "flinkstatesnapshots"), it -> it);
    await("aggregation").until(() -> may("view", "list", "flinkdeployments"), it -> it);
    assertThat(may("view", "create", "flinkstatesnapshots")).isFalse();
    assertThat(may("edit", "patch", "flinkdeployments")).isFalse();
    chart("standalone").grant(client());
    await("aggregation").until(() -> may("edit", "create", "flinksessionjobs"), it -> it);
  }

  @Test
  @DisplayName("With only rights in namespaces, no ClusterRole is needed")
  void worksWithoutClusterRoles() {
    assertThat(chart("namespaced").manifests()).doesNotContain("kind: ClusterRole");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "enabled: false                              | condition: tidemark.enabled",
        "image: {digest: 'sha1:abc'}                 | digest",
        "image: {registry: 'https://a'}              | registry",
        "autoscaling: {enabled: true, minReplicas: 2} | minReplicas",
        "strategy: {type: Rolling}                   | strategy",
        "livenessProbe: {period: 1}                  | period",
        "startupProbe: {periodSeconds: 0}            | periodSeconds",
        "extraVolumes: [{emptyDir: {}}]              | extraVolumes",
        "sidecars: [{name: a}]                       | image",
        "dnsPolicy: cluster                          | dnsPolicy",
        "rbac: {secretNames: [A_b]}                  | secretNames",
        "rbac: {secretNames: [a], jobSecrets: true}  | exclude each other",
        "crds: {enabled: false}                      | enabled",
        "prometheusRule: {runbookBaseUrl: docs}      | runbookBaseUrl",
        "serviceMonitor: {scrapeTimeout: soon}       | scrapeTimeout",
        "uninstall: {deadlineSeconds: 0}             | deadlineSeconds",
        "commonLabels: {a: 1}                        | commonLabels"
      })
  @DisplayName("Values that are mistyped are refused by name")
  void refusesMistakes(String values, String name) throws IOException {
    var refused =
        Chart.release(Files.createTempDirectory(work, "bad"), NAMESPACE, values).template();

    assertThat(refused.status()).isNotZero();
    assertThat(refused.output()).contains(name);
  }

  private static boolean may(String user, String verb, String resource) {
    var type = resource + ".flink.apache.org";
    try {
      return kubectl.run("auth", "can-i", verb, type, "-n=team-a", "--as=" + user).equals("yes");
    } catch (IllegalStateException no) {
      return false;
    }
  }

  private static Chart chart(String set) {
    try {
      var values = Files.readString(SETS.resolve(set + SUFFIX));
      return Chart.release(Files.createTempDirectory(work, set), NAMESPACE, values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The only resource of a kind. */
  private static JsonNode only(String set, String kind) {
    var found = chart(set).resources(client(), kind);
    assertThat(found).hasSize(1);
    return json(found.get(0));
  }

  /** The pods of a release, or their templates: the server, the uninstall hook, the check. */
  private static List<JsonNode> podTemplates(String set) {
    return chart(set).resources(client(), "Deployment", "Job", "Pod").stream()
        .map(it -> it.getKind().equals("Pod") ? json(it) : json(it).at("/spec/template"))
        .toList();
  }

  private static List<JsonNode> pods(String set) {
    return podTemplates(set).stream().map(pod -> pod.at("/spec")).toList();
  }

  private static List<Map<String, String>> podLabels(String set) {
    return podTemplates(set).stream().map(pod -> map(pod.at("/metadata/labels"))).toList();
  }

  private static List<String> images(String set) {
    return pods(set).stream().map(pod -> pod.at("/containers/0/image").asText()).toList();
  }

  private static Stream<JsonNode> rules(JsonNode role) {
    return role.at("/rules").valueStream();
  }

  private static JsonNode json(HasMetadata resource) {
    return JSON.valueToTree(resource);
  }

  private static Map<String, String> map(JsonNode object) {
    return JSON.convertValue(object, new TypeReference<Map<String, String>>() {});
  }

  private static KubernetesClient client() {
    return stack.kubernetes().client();
  }
}
