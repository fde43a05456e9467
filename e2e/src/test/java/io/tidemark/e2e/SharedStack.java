package io.tidemark.e2e;

import io.tidemark.dev.DevStack;
import io.tidemark.dev.FlinkJob;
import io.tidemark.dev.FlinkJobOptions;
import io.tidemark.dev.FlinkRelease;
import io.tidemark.dev.Kubectl;
import io.tidemark.dev.TidemarkServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The components that all test classes share, started once: the stack, a healthy job, the proxy
 * before Flink, and one Tidemark with default settings for the namespaces of all {@link Story
 * stories} that do not start their own. Every Tidemark runs with the rights that the Helm chart
 * grants and no others.
 */
final class SharedStack implements AutoCloseable {
  /** The role for the Leases of stories. */
  static final String STORY_LEASES = "story-leases";

  private final DevStack stack =
      DevStack.builder().kubernetes().temporal().flink(FlinkRelease.V1_20).jobs(0).start();
  private final FlinkProxy proxy = FlinkProxy.before(stack.flink().restAddress());
  private final Kubectl kubectl = new Kubectl(stack.kubernetes().kubeconfig());
  private final FlinkJob job = stack.flink().submit(healthy());
  private final Path kubeconfig;
  private final TidemarkServer tidemark;
  private Optional<DevStack> flink2 = Optional.empty();

  SharedStack() {
    stack.kubernetes().createNamespace("tidemark");
    kubeconfig = stack.kubernetes().serviceAccountKubeconfig("tidemark", "tidemark");
    grant("tidemark", "{}");
    grant("standalone", "{fullnameOverride: standalone, mode: standalone}");
    grantLeases();
    TidemarkServer.archiveClasses(stack, settings(Story.SERVED));
    tidemark = TidemarkServer.start(stack, "tidemark", settings(Story.SERVED));
  }

  DevStack stack() {
    return stack;
  }

  FlinkProxy proxy() {
    return proxy;
  }

  Kubectl kubectl() {
    return kubectl;
  }

  /** Returns a job whose snapshots succeed quickly; no test changes it. */
  FlinkJob job() {
    return job;
  }

  /** The Tidemark that serves the namespaces of {@link Story#SERVED}. */
  TidemarkServer tidemark() {
    return tidemark;
  }

  /** A Flink 2 cluster without a directory for savepoints, started when it is first asked for. */
  synchronized DevStack flink2() {
    if (flink2.isEmpty()) {
      flink2 =
          Optional.of(
              DevStack.builder()
                  .flink(FlinkRelease.V2_3)
                  .jobOptions(healthy())
                  .withoutSavepointDirectory()
                  .start());
    }
    return flink2.get();
  }

  /** The settings of a Tidemark that serves these namespaces through the proxy. */
  Map<String, String> settings(String namespaces) {
    var settings = new LinkedHashMap<String, String>();
    settings.put("KUBECONFIG", kubeconfig.toString());
    settings.put("TIDEMARK_WATCH_NAMESPACES", namespaces);
    settings.put("TIDEMARK_LEASE_NAMESPACE", "tidemark");
    settings.put("TIDEMARK_FLINK_REST_URL_TEMPLATE", proxy.template());
    return settings;
  }

  /** Makes a service account with the rights that a release with these values has. */
  private void grant(String account, String values) {
    Chart.release(stack.directory().resolve("chart-of-" + account), "tidemark", values)
        .grant(stack.kubernetes().client());
  }

  /**
   * Grants the Leases of stories that elect leaders of their own: the chart's role names only the
   * Lease of the release.
   */
  private void grantLeases() {
    kubectl.run(
        "-n",
        "tidemark",
        "create",
        "role",
        STORY_LEASES,
        "--verb=get,create,patch",
        "--resource=leases.coordination.k8s.io");
    kubectl.run(
        "-n",
        "tidemark",
        "create",
        "rolebinding",
        STORY_LEASES,
        "--role=" + STORY_LEASES,
        "--serviceaccount=tidemark:tidemark");
  }

  /** Returns the kubeconfig that Tidemark uses unless a test puts another proxy in between. */
  Path kubeconfig() {
    return kubeconfig;
  }

  /** A checkpoint of Flink's own would delete the one that a test looks at. */
  private static FlinkJobOptions healthy() {
    return FlinkJobOptions.named("healthy").withCheckpointInterval(Duration.ofDays(1));
  }

  /** A file beside the classes of this package. */
  static String resource(String name) {
    try (var stream = SharedStack.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    tidemark.close();
    proxy.close();
    flink2.ifPresent(DevStack::close);
    stack.close();
  }
}
