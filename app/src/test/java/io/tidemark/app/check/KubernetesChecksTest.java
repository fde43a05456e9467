package io.tidemark.app.check;

import static io.tidemark.kubernetes.model.OperatingMode.COMPANION;
import static io.tidemark.kubernetes.model.OperatingMode.STANDALONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.APIResourceBuilder;
import io.fabric8.kubernetes.api.model.APIResourceListBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.tidemark.kubernetes.store.ResourceSelector;
import io.tidemark.kubernetes.store.SelectedNamespaces;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient
class KubernetesChecksTest {
  private static final List<String> CRDS =
      List.of("flinkstatesnapshots", "flinkdeployments", "flinksessionjobs");

  private static final WatchedNamespaces TEAM_A = new WatchedNamespaces(Set.of("team-a"));

  private static final LeaseReference LEASE = new LeaseReference("system", "marks");

  private KubernetesMockServer server;
  private KubernetesClient client;

  @Test
  void allIsWellWithCrdsAndRights() {
    serve(CRDS, review -> true);

    var results =
        new KubernetesChecks(client, WatchedNamespaces.ALL, List.of(LEASE), COMPANION).run();

    assertThat(results)
        .noneMatch(CheckResult::missing)
        .hasSize(1 + 3 + RequiredRights.of(COMPANION, WatchedNamespaces.ALL).size());
    assertThat(results)
        .extracting(CheckResult::line)
        .contains(
            "ok        CRD flinksessionjobs.flink.apache.org: served as flink.apache.org/v1beta1",
            "ok        rights on flinkdeployments in all namespaces: get, list, watch");
  }

  @Test
  void aCrdThatIsNotServedIsMissing() {
    serve(List.of("flinkdeployments", "flinksessionjobs"), review -> true);

    assertThat(missing(List.of()))
        .singleElement()
        .asString()
        .startsWith("MISSING   CRD flinkstatesnapshots.flink.apache.org");
  }

  @Test
  @DisplayName("L1 S3 in mode standalone jobs can do without the CRD of snapshots, with a warning")
  void legacyMode() {
    serve(List.of("flinkdeployments", "flinksessionjobs"), review -> true);

    assertThat(new KubernetesChecks(client, TEAM_A, List.of(), STANDALONE).run())
        .noneMatch(CheckResult::missing)
        .extracting(CheckResult::line)
        .filteredOn(line -> line.startsWith("warning"))
        .singleElement()
        .asString()
        .contains("CRD flinkstatesnapshots.flink.apache.org", "legacy mode");
  }

  @Test
  void aClusterWithoutFlinkLacksAllCrds() {
    serve(List.of(), review -> true);

    assertThat(missing(List.of())).hasSize(3).allMatch(line -> line.contains("install the CRDs"));
  }

  @Test
  @DisplayName("S3 a right that only one namespace lacks is named, and the others are served")
  void aRightIsAskedForInEachWatchedNamespaceAndEachDeniedVerbNamed() {
    serve(
        CRDS,
        review -> {
          var asked = review.getSpec().getResourceAttributes();
          return !("team-b".equals(asked.getNamespace())
              && "flinkstatesnapshots".equals(asked.getResource())
              && "patch".equals(asked.getVerb()));
        });

    assertThat(missing(List.of("team-a", "team-b"))).isEmpty();
    assertThat(checks(List.of("team-a", "team-b")))
        .extracting(CheckResult::line)
        .filteredOn(line -> line.startsWith("warning"))
        .containsExactly(
            "warning   rights on flinkstatesnapshots in namespace team-b: patch; grant them by a"
                + " role for apiGroup \"flink.apache.org\"; the other namespaces are served",
            "warning   rights on flinkstatesnapshots/status in namespace team-b: patch; grant them"
                + " by a role for apiGroup \"flink.apache.org\"; the other namespaces are served");
  }

  @Test
  @DisplayName("S3 a right that all namespaces lack is missing in each of them")
  void aRightThatAllNamespacesLack() {
    serve(CRDS, review -> !"events".equals(review.getSpec().getResourceAttributes().getResource()));

    assertThat(missing(List.of("team-a", "team-b")))
        .hasSize(2)
        .allMatch(line -> line.startsWith("MISSING   rights on events in namespace team-"));
  }

  @Test
  void aRightThatTidemarkCanDoWithoutIsNotMissing() {
    serve(
        CRDS,
        review -> !"namespaces".equals(review.getSpec().getResourceAttributes().getResource()));

    assertThat(new KubernetesChecks(client, TEAM_A, List.of(), COMPANION).run())
        .extracting(CheckResult::line)
        .noneMatch(line -> line.startsWith("MISSING"))
        .contains(
            "optional  rights on namespaces in namespace team-a: get; grant them by a role for"
                + " apiGroup \"\"");
  }

  @Test
  @DisplayName("H1 S3 without the right to delete, only the cleanup of history does not work")
  void theRightToDeleteIsOptional() {
    serve(CRDS, review -> !"delete".equals(review.getSpec().getResourceAttributes().getVerb()));

    assertThat(new KubernetesChecks(client, TEAM_A, List.of(), COMPANION).run())
        .extracting(CheckResult::line)
        .noneMatch(line -> line.startsWith("MISSING"))
        .contains(
            "optional  rights on flinkstatesnapshots in namespace team-a: delete; grant them by a"
                + " role for apiGroup \"flink.apache.org\"");
  }

  @Test
  @DisplayName("S2 S3 leases are needed where the election is, with the verbs that fabric8 uses")
  void leasesAreNeededInTheNamespaceOfTheElectionOnly() {
    serve(CRDS, review -> !"leases".equals(review.getSpec().getResourceAttributes().getResource()));

    assertThat(missing(List.of("team-a", "team-b")))
        .containsExactly(
            "MISSING   rights on leases in namespace system: get, create, patch; grant them by a"
                + " role for apiGroup \"coordination.k8s.io\"");
  }

  @Test
  @DisplayName("S2 S3 a role may name the Lease, except to create it, and events are only created")
  void theLeaseIsAskedForByName() {
    serve(
        CRDS,
        review -> {
          var asked = review.getSpec().getResourceAttributes();
          return switch (asked.getResource()) {
            case "leases" -> "create".equals(asked.getVerb()) || "marks".equals(asked.getName());
            case "events" -> "create".equals(asked.getVerb());
            default -> asked.getName() == null;
          };
        });

    assertThat(missing(List.of("team-a"))).isEmpty();
  }

  @Test
  @DisplayName("S2 S3 without an election no rights on leases are needed")
  void withoutAnElectionNoLeasesAreNeeded() {
    serve(CRDS, review -> true);

    assertThat(new KubernetesChecks(client, WatchedNamespaces.ALL, List.of(), COMPANION).run())
        .noneMatch(result -> result.subject().contains("leases"));
  }

  @Test
  @DisplayName(
      "T1 M1 M2 S3 jobs and their status may have to be patched in standalone mode, and in no other")
  void jobsArePatchedInStandaloneModeOnly() {
    serve(
        CRDS,
        review -> {
          var asked = review.getSpec().getResourceAttributes();
          return !(asked.getResource().matches("flinkdeployments|flinksessionjobs")
              && "patch".equals(asked.getVerb()));
        });

    assertThat(missing(List.of())).isEmpty();
    assertThat(new KubernetesChecks(client, WatchedNamespaces.ALL, List.of(), STANDALONE).run())
        .filteredOn(CheckResult::missing)
        .extracting(CheckResult::line)
        .containsExactly(
            "MISSING   rights on flinkdeployments in all namespaces: patch; grant them by a role"
                + " for apiGroup \"flink.apache.org\"",
            "MISSING   rights on flinkdeployments/status in all namespaces: patch; grant them by a"
                + " role for apiGroup \"flink.apache.org\"",
            "MISSING   rights on flinksessionjobs in all namespaces: patch; grant them by a role"
                + " for apiGroup \"flink.apache.org\"",
            "MISSING   rights on flinksessionjobs/status in all namespaces: patch; grant them by a"
                + " role for apiGroup \"flink.apache.org\"");
  }

  @Test
  @DisplayName("S8 namespaces that are chosen by label need rights in all namespaces, and on them")
  void selectedNamespaces() {
    serve(
        CRDS,
        review ->
            !("namespaces".equals(review.getSpec().getResourceAttributes().getResource())
                && "watch".equals(review.getSpec().getResourceAttributes().getVerb())));
    var selected = new SelectedNamespaces(ResourceSelector.parse("{matchLabels: {team: a}}"));

    assertThat(new KubernetesChecks(client, selected, List.of(), COMPANION).run())
        .filteredOn(CheckResult::missing)
        .extracting(CheckResult::line)
        .containsExactly(
            "MISSING   rights on namespaces in all namespaces: watch; grant them by a role for"
                + " apiGroup \"\"");
  }

  @Test
  void anApiServerThatCannotBeReachedIsOneLine() {
    var config =
        new ConfigBuilder().withMasterUrl("http://localhost:1").withRequestRetryBackoffLimit(0);
    try (var nowhere = new KubernetesClientBuilder().withConfig(config.build()).build()) {
      assertThat(new KubernetesChecks(nowhere, WatchedNamespaces.ALL, List.of(), COMPANION).run())
          .singleElement()
          .matches(CheckResult::missing)
          .asString()
          .contains("localhost:1", "cannot be reached", "KUBECONFIG");
    }
  }

  private List<CheckResult> checks(List<String> namespaces) {
    return new KubernetesChecks(
            client, new WatchedNamespaces(Set.copyOf(namespaces)), List.of(LEASE), COMPANION)
        .run();
  }

  private List<String> missing(List<String> namespaces) {
    return checks(namespaces).stream().filter(CheckResult::missing).map(CheckResult::line).toList();
  }

  private void serve(List<String> plurals, Predicate<SelfSubjectAccessReview> allowed) {
    server
        .expect()
        .get()
        .withPath("/version")
        .andReturn(200, Map.of("major", "1", "minor", "36", "gitVersion", "v1.36.3"))
        .always();
    var resources =
        plurals.stream()
            .map(name -> new APIResourceBuilder().withName(name).withNamespaced(true).build())
            .toList();
    server
        .expect()
        .get()
        .withPath("/apis/flink.apache.org/v1beta1")
        .andReturn(
            plurals.isEmpty() ? 404 : 200,
            new APIResourceListBuilder().withResources(resources).build())
        .always();
    server
        .expect()
        .post()
        .withPath("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews")
        .andReply(
            201,
            request -> {
              var review =
                  Serialization.unmarshal(
                      request.getBody().readUtf8(), SelfSubjectAccessReview.class);
              return Map.of("status", Map.of("allowed", allowed.test(review)));
            })
        .always();
  }
}
