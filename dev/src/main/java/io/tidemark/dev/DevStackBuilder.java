package io.tidemark.dev;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;

/** A builder that selects the parts of a {@link DevStack}. */
public final class DevStackBuilder {
  private final Map<String, String> flinkSettings = new HashMap<>();
  private final Map<String, String> temporalSettings = new HashMap<>();
  private Optional<Path> directory = Optional.empty();
  private boolean kubernetes;
  private boolean controllerManager;
  private boolean temporal;
  private boolean highAvailability;
  private Optional<FlinkRelease> flink = Optional.empty();
  private Http flinkHttp = Http.PLAIN;
  private int jobs = 1;
  private FlinkJobOptions jobOptions = FlinkJobOptions.named("example-deployment");
  private String namespace = "default";
  private boolean standalone;

  DevStackBuilder() {}

  /** Keeps data and logs in this folder, instead of one that is deleted on close. */
  public DevStackBuilder directory(Path path) {
    directory = Optional.of(path);
    return this;
  }

  /** etcd and kube-apiserver with the published CRDs. */
  public DevStackBuilder kubernetes() {
    kubernetes = true;
    return this;
  }

  /** Also kube-controller-manager: namespaces can be deleted, dependants are collected. */
  public DevStackBuilder controllerManager() {
    controllerManager = true;
    return kubernetes();
  }

  /** Temporal's dev server with the Web UI. */
  public DevStackBuilder temporal() {
    temporal = true;
    return this;
  }

  /** A setting of Temporal's dynamic configuration. */
  public DevStackBuilder temporalSetting(String key, String value) {
    temporalSettings.put(key, value);
    return this;
  }

  /** A Flink cluster with one sample job, or as many as {@link #jobs} says. */
  public DevStackBuilder flink(FlinkRelease release) {
    flink = Optional.of(release);
    return this;
  }

  /** The Flink cluster keeps its jobs in ZooKeeper, and recovers them when it is started again. */
  public DevStackBuilder highAvailability() {
    highAvailability = true;
    return this;
  }

  /** Sets the number of sample jobs that run from the start; the default is 1. */
  public DevStackBuilder jobs(int count) {
    jobs = count;
    return this;
  }

  /** Sets the options of the sample jobs; each job gets its own name. */
  public DevStackBuilder jobOptions(FlinkJobOptions options) {
    jobOptions = requireNonNull(options, "options is null");
    return this;
  }

  /** A setting of the Flink cluster; an empty value takes a default of the stack away. */
  public DevStackBuilder flinkSetting(String key, String value) {
    flinkSettings.put(key, value);
    return this;
  }

  /** Flink is asked by TLS with these certificates; what it shows and trusts is in its settings. */
  public DevStackBuilder flinkTls(SSLContext certificates) {
    flinkHttp = Http.tls(certificates);
    return this;
  }

  /** No default directory: a savepoint's trigger must name one. */
  public DevStackBuilder withoutSavepointDirectory() {
    return flinkSetting("state.savepoints.dir", "");
  }

  /** Sets the namespace of the FlinkDeployments, created if missing; the default is "default". */
  public DevStackBuilder namespace(String name) {
    namespace = requireNonNull(name, "name is null");
    return this;
  }

  /**
   * For a Tidemark in mode standalone: the status of the FlinkDeployments is left to it. By
   * default, the stack plays the reference operator, and writes the status.
   */
  public DevStackBuilder standalone() {
    standalone = true;
    return this;
  }

  /** Starts all parts at once and returns when all are ready; if one fails, none is left. */
  public DevStack start() {
    var stack = new DevStack(this);
    try {
      stack.start();
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  /** Builds what is not in the cache, which takes minutes, before anything is started. */
  void providePrograms() {
    if (kubernetes) {
      var unused = Programs.paths(KubernetesServer.PROGRAMS);
    }
    if (controllerManager) {
      var unused = Programs.path(KubernetesServer.CONTROLLER_MANAGER);
    }
    if (temporal) {
      var unused = Programs.path("temporal");
    }
  }

  WorkDirectory newDirectory() {
    return directory.map(WorkDirectory::kept).orElseGet(WorkDirectory::inTemporaryFolder);
  }

  Optional<KubernetesServer> newKubernetes(WorkDirectory work) {
    return kubernetes
        ? Optional.of(
            new KubernetesServer(
                work.subdirectory("kubernetes"), Programs.paths(KubernetesServer.PROGRAMS)))
        : Optional.empty();
  }

  Optional<TemporalServer> newTemporal(WorkDirectory work) {
    return temporal
        ? Optional.of(
            new TemporalServer(
                work.subdirectory("temporal"), Programs.path("temporal"), temporalSettings))
        : Optional.empty();
  }

  Optional<FlinkCluster> newFlink(WorkDirectory work) {
    return flink.map(
        it ->
            new FlinkCluster(
                it,
                work.subdirectory("flink"),
                flinkSettings,
                flinkHttp,
                highAvailability ? Optional.of(work.subdirectory("zookeeper")) : Optional.empty()));
  }

  boolean wantsControllerManager() {
    return controllerManager;
  }

  boolean isStandalone() {
    return standalone;
  }

  String namespace() {
    return namespace;
  }

  /** The names of the deployments are those of the reference operator's example, numbered. */
  List<FlinkJobOptions> jobs() {
    return IntStream.rangeClosed(1, jobs)
        .mapToObj(it -> it == 1 ? "example-deployment" : "example-deployment-" + it)
        .map(jobOptions::withName)
        .toList();
  }
}
