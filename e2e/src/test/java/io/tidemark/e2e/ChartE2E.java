package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.tidemark.app.check.CheckResult.Verdict;
import io.tidemark.app.check.KubernetesChecks;
import io.tidemark.app.check.LeaseReference;
import io.tidemark.app.check.RequiredRights;
import io.tidemark.app.check.RequiredRights.Scope;
import io.tidemark.dev.KubernetesServer;
import io.tidemark.dev.TidemarkServer;
import io.tidemark.kubernetes.model.OperatingMode;
import io.tidemark.kubernetes.store.ResourceSelector;
import io.tidemark.kubernetes.store.SelectedNamespaces;
import io.tidemark.kubernetes.store.ServedNamespaces;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The Helm chart on a real API server, with RBAC and the restricted pod security standard. */
class ChartE2E {
  private static final Map<String, String> VALUES =
      Map.of(
          "default",
          "{}",
          "namespaces",
          "watchNamespaces: [team-a, team-b]",
          "standalone",
          "{mode: standalone, watchNamespaces: [team-a], watchLabelSelector: {matchLabels: {team: a}},"
              + " rbac: {scope: cluster, jobSecrets: true}}",
          "selected",
          "watchNamespaceSelector: {matchLabels: {team: a}}",
          "temporal",
          """
          temporal:
            address: ns.acct.tmprl.cloud:7233
            namespace: ns.acct
            apiKey: {secret: temporal-api-key}
            tls:
              enabled: true
              serverName: temporal.example.com
              ca: {secret: temporal-ca, key: root.pem}
              client: {secret: temporal-client}
          """,
          "everything",
          """
          nameOverride: marks
          replicas: 3
          image: {repository: registry.example.com/tidemark, tag: "1", pullPolicy: Always}
          imagePullSecrets: [{name: pull}]
          flink: {tls: {secret: flink-tls}, auth: {secret: flink-auth}}
          config:
            flink.rest-url-template: https://flink.example.com/{namespace}/{name}
            savepoint.allowed-prefixes: ["s3://one/a", "s3://two/b"]
            savepoint.directory-per-attempt: true
            worker.max-concurrent-activities: 1000000
            snapshot.start-deadline: 0
          extraEnv: [{name: TZ, value: UTC}]
          serviceAccount: {name: marks, annotations: {a.org/role: b}}
          podAnnotations: {a: b}
          podLabels: {c: d}
          nodeSelector: {e: f}
          tolerations: [{key: g, operator: Exists}]
          affinity: {nodeAffinity: {}}
          serviceMonitor: {enabled: true, labels: {release: prometheus}}
          prometheusRule: {enabled: true}
          dashboards: {enabled: true}
          networkPolicy:
            enabled: true
            from: [{namespaceSelector: {}}]
            egress: [{}]
          """);

  private static final List<String> NAMESPACE = List.of("chart");

  private static final String PRODUCT =
      """
      mode: standalone
      watchNamespaces: [chart]
      rbac: {jobSecrets: true}
      temporal: {address: "%s"}
      config: {task-queue: chart, flink.rest-url-template: "%s"}
      """;

  private static final String SAVEPOINT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: first}
      spec: {savepoint: {}, jobReference: {kind: FlinkDeployment, name: healthy}}
      """;

  private static final Pattern DENIED =
      Pattern.compile("rights on (\\S+) in \\S+ chart: (.+); grant them by .* \"(.*)\"");

  @RegisterExtension static final Story story = Story.in("chart");
  @TempDir static Path work;
  private static HasMetadata deployment;

  @BeforeAll
  static void release() {
    Stream.of("team-a", "team-b").forEach(story.stack().kubernetes()::createNamespace);
    story
        .shared()
        .kubectl()
        .runWithInput(SharedStack.resource("monitoring-crds.yaml"), "apply", "-f", "-");
    story.snapshots().kubectl("wait", "crd", "--all", "--for=condition=Established");
    var values =
        PRODUCT.formatted(story.stack().temporal().address(), story.shared().proxy().template());
    var product = Chart.release(work.resolve("product"), restricted("chart"), values);
    apply(product.manifests());
    deployment = product.resources(client(), "Deployment").get(0);
  }

  @ParameterizedTest
  @MethodSource("valueSets")
  @DisplayName("The chart is accepted by helm lint and by the API server")
  void isAccepted(String name) {
    var namespace = restricted("chart-" + name);
    var chart = Chart.release(work.resolve(name), namespace, VALUES.get(name));

    chart.lint().successful();
    var applied = apply(chart.manifests());

    assertThat(applied)
        .contains("deployment.apps/", "job.batch/", "pod/")
        .doesNotContain("Warning", "would violate");
  }

  static Stream<String> valueSets() {
    return VALUES.keySet().stream().sorted();
  }

  @Test
  @DisplayName("S4 Temporal's secrets are referred to, and everything that can be set is rendered")
  void rendersWhatIsSet() {
    var temporal = Chart.release(work.resolve("t"), "chart", VALUES.get("temporal")).manifests();
    var everything =
        Chart.release(work.resolve("e"), "chart", VALUES.get("everything"))
            .resources(client(), "Deployment")
            .get(0);

    assertThat(temporal)
        .contains(
            "secretName: temporal-api-key",
            "/temporal-api-key/api-key",
            "key: root.pem",
            "/temporal/tls.key");
    assertThat(Chart.environment(everything))
        .containsEntry("TIDEMARK_SAVEPOINT_ALLOWED_PREFIXES", "s3://one/a,s3://two/b")
        .containsEntry("TIDEMARK_SAVEPOINT_DIRECTORY_PER_ATTEMPT", "true")
        .containsEntry("TIDEMARK_WORKER_MAX_CONCURRENT_ACTIVITIES", "1000000")
        .containsEntry("TIDEMARK_SNAPSHOT_START_DEADLINE", "0")
        .containsEntry("TIDEMARK_FLINK_TLS_DIRECTORY", "/etc/tidemark/flink-tls")
        .containsEntry("TIDEMARK_FLINK_AUTH_DIRECTORY", "/etc/tidemark/flink-auth")
        .containsEntry(
            "TIDEMARK_FLINK_REST_URL_TEMPLATE", "https://flink.example.com/{namespace}/{name}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replicas: two                      | replicas",
        "replica: 2                         | replica",
        "mode: both                         | mode",
        "watchNamespaces: team-a            | watchNamespaces",
        "watchLabelSelector: {team: a}      | team",
        "{watchNamespaces: [a], watchNamespaceSelector: {matchLabels: {b: c}}} | exclude each other",
        "temporal: {adress: a:1}            | adress",
        "temporal: {address: 'http://a:1'}  | address",
        "config: {flink.poll-intervall: 2s} | flink.poll-intervall",
        "config: {log.level: loud}          | log.level",
        "resources: {limit: {}}             | limit"
      })
  @DisplayName("Values that are mistyped are refused by name")
  void refusesMistakes(String values, String name) throws IOException {
    var chart = Chart.release(Files.createTempDirectory(work, "bad"), "chart", values);

    var rendered = chart.template();

    assertThat(rendered.status()).isNotZero();
    assertThat(rendered.output()).contains(name);
  }

  @ParameterizedTest
  @CsvSource({
    "default, COMPANION, ClusterRole, secrets.:get",
    "namespaces, COMPANION, Role, secrets.:get",
    "selected, COMPANION, ClusterRole, secrets.:get",
    "standalone, STANDALONE, ClusterRole, ''"
  })
  @DisplayName(
      "S3 S4 the chart grants exactly the rights that Tidemark checks; Secrets only if set")
  void rolesAreTheRights(String name, OperatingMode mode, String kind, String notGranted) {
    var chart = Chart.release(work.resolve("rights-" + name), "chart", VALUES.get(name));
    var roles =
        chart.resources(client(), "ClusterRole", "Role").stream()
            .filter(role -> !role.getMetadata().getName().matches(".*-(uninstall.*|view|edit)"))
            .collect(Collectors.partitioningBy(ChartE2E::ofLease));

    var served =
        name.equals("selected")
            ? new SelectedNamespaces(ResourceSelector.parse("{matchLabels: {team: a}}"))
            : WatchedNamespaces.ALL;
    var watched = new ArrayList<>(required(Scope.WATCHED, mode, served));
    watched.remove(notGranted);

    assertThat(roles.get(true))
        .hasSize(1)
        .allMatch(it -> verbs(it).equals(required(Scope.LEASE, mode, served)));
    assertThat(roles.get(false))
        .isNotEmpty()
        .allMatch(role -> role.getKind().equals(kind))
        .allSatisfy(role -> assertThat(verbs(role)).isEqualTo(watched));
  }

  @Test
  @DisplayName("S3 without any one verb of the chart's roles, the check names it")
  void eachVerbIsNeeded() {
    try (var account = account()) {
      var checks =
          new KubernetesChecks(
              account,
              new WatchedNamespaces(Set.copyOf(NAMESPACE)),
              List.of(lease()),
              OperatingMode.STANDALONE);
      assertThat(denied(checks)).isEmpty();

      for (var role : List.of(role("tidemark"), role("tidemark-lease"))) {
        for (var missing : verbs(role)) {
          client().resource(without(role, missing)).update();
          await(missing).until(() -> denied(checks), List.of(missing)::equals);
        }
        client().resource(without(role, "")).update();
      }
    }
  }

  @Test
  @DisplayName(
      "S3 with the chart's settings and the rights of its service account a savepoint completes, and is disposed of")
  void worksWithItsRights() {
    story.deploy("healthy");
    var settings = new LinkedHashMap<>(Chart.environment(deployment));
    settings.put("KUBECONFIG", kubeconfig().toString());
    try (var server = TidemarkServer.start(story.stack(), "chart", settings)) {
      story.snapshots().apply(SAVEPOINT);
      var savepoint = story.snapshots().await("first", "COMPLETED");
      assertThat(savepoint.directory()).exists();
      story.snapshots().delete("first");

      assertThat(savepoint.directory()).doesNotExist();
      await("the leader").until(server::metrics, it -> it.contains("tidemark_leader 1"));
      assertThat(story.snapshots().kubectl("get", "lease", "tidemark")).contains("tidemark");
    }
  }

  private static KubernetesClient client() {
    return story.stack().kubernetes().client();
  }

  /** A client with a token of exactly the chart's service account. */
  private static KubernetesClient account() {
    var config = KubernetesServer.config(kubeconfig());
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static Path kubeconfig() {
    return story.stack().kubernetes().serviceAccountKubeconfig("chart", "tidemark");
  }

  private static String restricted(String namespace) {
    story.stack().kubernetes().createNamespace(namespace);
    for (var level : List.of("enforce", "warn")) {
      story
          .shared()
          .kubectl()
          .run("label", "ns", namespace, "pod-security.kubernetes.io/" + level + "=restricted");
    }
    return namespace;
  }

  private static String apply(String manifests) {
    return story
        .shared()
        .kubectl()
        .runWithInput(manifests, "apply", "--server-side", "--force-conflicts", "-f", "-");
  }

  private static Role role(String name) {
    return client().rbac().roles().inNamespace("chart").withName(name).get();
  }

  /** The role with a rule for each right but this one. */
  private static Role without(Role role, String missing) {
    var rules =
        role.getRules().stream()
            .flatMap(ChartE2E::single)
            .filter(rule -> !verbs(rule).toList().equals(List.of(missing)))
            .toList();
    return new RoleBuilder(role)
        .withRules(rules)
        .editMetadata()
        .withResourceVersion(null)
        .endMetadata()
        .build();
  }

  private static Stream<PolicyRule> single(PolicyRule rule) {
    return rule.getResources().stream()
        .flatMap(
            resource ->
                rule.getVerbs().stream()
                    .map(
                        verb ->
                            new PolicyRuleBuilder(rule)
                                .withResources(resource)
                                .withVerbs(verb)
                                .build()));
  }

  /** Returns the rights that the check reports as missing. */
  private static List<String> denied(KubernetesChecks checks) {
    return checks.run().stream()
        .filter(result -> result.verdict() != Verdict.OK)
        .map(result -> DENIED.matcher(result.toString()))
        .map(said -> said.matches() ? right(said.group(3), said.group(1), said.group(2)) : "?")
        .toList();
  }

  private static LeaseReference lease() {
    var environment = Chart.environment(deployment);
    return new LeaseReference(
        environment.get("TIDEMARK_LEASE_NAMESPACE"), environment.get("TIDEMARK_LEASE_NAME"));
  }

  private static boolean ofLease(HasMetadata role) {
    return role.getMetadata().getName().endsWith("-lease");
  }

  /** Each right as one text. */
  private static List<String> verbs(HasMetadata role) {
    var rules = role instanceof Role it ? it.getRules() : ((ClusterRole) role).getRules();
    return rules.stream().flatMap(ChartE2E::verbs).sorted().toList();
  }

  private static Stream<String> verbs(PolicyRule rule) {
    return rule.getResources().stream()
        .flatMap(
            resource ->
                rule.getVerbs().stream()
                    .map(verb -> right(rule.getApiGroups().get(0), resource, verb)));
  }

  private static List<String> required(Scope scope, OperatingMode mode, ServedNamespaces served) {
    return RequiredRights.of(mode, served).stream()
        .filter(right -> right.scope() == scope)
        .flatMap(
            right ->
                right.verbs().stream().map(verb -> right(right.group(), right.resource(), verb)))
        .sorted()
        .toList();
  }

  private static String right(String group, String resource, String verb) {
    return resource + "." + group + ":" + verb;
  }
}
