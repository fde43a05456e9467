package io.tidemark.app.check;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidemark.kubernetes.model.CompetingController;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.store.NamespacedReading;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks that no other controller handles the snapshots of Tidemark (M1). */
public final class CompetingControllerCheck {
  private static final String SUBJECT = "competing controllers";
  private static final int NAMED = 5;

  private final KubernetesClient kubernetes;
  private final WatchedNamespaces namespaces;

  /**
   * Creates the check.
   *
   * @param kubernetes an API server with the right to list snapshots
   * @param namespaces the namespaces to check
   */
  public CompetingControllerCheck(KubernetesClient kubernetes, WatchedNamespaces namespaces) {
    this.kubernetes = requireNonNull(kubernetes, "kubernetes is null");
    this.namespaces = requireNonNull(namespaces, "namespaces is null");
  }

  /** Reads the snapshots of all namespaces that can be read, and returns the result. */
  public CheckResult run() {
    var contested =
        NamespacedReading.of(namespaces, this::list).found().stream()
            .map(SnapshotReader::new)
            .filter(snapshot -> CompetingController.of(snapshot).isPresent())
            .map(snapshot -> snapshot.id().namespace() + "/" + snapshot.id().name())
            .toList();
    return contested.isEmpty()
        ? CheckResult.ok(SUBJECT, "none")
        : CheckResult.warning(SUBJECT, detail(contested));
  }

  private Stream<FlinkStateSnapshot> list(WatchedNamespaces part) {
    return part.resources(kubernetes, FlinkStateSnapshot.class).list().getItems().stream();
  }

  private static String detail(List<String> contested) {
    var named = contested.stream().limit(NAMED).collect(Collectors.joining(", "));
    var more = contested.size() > NAMED ? ", …" : "";
    return "another controller also triggered %d snapshots of Tidemark (%s%s); give the Flink operator a label selector"
        .formatted(contested.size(), named, more);
  }
}
