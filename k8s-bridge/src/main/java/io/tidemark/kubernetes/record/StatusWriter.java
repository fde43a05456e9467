package io.tidemark.kubernetes.record;

import static java.net.HttpURLConnection.HTTP_CONFLICT;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.SavepointPath;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.workflow.model.SnapshotLabels;
import io.tidemark.workflow.resource.RecordedStatus;
import io.tidemark.workflow.resource.StatusChange;
import io.tidemark.workflow.resource.StatusChangeResult;
import io.tidemark.workflow.resource.StatusChangeResult.Verdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes a status change: the label first and the status last, since the status completes the
 * change (R6, R13).
 */
public final class StatusWriter {
  private static final StatusChangeResult GONE = new StatusChangeResult(Verdict.GONE, "", false);
  private static final StatusChangeResult SUPERSEDED =
      new StatusChangeResult(Verdict.SUPERSEDED, "", false);

  private final SnapshotStore store;

  public StatusWriter(SnapshotStore store) {
    this.store = store;
  }

  /**
   * Writes the change if the resource still has the version that it was decided on; otherwise as
   * the transition rule decides.
   */
  public StatusChangeResult write(StatusChange change) {
    try {
      return write(change, change.resourceVersion());
    } catch (KubernetesClientException refused) {
      return switch (refused.getCode()) {
        case HTTP_NOT_FOUND -> GONE;
        case HTTP_CONFLICT -> writeByTransitionRule(change);
        default -> throw refused;
      };
    }
  }

  private StatusChangeResult write(StatusChange change, String version) {
    var labelled = store.patchMetadata(change.snapshot(), metadata(change, version));
    return applied(
        store.patchStatus(
            change.snapshot(),
            labelled.getMetadata().getResourceVersion(),
            status(change.status())));
  }

  private static Map<String, Object> metadata(StatusChange change, String version) {
    Map<String, Object> metadata = new HashMap<>();
    metadata.put("resourceVersion", version);
    metadata.put("labels", labels(change));
    var annotations = annotations(change);
    if (!annotations.isEmpty()) {
      metadata.put("annotations", annotations);
    }
    return metadata;
  }

  private static Map<String, String> labels(StatusChange change) {
    Map<String, String> labels = new HashMap<>();
    labels.put(SnapshotLabels.STATE, change.state().name());
    var path = change.status().path();
    if (path != null) {
      labels.put(SnapshotLabels.PATH_HASH, SavepointPath.of(path).hash());
    }
    return labels;
  }

  private static Map<String, @Nullable String> annotations(StatusChange change) {
    Map<String, @Nullable String> annotations = new HashMap<>();
    var changes = change.annotations();
    var restarts = changes.jobRestarts();
    if (changes.attemptRemoved()) {
      annotations.put(SnapshotAnnotations.ATTEMPT, null);
    }
    if (changes.adopted()) {
      annotations.put(SnapshotAnnotations.ADOPTED, "true");
    }
    if (restarts != null) {
      annotations.put(SnapshotAnnotations.JOB_RESTARTS, restarts == 0 ? null : "" + restarts);
    }
    return annotations;
  }

  /** Reads the resource and decides; a second conflict throws, and the activity is retried. */
  private StatusChangeResult writeByTransitionRule(StatusChange change) {
    Optional<FlinkStateSnapshot> found = store.read(change.snapshot());
    if (found.isEmpty()) {
      return GONE;
    }
    var current = found.get();
    return switch (TransitionRule.decide(new SnapshotReader(current), change)) {
      case WRITE -> write(change, current.getMetadata().getResourceVersion());
      case ALREADY_WRITTEN -> applied(current);
      case SUPERSEDED -> SUPERSEDED;
    };
  }

  private static StatusChangeResult applied(FlinkStateSnapshot written) {
    var metadata = written.getMetadata();
    return new StatusChangeResult(
        Verdict.APPLIED, metadata.getResourceVersion(), metadata.getDeletionTimestamp() != null);
  }

  private static Map<String, Object> status(RecordedStatus recorded) {
    Map<String, Object> status = new HashMap<>();
    status.put("state", recorded.state().name());
    status.put("failures", recorded.failures());
    status.put("triggerId", recorded.triggerId());
    status.put("triggerTimestamp", timestamp(recorded.triggerTimestamp()));
    status.put("resultTimestamp", timestamp(recorded.resultTimestamp()));
    status.put("path", recorded.path());
    status.put("error", recorded.error());
    return status;
  }

  /** Formats a time as Kubernetes does: RFC 3339 in UTC with seconds. */
  private static @Nullable String timestamp(@Nullable Instant instant) {
    return instant == null ? null : instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
