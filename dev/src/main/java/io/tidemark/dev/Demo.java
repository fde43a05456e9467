package io.tidemark.dev;

import static io.tidemark.dev.Waits.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** A first look: one savepoint of a real job, from {@code kubectl apply} to the files on disk. */
public final class Demo {
  private static final String NAME = "example-savepoint";

  private final PrintStream out = System.out;
  private final DevStack stack;
  private final Kubectl kubectl;
  private final AtomicReference<String> state = new AtomicReference<>("");
  private long applied;

  private Demo(DevStack stack) {
    this.stack = stack;
    this.kubectl = new Kubectl(stack.kubernetes().kubeconfig());
  }

  /**
   * Runs until Ctrl-C or, with {@code --once}, until the savepoint is there; exit code 1 if it is
   * not.
   */
  public static void main(String[] arguments) throws InterruptedException {
    var once = arguments.length > 0 && arguments[0].equals("--once");
    System.out.println(
        "Starting etcd, kube-apiserver, Temporal, Flink and Tidemark on free ports …");
    var builder =
        DevStack.builder()
            .directory(directory())
            .kubernetes()
            .temporal()
            .flink(FlinkRelease.V1_20)
            .standalone();
    try (var stack = builder.start();
        var server =
            TidemarkServer.start(stack, "tidemark", Map.of("TIDEMARK_MODE", "standalone"))) {
      var demo = new Demo(stack);
      demo.showJob();
      var path = demo.takeSavepoint();
      demo.explain(path, server);
      if (!Files.exists(path.resolve("_metadata"))) {
        throw new IllegalStateException("No savepoint at " + path);
      }
      if (!once) {
        System.out.println("\nAll of it stays up until Ctrl-C.");
        new CountDownLatch(1).await();
      }
    }
  }

  /** Kept, so that the savepoint can be looked at afterwards; {@code make clean} deletes it. */
  private static Path directory() {
    var start = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString().replace(":", "");
    return Path.of("dev", "target", "demo", start).toAbsolutePath();
  }

  /** Shows the status that Tidemark has learnt from Flink, since no other operator is there. */
  private void showJob() {
    await("the status of the job").until(() -> !jobState().isEmpty());
    out.println("\n$ kubectl get flinkdep\n" + kubectl.run("get", "flinkdep"));
  }

  private String jobState() {
    return kubectl.run(
        "get", "flinkdep", "example-deployment", "-o", "jsonpath={.status.jobStatus.state}");
  }

  private Path takeSavepoint() {
    var yaml = example();
    out.println("\n$ kubectl apply -f - <<EOF\n" + yaml + "\nEOF");
    var watch = snapshot().watch(new StatePrinter());
    applied = System.nanoTime();
    out.println(kubectl.runWithInput(yaml, "apply", "-f", "-"));
    await("the savepoint").until(this::settled);
    watch.close();
    out.println("\n$ kubectl get flinksnp\n" + kubectl.run("get", "flinksnp"));
    return Path.of(URI.create(field("{.status.path}")));
  }

  /** The example of the documentation, with a target directory that exists here. */
  private String example() {
    return Resources.text("example-savepoint.yaml")
        .replace("/flink-data/savepoints-custom", stack.flink().savepointDirectory().toString());
  }

  private boolean settled() {
    if (state.get().equals("FAILED") || state.get().equals("ABANDONED")) {
      throw new IllegalStateException(state.get() + ": " + field("{.status.error}"));
    }
    return state.get().equals("COMPLETED");
  }

  private void explain(Path path, TidemarkServer server) {
    var workflow = field("{.metadata.annotations.tidemark\\.io/workflow-id}");
    var temporal = stack.temporal();
    var address = " --address " + temporal.address();
    out.println("\nThe savepoint on disk:  " + path);
    out.println("The workflow:           " + workflow);
    out.println("Temporal Web UI:        " + page(workflow));
    out.println("Flink Web UI:           " + stack.flink().restAddress());
    out.println("Health and metrics:     " + server.address() + "/metrics");
    out.println("\nTo paste into a shell:\n");
    out.println("export KUBECONFIG=" + stack.kubernetes().kubeconfig());
    out.println(Programs.path("kubectl") + " describe flinksnp " + NAME);
    out.println(Programs.path("kubectl") + " get flinksnp -l snapshot.type=SAVEPOINT");
    out.println(Programs.path("kubectl") + " delete flinksnp " + NAME);
    out.println(
        Programs.path("temporal")
            + " workflow list"
            + address
            + " -q \"JobName = 'example-deployment'\"");
    out.println(Programs.path("temporal") + " workflow show" + address + " -w " + workflow);
    var tctl = Programs.shellWords("tctl") + address + " --namespace default workflow ";
    out.println(tctl + "list");
    out.println(tctl + "query -w " + workflow + " --query_type progress");
  }

  private String page(String workflow) {
    return stack.temporal().webUi()
        + "/namespaces/default/workflows/"
        + URLEncoder.encode(workflow, StandardCharsets.UTF_8);
  }

  private String field(String path) {
    return kubectl.run("get", "flinksnp", NAME, "-o", "jsonpath=" + path);
  }

  private Resource<GenericKubernetesResource> snapshot() {
    return stack
        .kubernetes()
        .client()
        .genericKubernetesResources("flink.apache.org/v1beta1", "FlinkStateSnapshot")
        .inNamespace("default")
        .withName(NAME);
  }

  private final class StatePrinter implements Watcher<GenericKubernetesResource> {
    @Override
    public void eventReceived(Action action, GenericKubernetesResource resource) {
      var current = String.valueOf(resource.<Object>get("status", "state"));
      if (!current.equals("null") && !current.equals(state.getAndSet(current))) {
        out.printf("%5d ms  %s%n", (System.nanoTime() - applied) / 1_000_000, current);
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      out.println("The watch ended: " + cause);
    }
  }
}
