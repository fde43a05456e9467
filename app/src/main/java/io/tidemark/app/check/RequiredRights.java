package io.tidemark.app.check;

import static java.util.Objects.requireNonNull;

import io.tidemark.kubernetes.model.FlinkResources;
import io.tidemark.kubernetes.model.OperatingMode;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rights that Tidemark needs in Kubernetes. The roles of the Helm chart and of the
 * documentation grant exactly these.
 */
public final class RequiredRights {
  private static final List<Right> ALWAYS =
      List.of(
          new Right(
              Scope.WATCHED,
              FlinkResources.GROUP,
              "flinkstatesnapshots",
              "get",
              "list",
              "watch",
              "create",
              "patch"),
          new Right(Scope.WATCHED, FlinkResources.GROUP, "flinkstatesnapshots", "delete")
              .asOptional(),
          new Right(Scope.WATCHED, FlinkResources.GROUP, "flinkstatesnapshots/status", "patch"),
          new Right(
              Scope.WATCHED, FlinkResources.GROUP, "flinkdeployments", "get", "list", "watch"),
          new Right(
              Scope.WATCHED, FlinkResources.GROUP, "flinksessionjobs", "get", "list", "watch"),
          new Right(Scope.WATCHED, "", "events", "create", "patch"),
          new Right(Scope.WATCHED, "", "namespaces", "get").asOptional(),
          new Right(Scope.WATCHED, "", "secrets", "get").asOptional(),
          new Right(Scope.LEASE, "coordination.k8s.io", "leases", "get", "create", "patch"));

  /** Nonces that were served are remembered on the jobs (T1). */
  private static final List<Right> STANDALONE =
      List.of(
          new Right(Scope.WATCHED, FlinkResources.GROUP, "flinkdeployments", "patch"),
          new Right(Scope.WATCHED, FlinkResources.GROUP, "flinksessionjobs", "patch"));

  /** Where a right is needed. */
  public enum Scope {
    /** In each watched namespace or, if none is named, in all. */
    WATCHED,
    /** In the namespace of the Lease, by default the one that Tidemark runs in. */
    LEASE
  }

  /**
   * What may be done with a resource.
   *
   * @param scope where
   * @param group the resource's API group; empty for the core group
   * @param resource its plural, with the subresource after a slash
   * @param verbs what may be done
   * @param optional whether Tidemark works without it
   */
  public record Right(
      Scope scope, String group, String resource, List<String> verbs, boolean optional) {
    public Right {
      requireNonNull(scope, "scope is null");
      requireNonNull(group, "group is null");
      requireNonNull(resource, "resource is null");
      verbs = List.copyOf(verbs);
    }

    Right(Scope scope, String group, String resource, String... verbs) {
      this(scope, group, resource, List.of(verbs), false);
    }

    private Right asOptional() {
      return new Right(scope, group, resource, verbs, true);
    }
  }

  private RequiredRights() {}

  /** The rights that are needed in this mode. */
  public static List<Right> of(OperatingMode mode) {
    return switch (mode) {
      case COMPANION -> ALWAYS;
      case STANDALONE -> Stream.of(ALWAYS, STANDALONE).flatMap(List::stream).toList();
    };
  }
}
