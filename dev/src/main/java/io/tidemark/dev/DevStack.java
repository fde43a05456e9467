package io.tidemark.dev;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/**
 * The parts that were asked for, started together and ready. Closing the stack kills them, as does
 * the end of this JVM in whatever way; a working directory of its own is deleted then.
 */
public final class DevStack implements AutoCloseable {
  private final DevStackBuilder asked;
  private final WorkDirectory directory;
  private final Optional<KubernetesServer> kubernetes;
  private final Optional<TemporalServer> temporal;
  private final Optional<FlinkCluster> flink;
  private final Optional<JarServer> jars;
  private final Thread closeAtExit = new Thread(this::closeParts, "dev-stack-close");

  DevStack(DevStackBuilder asked) {
    this.asked = asked;
    asked.providePrograms();
    directory = asked.newDirectory();
    kubernetes = asked.newKubernetes(directory);
    temporal = asked.newTemporal(directory);
    flink = asked.newFlink(directory);
    jars = flink.map(cluster -> JarServer.start(directory.subdirectory("jars")));
  }

  /** A builder of stacks; nothing is part of one until it is asked for. */
  public static DevStackBuilder builder() {
    return new DevStackBuilder();
  }

  /** The Kubernetes API. */
  public KubernetesServer kubernetes() {
    return kubernetes.orElseThrow(() -> new IllegalStateException("no kubernetes() in this stack"));
  }

  /** The Temporal server. */
  public TemporalServer temporal() {
    return temporal.orElseThrow(() -> new IllegalStateException("no temporal() in this stack"));
  }

  /** The Flink cluster. */
  public FlinkCluster flink() {
    return flink.orElseThrow(() -> new IllegalStateException("no flink() in this stack"));
  }

  /** The server of jars for session jobs, which comes with a Flink cluster. */
  public JarServer jars() {
    return jars.orElseThrow(() -> new IllegalStateException("no flink() in this stack"));
  }

  /** Returns whether the stack has a Flink cluster of its own. */
  boolean hasFlink() {
    return flink.isPresent();
  }

  /** Writes the resources of further jobs, or points one at another job. */
  public FlinkResources resources() {
    return new FlinkResources(kubernetes().client());
  }

  /** Returns the directory where the parts keep data and logs. */
  public Path directory() {
    return directory.path();
  }

  void start() {
    Runtime.getRuntime().addShutdownHook(closeAtExit);
    var starts =
        Stream.<Runnable>of(
                () -> kubernetes.ifPresent(this::startKubernetes),
                () -> temporal.ifPresent(it -> it.process().start()),
                () -> flink.ifPresent(this::startFlink))
            .map(it -> CompletableFuture.runAsync(it, task -> new Thread(task).start()))
            .toArray(CompletableFuture<?>[]::new);
    join(starts);
    if (kubernetes.isPresent() && flink.isPresent()) {
      publishDeployments();
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(closeAtExit);
    } catch (IllegalStateException e) {
      return; // the JVM ends and the hook does it
    }
    closeParts();
  }

  private void startKubernetes(KubernetesServer server) {
    server.start();
    if (asked.wantsControllerManager()) {
      server.controllerManager().start();
    }
    server.createNamespace(asked.namespace());
  }

  private void startFlink(FlinkCluster cluster) {
    cluster.start();
    var unused = cluster.submit(asked.jobs());
  }

  private void publishDeployments() {
    for (var job : flink().jobs()) {
      if (asked.isStandalone()) {
        resources().declareDeployment(asked.namespace(), job.name(), job);
      } else {
        resources().publishDeployment(asked.namespace(), job.name(), job);
      }
    }
  }

  private void closeParts() {
    jars.ifPresent(JarServer::close);
    flink.ifPresent(FlinkCluster::kill);
    temporal.ifPresent(it -> it.process().kill());
    kubernetes.ifPresent(KubernetesServer::close);
    directory.close();
  }

  /** Waits for all, also when one fails: what still starts cannot be closed. */
  private static void join(CompletableFuture<?>... starts) {
    try {
      CompletableFuture.allOf(starts).join();
    } catch (CompletionException e) {
      throw new IllegalStateException("The stack did not start", e.getCause());
    }
  }
}
