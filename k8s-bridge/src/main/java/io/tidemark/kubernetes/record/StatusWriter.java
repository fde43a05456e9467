package io.tidemark.kubernetes.record;

import static java.net.HttpURLConnection.HTTP_CONFLICT;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;
import static java.util.Objects.requireNonNull;

import dev.failsafe.Failsafe;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.kubernetes.model.DesiredLabels;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.RecordedAttempt;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.store.ServerRefusal;
import io.tidemark.kubernetes.store.SnapshotRecords;
import io.tidemark.kubernetes.store.WriteConflict;
import io.tidemark.workflow.model.SavepointPath;
import io.tidemark.workflow.model.SnapshotLabels;
import io.tidemark.workflow.resource.RecordedStatus;
import io.tidemark.workflow.resource.StatusChange;
import io.tidemark.workflow.resource.StatusChangeResult;
import io.tidemark.workflow.resource.StatusChangeResult.Verdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes a status change: the label first and the status last, since the status completes the
 * change (R6, R13). Where the label is refused, the status comes first (R24).
 */
public final class StatusWriter {
  private static final StatusChangeResult GONE = new StatusChangeResult(Verdict.GONE, "", false);
  private static final StatusChangeResult SUPERSEDED =
      new StatusChangeResult(Verdict.SUPERSEDED, "", false);

  private final SnapshotRecords store;
  private final EventPublisher events;

  /** Creates a writer; it publishes only refusals of the API server. */
  public StatusWriter(SnapshotRecords store, EventPublisher events) {
    this.store = requireNonNull(store, "store is null");
    this.events = requireNonNull(events, "events is null");
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
        case HTTP_CONFLICT ->
            Failsafe.with(WriteConflict.DECIDE_AGAIN).get(() -> writeByTransitionRule(change));
        default -> throw refused;
      };
    }
  }

  /**
   * Writes metadata and then the status. If the metadata is refused, it follows the status: the
   * reference's webhook does not check the status, and allows metadata once that is terminal (R24).
   */
  private StatusChangeResult write(StatusChange change, String version) {
    var labelled = patchMetadata(change, version, refused -> {});
    var written = patchStatus(change, labelled.map(StatusWriter::version).orElse(version));
    return applied(
        labelled.isPresent() ? repaired(change, written) : labelledLate(change, written));
  }

  /**
   * Writes the labels that another writer has removed or changed meanwhile. If that fails, a later
   * claim repairs them: the status is written (R13).
   */
  private FlinkStateSnapshot repaired(StatusChange change, FlinkStateSnapshot written) {
    var labels = DesiredLabels.changes(new SnapshotReader(written));
    if (labels.isEmpty()) {
      return written;
    }
    try {
      return store.patchMetadata(
          change.snapshot(), Map.of("resourceVersion", version(written), "labels", labels));
    } catch (KubernetesClientException failed) {
      if (ServerRefusal.preventsWriting(failed)) {
        report(change, failed);
      }
      return written;
    }
  }

  /**
   * Writes the metadata after the status.
   *
   * @throws KubernetesClientException if it is refused and the resource still carries an attempt
   *     that the change removes: the attempt would count as under way (R9)
   */
  private FlinkStateSnapshot labelledLate(StatusChange change, FlinkStateSnapshot written) {
    var attemptStays =
        change.annotations().attemptRemoved()
            && new SnapshotReader(written).annotation(SnapshotAnnotations.ATTEMPT).isPresent();
    return patchMetadata(
            change,
            version(written),
            refused -> {
              if (attemptStays) {
                throw refused;
              }
              report(change, refused);
            })
        .orElse(written);
  }

  private FlinkStateSnapshot patchStatus(StatusChange change, String version) {
    return store.patchStatus(change.snapshot(), version, status(change.status()));
  }

  /** Returns the resource after the patch; empty if the API server refuses it. */
  private Optional<FlinkStateSnapshot> patchMetadata(
      StatusChange change, String version, Consumer<KubernetesClientException> onRefusal) {
    try {
      return Optional.of(store.patchMetadata(change.snapshot(), metadata(change, version)));
    } catch (KubernetesClientException failure) {
      if (!ServerRefusal.preventsWriting(failure)) {
        throw failure;
      }
      onRefusal.accept(failure);
      return Optional.empty();
    }
  }

  /** Reports labels that stay as they are; a later claim repairs them (R13). */
  private void report(StatusChange change, KubernetesClientException refused) {
    var event = RefusedRequest.event("The change of the labels", refused, "The status is written.");
    events.publish(change.snapshot(), event);
  }

  private static String version(FlinkStateSnapshot resource) {
    return resource.getMetadata().getResourceVersion();
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
    var late = changes.lateSavepoint();
    if (changes.attemptRemoved()) {
      annotations.put(SnapshotAnnotations.ATTEMPT, null);
    }
    if (changes.adopted()) {
      annotations.put(SnapshotAnnotations.ADOPTED, "true");
    }
    if (restarts != null) {
      annotations.put(SnapshotAnnotations.JOB_RESTARTS, restarts == 0 ? null : "" + restarts);
    }
    if (late != null) {
      annotations.put(
          SnapshotAnnotations.LATE_SAVEPOINT,
          RecordedAttempt.of(change.attempt(), late).annotation());
    }
    return annotations;
  }

  /** Reads the resource and decides. */
  private StatusChangeResult writeByTransitionRule(StatusChange change) {
    Optional<FlinkStateSnapshot> found = store.read(change.snapshot());
    if (found.isEmpty()) {
      return GONE;
    }
    var current = found.get();
    return switch (TransitionRule.decide(new SnapshotReader(current), change)) {
      case WRITE ->
          carriesMetadata(current, change)
              ? applied(repaired(change, patchStatus(change, version(current))))
              : write(change, version(current));
      case ALREADY_WRITTEN ->
          applied(
              carriesAnnotations(current, change)
                  ? repaired(change, current)
                  : labelledLate(change, current));
      case SUPERSEDED -> SUPERSEDED;
    };
  }

  /** Returns whether an earlier try has written the metadata, so that one request is left. */
  private static boolean carriesMetadata(FlinkStateSnapshot current, StatusChange change) {
    var labels = new SnapshotReader(current).labels();
    return labels(change).entrySet().stream().allMatch(isIn(labels))
        && carriesAnnotations(current, change);
  }

  private static boolean carriesAnnotations(FlinkStateSnapshot current, StatusChange change) {
    var annotations = new SnapshotReader(current).annotations();
    return annotations(change).entrySet().stream().allMatch(isIn(annotations));
  }

  private static Predicate<Map.Entry<String, String>> isIn(Map<String, String> values) {
    return entry -> Objects.equals(values.get(entry.getKey()), entry.getValue());
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
