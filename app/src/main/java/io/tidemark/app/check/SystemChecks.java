package io.tidemark.app.check;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Stream;

/**
 * All that Tidemark needs around it.
 *
 * @param temporal what it needs of Temporal
 * @param kubernetes what it needs of Kubernetes
 */
public record SystemChecks(TemporalChecks temporal, KubernetesChecks kubernetes) {
  public SystemChecks {
    requireNonNull(temporal, "temporal is null");
    requireNonNull(kubernetes, "kubernetes is null");
  }

  /** The results of all checks. */
  public List<CheckResult> run() {
    return Stream.concat(temporal.run().stream(), kubernetes.run().stream()).toList();
  }
}
