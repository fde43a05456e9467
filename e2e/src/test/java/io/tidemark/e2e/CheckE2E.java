package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dev.TidemarkServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code tidemark check} and the readiness of the server both name what is missing. */
class CheckE2E {
  @RegisterExtension static final Story story = Story.in("check");

  @Test
  @DisplayName("S3 with all that is needed the check succeeds")
  void allThere() {
    var check = check(Map.of());

    assertThat(check.status()).as(check.output()).isZero();
    assertThat(check.output())
        .contains("Temporal")
        .contains("CRD flinkstatesnapshots.flink.apache.org")
        .doesNotContain("MISSING");
  }

  @Test
  @DisplayName("S3 T1 without rights the check fails and names each verb and resource")
  void noRights() {
    var unprivileged = kubeconfig("unprivileged");

    var check = check(Map.of("KUBECONFIG", unprivileged.toString(), "TIDEMARK_MODE", "standalone"));

    assertThat(check.status()).isEqualTo(1);
    assertThat(check.output().lines())
        .anySatisfy(line -> assertThat(line).contains("MISSING", "flinkstatesnapshots in", "patch"))
        .anySatisfy(line -> assertThat(line).contains("MISSING", "flinkstatesnapshots/status"))
        .anySatisfy(line -> assertThat(line).contains("MISSING", "flinkdeployments", "watch"))
        .anySatisfy(line -> assertThat(line).contains("MISSING", "flinksessionjobs", "list"))
        .anySatisfy(line -> assertThat(line).contains("MISSING", "flinkdeployments", "patch;"))
        .anySatisfy(line -> assertThat(line).contains("MISSING", "events", "create"))
        .anySatisfy(line -> assertThat(line).contains("MISSING", "leases", "get, create, patch"));
  }

  @Test
  @DisplayName("S3 an unknown setting stops the start and is named")
  void unknownSetting() {
    var check = check(Map.of("TIDEMARK_TASK_QUEUES", "typo"));

    assertThat(check.status()).isEqualTo(2);
    assertThat(check.output()).contains("TIDEMARK_TASK_QUEUES");
  }

  @Test
  @DisplayName("S3 a server without rights is not ready, says why, and is ready once it has them")
  void becomesReady() throws Exception {
    var settings = story.shared().settings(story.namespace());
    settings.put("KUBECONFIG", kubeconfig("newcomer").toString());
    settings.put("TIDEMARK_TASK_QUEUE", "check");
    settings.put("TIDEMARK_LEASE_NAME", "check");
    try (var server = TidemarkServer.startUnready(story.stack(), "check", settings)) {
      var health = HealthEndpoint.of(server);
      await("the reason")
          .until(() -> health.readiness().body(), it -> it.contains("flinkstatesnapshots"));
      assertThat(health.ready()).isEqualTo(503);

      bind("clusterrolebinding", "--clusterrole=tidemark-tidemark");
      bind("rolebinding", "--role=" + SharedStack.STORY_LEASES);

      await("readiness").until(() -> health.ready() == 200);
    }
  }

  private static void bind(String kind, String role) {
    var account = "--serviceaccount=" + story.namespace() + ":newcomer";
    story.shared().kubectl().run("-n", "tidemark", "create", kind, "newcomer", role, account);
  }

  private static Path kubeconfig(String account) {
    return story.stack().kubernetes().serviceAccountKubeconfig(story.namespace(), account);
  }

  private static Execution check(Map<String, String> more) {
    return story.tidemark(List.of("check"), story.environment(more));
  }
}
