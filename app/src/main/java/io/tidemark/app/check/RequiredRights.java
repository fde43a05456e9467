package io.tidemark.app.check;

import static java.util.Objects.requireNonNull;

import io.tidemark.kubernetes.model.FlinkResources;
import io.tidemark.kubernetes.model.OperatingMode;
import io.tidemark.kubernetes.store.SelectedNamespaces;
import io.tidemark.kubernetes.store.ServedNamespaces;
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
          new Right(Scope.WATCHED, "", "events", "create"),
          new Right(Scope.WATCHED, "", "namespaces", "get").asOptional(),
          new Right(Scope.WATCHED, "", "secrets", "get").asOptional(),
          new Right(Scope.LEASE, "coordination.k8s.io", "leases", "get", "create", "patch"));

  /** Additional rights, to record served nonces on the jobs (T1), and their status (M2). */
  private static final List<Right> STANDALONE =
      List.of(
          new Right(Scope.WATCHED, FlinkResources.GROUP, "flinkdeployments", "patch"),
          new Right(Scope.WATCHED, FlinkResources.GROUP, "flinkdeployments/status", "patch"),
          new Right(Scope.WATCHED, FlinkResources.GROUP, "flinksessionjobs", "patch"),
          new Right(Scope.WATCHED, FlinkResources.GROUP, "flinksessionjobs/status", "patch"));

  /** Additional rights, to follow which namespaces have the labels (S8). */
  private static final List<Right> SELECTED =
      List.of(new Right(Scope.WATCHED, "", "namespaces", "list", "watch"));

  private static final List<Right> NONE = List.of();

  /** The namespaces in which a right is needed. */
  public enum Scope {
    /** Each watched namespace or, if they are not named, all. */
    WATCHED,
    /**
     * The Lease, by default in the namespace that Tidemark runs in. Its name limits all verbs but
     * {@code create}, for which RBAC knows no names.
     */
    LEASE
  }

  /**
   * The right to a set of verbs on a resource.
   *
   * @param scope the namespaces
   * @param group the resource's API group; empty for the core group
   * @param resource its plural, with the subresource after a slash
   * @param verbs the allowed verbs
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

  /** Returns the required rights in a mode, to serve these namespaces. */
  public static List<Right> of(OperatingMode mode, ServedNamespaces namespaces) {
    return Stream.of(
            ALWAYS,
            mode == OperatingMode.STANDALONE ? STANDALONE : NONE,
            namespaces instanceof SelectedNamespaces ? SELECTED : NONE)
        .flatMap(List::stream)
        .toList();
  }
}
