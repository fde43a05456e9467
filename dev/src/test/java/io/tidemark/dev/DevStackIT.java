package io.tidemark.dev;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DevStackIT {
  private static DevStack stack;

  @BeforeAll
  static void startAll() {
    stack =
        DevStack.builder()
            .controllerManager()
            .temporal()
            .flink(FlinkRelease.V1_20)
            .jobs(2)
            .namespace("streams")
            .start();
  }

  @AfterAll
  static void close() {
    stack.close();
  }

  @Test
  void kubectlListsSnapshots() throws Exception {
    var listed = kubectl(stack.kubernetes().kubeconfig(), "get", "flinksnp", "-A");

    assertThat(listed).isEqualTo(new Commands(0, "No resources found"));
  }

  @Test
  void eachJobHasADeploymentThatNamesIt() {
    assertThat(stack.flink().jobs())
        .extracting(FlinkJob::name)
        .containsExactly("example-deployment", "example-deployment-2");
    assertThat(stack.flink().jobs())
        .allSatisfy(
            job -> {
              var status = status("FlinkDeployment", "streams", job.name());
              assertThat(status.at("/jobStatus/jobId").asText()).isEqualTo(job.id());
              assertThat(status.at("/jobStatus/state").asText()).isEqualTo("RUNNING");
              assertThat(status.at("/lifecycleState").asText()).isEqualTo("STABLE");
            });
  }

  @Test
  void aDeploymentCanBePointedAtAnotherJob() {
    var job = stack.flink().submit(FlinkJobOptions.named("another"));

    stack.resources().publishDeployment("default", "moving", stack.flink().jobs().get(0));
    stack.resources().publishDeployment("default", "moving", job);

    var status = status("FlinkDeployment", "default", "moving");
    assertThat(status.at("/jobStatus/jobId").asText()).isEqualTo(job.id());
    stack.flink().cancel(job);
  }

  @Test
  void aSessionJobNamesItsJobAndItsState() {
    var job = stack.flink().jobs().get(0);

    stack
        .resources()
        .publishSessionJob("default", "in-session", "example-deployment", job, "FINISHED");

    var status = status("FlinkSessionJob", "default", "in-session");
    assertThat(status.at("/jobStatus/jobId").asText()).isEqualTo(job.id());
    assertThat(status.at("/jobStatus/state").asText()).isEqualTo("FINISHED");
  }

  @Test
  void aSavepointLiesOnDisk() {
    var operation = new Savepoints(stack.flink()).take(stack.flink().jobs().get(0));

    var location = Path.of(URI.create(operation.path("location").asText()));
    assertThat(location).hasParent(stack.flink().savepointDirectory());
    assertThat(location.resolve("_metadata")).isNotEmptyFile();
  }

  @Test
  void usersWithoutARoleMayDoNothing() throws Exception {
    var guest = kubectl(stack.kubernetes().guestKubeconfig(), "get", "flinksnp");
    var account =
        kubectl(stack.kubernetes().serviceAccountKubeconfig("default", "app"), "get", "flinksnp");

    assertThat(guest.output()).contains("User \"guest\" cannot list resource");
    assertThat(account.output())
        .contains("User \"system:serviceaccount:default:app\" cannot list resource");
  }

  @Test
  void aDeletedNamespaceGoes() {
    var namespace = stack.kubernetes().client().namespaces().withName("passing");
    stack.kubernetes().createNamespace("passing");

    namespace.delete();

    namespace.waitUntilCondition(Objects::isNull, Waits.LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void kubernetesKeepsItsDataWhenItIsKilled() {
    var namespaces = stack.kubernetes().client().namespaces();
    stack.kubernetes().createNamespace("lasting");

    stack.kubernetes().etcd().kill();
    stack.kubernetes().apiServer().kill();
    stack.kubernetes().etcd().start();
    stack.kubernetes().apiServer().start();

    assertThat(namespaces.withName("lasting").get()).isNotNull();
  }

  @Test
  void temporalKeepsItsDataWhenItIsKilledAndLosesItWhenWiped() throws Exception {
    temporal("workflow", "start", "--workflow-id=w", "--type=t", "--task-queue=q");

    stack.temporal().process().restart();
    var afterRestart = temporal("workflow", "describe", "--workflow-id=w");
    stack.temporal().wipe();
    var afterWipe = temporal("workflow", "describe", "--workflow-id=w");

    assertThat(afterRestart.status()).isZero();
    assertThat(afterWipe.status()).isNotZero();
    assertThat(afterWipe.output()).contains("not found");
  }

  private static JsonNode status(String kind, String namespace, String name) {
    var wanted = new GenericKubernetesResource();
    wanted.setApiVersion("flink.apache.org/v1beta1");
    wanted.setKind(kind);
    wanted.setMetadata(new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
    var found = stack.kubernetes().client().resource(wanted).get();
    return Http.JSON.valueToTree(found.get("status"));
  }

  private static Commands kubectl(Path kubeconfig, String... words) throws Exception {
    return run(Programs.path("kubectl") + " --kubeconfig=" + kubeconfig, words);
  }

  private static Commands temporal(String... words) throws Exception {
    return run(Programs.path("temporal") + " --address=" + stack.temporal().address(), words);
  }

  private static Commands run(String program, String... words) throws Exception {
    return Commands.run((Object[]) (program + " " + String.join(" ", words)).split(" "));
  }
}
