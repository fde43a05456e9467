package io.tidemark.app;

import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.tidemark.app.check.CheckResult;
import io.tidemark.app.check.KubernetesChecks;
import io.tidemark.app.check.SystemChecks;
import io.tidemark.app.check.TemporalChecks;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tidemark check}. */
@Command(
    name = "check",
    description = "Checks connections, rights and CRDs, and says what is missing.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  @Mixin private ConfigurationOptions options;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var namespaces = options.load().watchNamespaces();
    var results = check(Connections.fromEnvironment(), namespaces);
    results.stream().map(CheckResult::line).forEach(spec.commandLine().getOut()::println);
    return results.stream().anyMatch(CheckResult::missing) ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private static List<CheckResult> check(Connections connections, List<String> namespaces) {
    var service = WorkflowServiceStubs.newServiceStubs(connections.temporalService());
    try (var kubernetes =
        new KubernetesClientBuilder().withConfig(connections.kubernetes()).build()) {
      var temporal = new TemporalChecks(service, connections.temporalClient().getNamespace());
      return new SystemChecks(temporal, new KubernetesChecks(kubernetes, namespaces)).run();
    } finally {
      service.shutdownNow();
    }
  }
}
