package io.tidemark.app.check;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Stream;

/**
 * Checks all requirements of Tidemark in its environment.
 *
 * @param temporal the checks of Temporal
 * @param kubernetes the checks of Kubernetes
 */
public record SystemChecks(TemporalChecks temporal, KubernetesChecks kubernetes) {
  public SystemChecks {
    requireNonNull(temporal, "temporal is null");
    requireNonNull(kubernetes, "kubernetes is null");
  }

  /** Returns the results of all checks. */
  public List<CheckResult> run() {
    return Stream.concat(temporal.run().stream(), kubernetes.run().stream()).toList();
  }
}
