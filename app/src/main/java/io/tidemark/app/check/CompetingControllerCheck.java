package io.tidemark.app.check;

import static java.util.Objects.requireNonNull;

import io.tidemark.kubernetes.model.CompetingController;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.store.NamespacedReading;
import io.tidemark.kubernetes.store.ServedNamespaces;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.workflow.model.ListFormatter;
import java.util.List;

/** Checks that no other controller handles the snapshots of Tidemark (M1). */
public final class CompetingControllerCheck {
  private static final String SUBJECT = "competing controllers";
  private static final int NAMED = 5;

  private final SnapshotStore snapshots;
  private final ServedNamespaces namespaces;

  /**
   * Creates the check.
   *
   * @param snapshots the snapshots of an API server, with the right to list them
   * @param namespaces the namespaces to check
   */
  public CompetingControllerCheck(SnapshotStore snapshots, ServedNamespaces namespaces) {
    this.snapshots = requireNonNull(snapshots, "snapshots is null");
    this.namespaces = requireNonNull(namespaces, "namespaces is null");
  }

  /** Reads the snapshots of all namespaces that can be read, and returns the result. */
  public CheckResult run() {
    var contested =
        NamespacedReading.of(snapshots.namespaces(namespaces), snapshots::list).found().stream()
            .map(SnapshotReader::new)
            .filter(snapshot -> CompetingController.of(snapshot).isPresent())
            .map(snapshot -> snapshot.id().toString())
            .toList();
    return contested.isEmpty()
        ? CheckResult.ok(SUBJECT, "none")
        : CheckResult.warning(SUBJECT, detail(contested));
  }

  private static String detail(List<String> contested) {
    return "another controller also triggered %d snapshots of Tidemark (%s); give the Flink operator a label selector"
        .formatted(contested.size(), ListFormatter.of(contested, NAMED));
  }
}
