package io.tidemark.app;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.app.uninstall.DeploymentStop;
import io.tidemark.app.uninstall.FinalizerRelease;
import io.tidemark.app.uninstall.SessionJobRelease;
import io.tidemark.kubernetes.model.FlinkSessionJob;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.store.NamespacedReading;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tidemark release-finalizers} (S5). */
@Command(
    name = "release-finalizers",
    description =
        "Removes the finalizers from the FlinkStateSnapshots and FlinkSessionJobs of the watched"
            + " namespaces before an uninstall, so that they can be deleted without Tidemark."
            + " Savepoints stay where they are, and jobs run on.",
    mixinStandardHelpOptions = true)
final class ReleaseFinalizersCommand implements Callable<Integer> {
  /** Is longer than the grace period of the pods, which end within seconds. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Mixin private ConfigurationOptions options;
  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Decision decision;

  @Option(
      names = "--stop",
      paramLabel = "DEPLOYMENT",
      description =
          "First scale this Deployment in Tidemark's namespace to 0 and wait until its pods have"
              + " ended, since a running Tidemark adds finalizers again.")
  private @Nullable String deployment;

  /** Exactly one of the two options is required. */
  private static final class Decision {
    @Option(names = "--yes", description = "Do it.")
    private boolean yes;

    @Option(names = "--dry-run", description = "Only print what would be done.")
    private boolean dryRun;

    boolean acts() {
      return yes && !dryRun;
    }
  }

  @Override
  public Integer call() {
    var configuration = options.load();
    try (var kubernetes =
        new KubernetesClientBuilder().withConfig(Connections.kubernetesFromEnvironment()).build()) {
      Optional.ofNullable(deployment).ifPresent(name -> stop(kubernetes, name));
      var snapshots =
          new FinalizerRelease(kubernetes, configuration.namespaces(), configuration.selector());
      var jobs = new SessionJobRelease(kubernetes, configuration.namespaces().now(kubernetes));
      var snapshotsReleased =
          releaseAll("snapshots", snapshots.held(), snapshot -> release(snapshots, snapshot));
      var jobsReleased = releaseAll("session jobs", jobs.held(), job -> release(jobs, job));
      return snapshotsReleased && jobsReleased ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private void stop(KubernetesClient kubernetes, String name) {
    var namespace = Replica.namespace(kubernetes);
    if (decision.acts()) {
      new DeploymentStop(kubernetes, namespace, PATIENCE).stop(name);
    }
    say(
        "deployment %s/%s: %s"
            .formatted(namespace, name, decision.acts() ? "stopped" : "would be stopped"));
  }

  /** Returns whether all resources were released. */
  private <T> boolean releaseAll(
      String resources, NamespacedReading<T> reading, Predicate<T> release) {
    var held = reading.found();
    reading.problems().values().stream().sorted().forEach(this::say);
    var released = held.stream().filter(release).count();
    say(
        "%d of %d %s with a finalizer %s"
            .formatted(
                released,
                held.size(),
                resources,
                decision.acts() ? "released" : "would be released"));
    return released == held.size() && reading.problems().isEmpty();
  }

  private boolean release(FinalizerRelease release, SnapshotReader snapshot) {
    return release(
        snapshot.id().toString(),
        FinalizerRelease.leftBehind(snapshot),
        snapshot.beingDeleted(),
        () -> release.release(snapshot));
  }

  private boolean release(SessionJobRelease release, FlinkSessionJob job) {
    return release(
        job.getMetadata().getNamespace() + "/" + job.getMetadata().getName(),
        SessionJobRelease.leftBehind(job),
        job.beingDeleted(),
        () -> release.release(job));
  }

  /** Returns whether it succeeded; a failure does not block the others. */
  private boolean release(String name, String left, boolean beingDeleted, Runnable release) {
    if (!decision.acts()) {
      say(name + ": would be released; " + left);
      return true;
    }
    try {
      release.run();
      say(name + (beingDeleted ? ": released and gone; " : ": released; ") + left);
      return true;
    } catch (KubernetesClientException e) {
      say(name + ": NOT released; run this command again. Cause: " + e.getMessage());
      return false;
    }
  }

  private void say(String line) {
    spec.commandLine().getOut().println(line);
  }
}
