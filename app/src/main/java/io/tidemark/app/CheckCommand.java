package io.tidemark.app;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.tidemark.app.check.CheckResult;
import io.tidemark.app.check.ClustersCheck;
import io.tidemark.app.check.CompetingControllerCheck;
import io.tidemark.app.check.ReferenceJobsCheck;
import io.tidemark.app.check.SystemChecks;
import io.tidemark.app.check.TemporalChecks;
import io.tidemark.app.check.UnclaimedJobsCheck;
import io.tidemark.app.configuration.TidemarkConfiguration;
import io.tidemark.flink.ClusterObserver;
import io.tidemark.flink.FlinkHttpClient;
import io.tidemark.kubernetes.store.ClusterIdentity;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.SnapshotStore;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tidemark check}. */
@Command(
    name = "check",
    description = "Checks connections, rights and CRDs, and reports what is missing.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  @Mixin private ConfigurationOptions options;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var results = check(Connections.fromEnvironment(), options.load());
    results.stream().map(CheckResult::line).forEach(spec.commandLine().getOut()::println);
    return results.stream().anyMatch(CheckResult::missing) ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private static List<CheckResult> check(
      Connections connections, TidemarkConfiguration configuration) {
    var service = WorkflowServiceStubs.newServiceStubs(connections.temporalService());
    try (var kubernetes =
        new KubernetesClientBuilder().withConfig(connections.kubernetes()).build()) {
      var temporal = new TemporalChecks(service, connections.temporalClient().getNamespace());
      var checks = KubernetesParts.checks(configuration, kubernetes);
      var cluster = new ClusterIdentity(kubernetes, configuration.server().clusterId());
      var client = WorkflowClient.newInstance(service, connections.temporalClient());
      var taskQueue = KubernetesParts.taskQueueCheck(configuration, client, cluster);
      var results = new SystemChecks(temporal, checks, taskQueue).run();
      return results.stream().anyMatch(CheckResult::missing)
          ? results
          : Stream.concat(results.stream(), others(kubernetes, configuration)).toList();
    } finally {
      service.shutdownNow();
    }
  }

  private static ObservedClusters clusters(
      KubernetesClient kubernetes, TidemarkConfiguration configuration) {
    return new ObservedClusters(
        new ClusterObserver(
            FlinkHttpClient.create(),
            configuration.flink(),
            new KubernetesSecrets(kubernetes),
            InstantSource.system()));
  }

  /** Checks what others do beside Tidemark. */
  private static Stream<CheckResult> others(
      KubernetesClient kubernetes, TidemarkConfiguration configuration) {
    var namespaces = configuration.namespaces();
    var competing = new CompetingControllerCheck(new SnapshotStore(kubernetes), namespaces).run();
    return switch (configuration.mode()) {
      case COMPANION -> Stream.of(competing);
      case STANDALONE -> {
        var jobs = new JobStore(kubernetes);
        var served = namespaces.now(kubernetes);
        var clusters = clusters(kubernetes, configuration);
        yield Stream.of(
            competing,
            new ClustersCheck(jobs, served, clusters).run(),
            new ReferenceJobsCheck(jobs, served).run(),
            new UnclaimedJobsCheck(jobs, served, clusters).run());
      }
    };
  }
}
