package io.tidemark.app.check;

import static java.util.Objects.requireNonNull;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.app.check.RequiredRights.Right;
import io.tidemark.app.check.RequiredRights.Scope;
import io.tidemark.kubernetes.model.FlinkResources;
import io.tidemark.kubernetes.model.OperatingMode;
import io.tidemark.kubernetes.store.ServedNamespaces;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks the requirements of Tidemark in Kubernetes: an API server, the CRDs of Flink, and rights.
 */
public final class KubernetesChecks {
  private static final String API_VERSION = FlinkResources.GROUP + "/" + FlinkResources.VERSION;
  private static final String SNAPSHOTS = "flinkstatesnapshots";
  private static final List<String> PLURALS =
      List.of(SNAPSHOTS, "flinkdeployments", "flinksessionjobs");

  /** The verb for which a role cannot name a resource, since it does not exist yet. */
  private static final String CREATE = "create";

  private final KubernetesClient kubernetes;
  private final ServedNamespaces namespaces;
  private final List<LeaseReference> leases;
  private final OperatingMode mode;

  /**
   * Creates the checks.
   *
   * @param kubernetes the API server to check
   * @param namespaces the watched namespaces
   * @param leases the Lease of the leader election; empty without an election
   * @param mode the mode, on which the required rights depend
   */
  public KubernetesChecks(
      KubernetesClient kubernetes,
      ServedNamespaces namespaces,
      List<LeaseReference> leases,
      OperatingMode mode) {
    this.kubernetes = requireNonNull(kubernetes, "kubernetes is null");
    this.namespaces = requireNonNull(namespaces, "namespaces is null");
    this.leases = List.copyOf(leases);
    this.mode = requireNonNull(mode, "mode is null");
  }

  /** Returns one result for each requirement; only one if the API server does not answer. */
  public List<CheckResult> run() {
    var server = server();
    return server.missing()
        ? List.of(server)
        : Stream.of(Stream.of(server), resources(), rights()).flatMap(results -> results).toList();
  }

  /** Checks that the API server answers. */
  public CheckResult server() {
    var subject = "Kubernetes API " + kubernetes.getMasterUrl();
    try {
      var version = kubernetes.getKubernetesVersion();
      return CheckResult.ok(subject, version.getMajor() + "." + version.getMinor());
    } catch (KubernetesClientException e) {
      return CheckResult.missing(subject, remedy(e));
    }
  }

  /** Checks the CRDs by discovery, which everybody may read, unlike the CRDs themselves. */
  private Stream<CheckResult> resources() {
    var served =
        Optional.ofNullable(kubernetes.getApiResources(API_VERSION)).stream()
            .flatMap(list -> list.getResources().stream())
            .map(APIResource::getName)
            .collect(Collectors.toSet());
    return PLURALS.stream().map(plural -> resource(plural, served));
  }

  /** Checks a CRD. Without the one of snapshots, jobs of our own are in legacy mode (L1). */
  private CheckResult resource(String plural, Set<String> served) {
    var subject = "CRD " + plural + "." + FlinkResources.GROUP;
    if (mode == OperatingMode.STANDALONE
        && plural.equals(SNAPSHOTS)
        && !served.contains(SNAPSHOTS)
        && !served.isEmpty()) {
      return CheckResult.warning(
          subject,
          "not served as "
              + API_VERSION
              + "; all jobs are in legacy mode until you install the CRD of the Flink operator");
    }
    return served.contains(plural)
        ? CheckResult.ok(subject, "served as " + API_VERSION)
        : CheckResult.missing(
            subject, "not served as " + API_VERSION + "; install the CRDs of the Flink operator");
  }

  private Stream<CheckResult> rights() {
    return RequiredRights.of(mode, namespaces).stream().flatMap(this::right);
  }

  /**
   * The resources that a right is needed on.
   *
   * @param namespace their namespace; empty for all
   * @param name the name of the only one; null for all
   */
  private record Place(String namespace, @Nullable String name) {
    @Override
    public String toString() {
      return namespace.isEmpty() ? "all namespaces" : "namespace " + namespace;
    }
  }

  private List<Place> places(Scope scope) {
    var everywhere = namespaces.everywhere();
    return switch (scope) {
      case WATCHED ->
          (everywhere.all() ? Stream.of("") : everywhere.names().stream())
              .map(namespace -> new Place(namespace, null))
              .toList();
      case LEASE ->
          leases.stream().map(lease -> new Place(lease.namespace(), lease.name())).toList();
    };
  }

  /**
   * Checks a right in all its namespaces. A verb is missing only if all of them lack it: otherwise
   * Tidemark serves the others (S3).
   */
  private Stream<CheckResult> right(Right right) {
    var places = places(right.scope());
    var denied = places.stream().collect(toMap(identity(), place -> denied(right, place)));
    var missing =
        right.verbs().stream()
            .filter(verb -> denied.values().stream().allMatch(verbs -> verbs.contains(verb)))
            .toList();
    return places.stream().map(place -> right(right, place, denied.get(place), missing));
  }

  private List<String> denied(Right right, Place place) {
    return right.verbs().stream().filter(verb -> !allowed(right, verb, place)).toList();
  }

  private static CheckResult right(
      Right right, Place place, List<String> denied, List<String> missing) {
    var subject = "rights on %s in %s".formatted(right.resource(), place);
    if (denied.isEmpty()) {
      return CheckResult.ok(subject, String.join(", ", right.verbs()));
    }
    var remedy =
        "%s; grant them by a role for apiGroup \"%s\""
            .formatted(String.join(", ", denied), right.group());
    if (right.optional()) {
      return CheckResult.optional(subject, remedy);
    }
    return missing.isEmpty()
        ? CheckResult.warning(subject, remedy + "; the other namespaces are served")
        : CheckResult.missing(subject, remedy);
  }

  private boolean allowed(Right right, String verb, Place place) {
    var path = right.resource().split("/", 2);
    var review =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withGroup(right.group())
            .withResource(path[0])
            .withSubresource(path.length > 1 ? path[1] : null)
            .withVerb(verb)
            .withNamespace(place.namespace())
            .withName(verb.equals(CREATE) ? null : place.name())
            .endResourceAttributes()
            .endSpec()
            .build();
    var answer = kubernetes.authorization().v1().selfSubjectAccessReview().create(review);
    return answer.getStatus().getAllowed();
  }

  private static String remedy(KubernetesClientException e) {
    return e.getCode() > 0
        ? "the API server answered %d; check the credentials in KUBECONFIG".formatted(e.getCode())
        : "cannot be reached (%s); check KUBECONFIG".formatted(CheckResult.reason(e));
  }
}
