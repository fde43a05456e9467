package io.tidemark.e2e;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.tidemark.dev.DevStack;
import io.tidemark.dev.FlinkJob;
import io.tidemark.dev.FlinkJobOptions;
import io.tidemark.dev.TidemarkServer;
import io.tidemark.dev.Waits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A test class's part of the shared stack: a namespace of its own and what it starts for itself,
 * which ends with the class.
 */
final class Story implements BeforeAllCallback, AfterAllCallback {
  /** The namespaces that the shared Tidemark serves. */
  static final String SERVED =
      "beginning,deletion,directories,errors,examples,flink,flink2,imports,jobmanager,namesakes,network,safety,temporal,waiting";

  /** History cleanup whose schedule is due when a test triggers it, and not by itself. */
  static final Map<String, String> CLEANUP_ON_REQUEST =
      Map.of(
          "TIDEMARK_HISTORY_CLEANUP_ENABLED",
          "true",
          "TIDEMARK_HISTORY_CLEANUP_INTERVAL",
          "3650 d");

  private final String namespace;
  private final List<AutoCloseable> own = new ArrayList<>();
  private SharedStack shared;
  private Snapshots snapshots;
  private boolean standalone;
  private boolean served;

  private Story(String namespace) {
    this.namespace = namespace;
  }

  /** A story in this namespace; Tidemark is there already if {@link #SERVED} names it. */
  static Story in(String namespace) {
    return new Story(namespace);
  }

  /**
   * The story's Tidemark is in mode standalone, and learns the status of jobs. Otherwise the test
   * plays the reference operator, and writes it.
   */
  Story standalone() {
    standalone = true;
    return this;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    shared =
        context
            .getRoot()
            .getStore(Namespace.GLOBAL)
            .getOrComputeIfAbsent(SharedStack.class, key -> new SharedStack(), SharedStack.class);
    stack().kubernetes().createNamespace(namespace);
    snapshots = new Snapshots(stack().kubernetes().client(), shared.kubectl(), namespace);
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    for (var part : own) {
      part.close();
    }
  }

  String namespace() {
    return namespace;
  }

  SharedStack shared() {
    return shared;
  }

  DevStack stack() {
    return shared.stack();
  }

  Snapshots snapshots() {
    return snapshots;
  }

  /** Returns the Temporal server that all Tidemarks use by default. */
  Temporal temporal() {
    return new Temporal(stack().temporal());
  }

  /** A FlinkDeployment of the shared healthy job. */
  void deploy(String name) {
    deploy(name, shared.job());
  }

  /** A FlinkDeployment of a job. */
  void deploy(String name, FlinkJob job) {
    if (standalone) {
      stack().resources().declareDeployment(namespace, name, job);
      awaitStatusOfServed("flinkdep", name);
    } else {
      stack().resources().publishDeployment(namespace, name, job);
    }
  }

  /** Waits until the story's Tidemark, if there is one yet, has learnt that the job runs. */
  private void awaitStatusOfServed(String kind, String name) {
    if (served) {
      awaitJobStatus(kind, name, "RUNNING");
    }
  }

  /** Waits until the status of a resource says that its job is in a state. */
  void awaitJobStatus(String kind, String name, String state) {
    awaitStatus(kind, name, "{.status.jobStatus.state}", state);
  }

  /** Waits until a field of a resource, by its JSONPath, has a value. */
  void awaitStatus(String kind, String name, String path, String value) {
    snapshots.kubectl(
        "wait", kind, name, "--for=jsonpath=" + path + "=" + value, Waits.timeoutOption());
  }

  /** A FlinkSessionJob of the shared healthy job. */
  void deploySessionJob(String name, String deployment) {
    if (standalone) {
      stack().resources().declareSessionJob(namespace, name, deployment, shared.job());
      awaitStatusOfServed("flinksessionjob", name);
    } else {
      stack().resources().publishSessionJob(namespace, name, deployment, shared.job(), "RUNNING");
    }
  }

  /** A job of this story's own, with a FlinkDeployment of its name. */
  FlinkJob submit(FlinkJobOptions options) {
    var job = stack().flink().submit(options);
    own.add(() -> stack().flink().cancel(job));
    deploy(options.name(), job);
    return job;
  }

  /**
   * Starts a Tidemark for this story only, on its own task queue. Leader election is off by
   * default, so it watches at once and does not wait for the Lease of one that was killed.
   */
  TidemarkServer serve(String name, Map<String, String> more) {
    return serve(name, more, List.of());
  }

  /**
   * Starts one as {@link #serve(String, Map)} does.
   *
   * @param flags flags of its JVM, stronger than the stack's
   */
  TidemarkServer serve(String name, Map<String, String> more, List<String> flags) {
    var settings = shared.settings(namespace);
    settings.put("TIDEMARK_TASK_QUEUE", namespace);
    settings.put("TIDEMARK_LEASE_NAME", namespace);
    settings.put("TIDEMARK_LEADER_ELECTION", "false");
    settings.putAll(more);
    var server = TidemarkServer.start(stack(), name, settings, flags);
    own.add(() -> server.process().kill());
    served = true;
    return server;
  }

  /** The environment of Tidemark's other commands, with the rights of the chart. */
  Map<String, String> environment(Map<String, String> more) {
    var environment = TidemarkServer.settings(stack());
    environment.putAll(shared.settings(namespace));
    environment.putAll(more);
    return environment;
  }

  /** Runs a command of Tidemark to its end. */
  Execution tidemark(List<String> arguments, Map<String, String> environment) {
    return Execution.of(
        TidemarkServer.command(stack(), arguments.toArray(String[]::new)), environment);
  }

  /** A resource of Flink's in this story's namespace, for further requests. */
  Resource<GenericKubernetesResource> resource(String kind, String name) {
    return stack()
        .kubernetes()
        .client()
        .genericKubernetesResources("flink.apache.org/v1beta1", kind)
        .inNamespace(namespace)
        .withName(name);
  }

  /** The triggers that reached Flink for a FlinkDeployment of this story. */
  List<Call> triggers(String deployment) {
    return shared.proxy().triggers(namespace, deployment);
  }

  /** Holds the answers to triggers for a FlinkDeployment of this story. */
  Hold holdTriggers(String deployment) {
    return shared.proxy().holdAnswers(call -> call.triggers() && call.isFor(namespace, deployment));
  }

  /** A folder of this story for savepoints; it need not exist. */
  Path directory(String name) {
    return stack().directory().resolve("targets").resolve(namespace).resolve(name);
  }

  /** The savepoints in a folder. */
  static List<Path> savepoints(Path directory) {
    if (Files.notExists(directory)) {
      return List.of();
    }
    try (var files = Files.list(directory)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
