package io.tidemark.kubernetes.retention;

import static java.util.Comparator.comparing;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.retention.CleanupCursor;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The lists that a history cleanup reads one after the other: one for each kind and part of the
 * namespaces, in the order of their resources' keys. Pure.
 */
final class CleanupSections {
  /** The snapshots, to find those whose job is gone. */
  static final String SNAPSHOTS = HasMetadata.getKind(FlinkStateSnapshot.class);

  private static final List<String> KINDS =
      List.of(JobReference.DEPLOYMENT, JobReference.SESSION_JOB, SNAPSHOTS);

  private static final Comparator<CleanupCursor> ORDER =
      comparing((CleanupCursor place) -> KINDS.indexOf(place.kind()))
          .thenComparing(place -> place.namespace().isEmpty() ? "" : place.namespace() + "/");

  private final List<CleanupCursor> beginnings;

  /**
   * @param goneJobs false if the snapshots of jobs that are gone are not cleaned up
   */
  CleanupSections(WatchedNamespaces namespaces, boolean goneJobs) {
    this.beginnings =
        KINDS.stream()
            .filter(kind -> goneJobs || !kind.equals(SNAPSHOTS))
            .flatMap(kind -> beginnings(namespaces, kind))
            .sorted(ORDER)
            .toList();
  }

  private static Stream<CleanupCursor> beginnings(WatchedNamespaces namespaces, String kind) {
    return namespaces.parts().stream()
        .map(part -> new CleanupCursor(kind, String.join("", part.names()), "", null));
  }

  /**
   * Returns the place to read at: the cursor's own, or the next one if its namespace is not watched
   * any more. Empty if there is none.
   */
  Optional<CleanupCursor> at(@Nullable CleanupCursor cursor) {
    if (cursor == null) {
      return beginnings.stream().findFirst();
    }
    return beginnings.stream()
        .filter(beginning -> ORDER.compare(beginning, cursor) >= 0)
        .findFirst()
        .map(
            beginning ->
                ORDER.compare(beginning, cursor) == 0
                    ? cursor
                    : new CleanupCursor(
                        beginning.kind(),
                        beginning.namespace(),
                        beginning.kind().equals(cursor.kind()) ? cursor.after() : "",
                        null));
  }

  /** Returns the beginning of the list after the one that the cursor is in; empty if it is last. */
  Optional<CleanupCursor> behind(CleanupCursor cursor) {
    return beginnings.stream()
        .filter(beginning -> ORDER.compare(beginning, cursor) > 0)
        .findFirst();
  }
}
