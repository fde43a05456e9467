package io.tidemark.kubernetes.claim;

import static io.tidemark.kubernetes.model.SnapshotAnnotations.ADOPTED;
import static io.tidemark.kubernetes.model.SnapshotAnnotations.ATTEMPT;
import static io.tidemark.kubernetes.model.SnapshotAnnotations.COPY_OF;
import static io.tidemark.kubernetes.model.SnapshotAnnotations.JOB_REFERENCE_NAME;
import static io.tidemark.kubernetes.model.SnapshotAnnotations.JOB_RESTARTS;
import static io.tidemark.kubernetes.model.SnapshotAnnotations.LATE_SAVEPOINT;
import static io.tidemark.kubernetes.model.SnapshotAnnotations.WORKFLOW_ID;

import io.tidemark.kubernetes.model.DesiredLabels;
import io.tidemark.kubernetes.model.FinalizerRule;
import io.tidemark.kubernetes.model.FlinkResources;
import io.tidemark.kubernetes.model.MetadataChanges;
import io.tidemark.kubernetes.model.RecordedAttempt;
import io.tidemark.kubernetes.model.SnapshotDeclaration;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SnapshotLabels;
import io.tidemark.workflow.model.SnapshotState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The metadata that a snapshot should have. The difference from its current metadata is one patch
 * (R9, R13, R16).
 */
final class DesiredMetadata {
  private final SnapshotReader snapshot;
  private final SnapshotDeclaration declared;
  private final Optional<RecordedAttempt> newAttempt;

  DesiredMetadata(SnapshotReader snapshot, Optional<RecordedAttempt> newAttempt) {
    this.snapshot = snapshot;
    this.declared = snapshot.declaration();
    this.newAttempt = newAttempt;
  }

  /** Returns the metadata of a merge patch at the version read; empty if nothing differs. */
  Optional<Map<String, Object>> patch() {
    Map<String, Object> patch = new HashMap<>();
    put(patch, "labels", DesiredLabels.changes(snapshot));
    put(patch, "annotations", MetadataChanges.of(snapshot.annotations(), annotations()));
    finalizers().ifPresent(list -> patch.put("finalizers", list));
    if (patch.isEmpty()) {
      return Optional.empty();
    }
    patch.put("resourceVersion", snapshot.resource().getMetadata().getResourceVersion());
    return Optional.of(patch);
  }

  private boolean copy() {
    return snapshot.copyOf().isPresent();
  }

  private Map<String, Optional<String>> annotations() {
    var annotations = new HashMap<String, Optional<String>>();
    newAttempt.ifPresent(attempt -> annotations.put(ATTEMPT, Optional.of(attempt.annotation())));
    declared
        .job()
        .map(JobReference::name)
        .filter(name -> !SnapshotLabels.value(name).equals(name))
        .ifPresent(name -> annotations.put(JOB_REFERENCE_NAME, Optional.of(name)));
    if (copy()) {
      annotations.putAll(annotationsOfCopy());
    } else if (!snapshot.releasedCopy()) {
      annotations.put(WORKFLOW_ID, Optional.of(snapshot.id().workflowId()));
      annotations.put(COPY_OF, Optional.empty());
    }
    return annotations;
  }

  /**
   * Returns the annotations of a copy: those of the original are removed, except if the copy
   * records a savepoint (R22).
   */
  private Map<String, Optional<String>> annotationsOfCopy() {
    var annotations = new HashMap<String, Optional<String>>();
    annotations.put(COPY_OF, snapshot.copyOf());
    if (snapshot.state() != SnapshotState.COMPLETED) {
      Stream.of(ATTEMPT, LATE_SAVEPOINT, ADOPTED, JOB_RESTARTS)
          .forEach(name -> annotations.put(name, Optional.empty()));
    }
    return annotations;
  }

  /** Returns the finalizers with or without ours; empty if nothing changes. */
  private Optional<List<String>> finalizers() {
    if (snapshot.hasOurFinalizer() == finalizerNeeded()) {
      return Optional.empty();
    }
    var finalizers = new ArrayList<>(snapshot.otherFinalizers());
    if (finalizerNeeded()) {
      finalizers.add(FlinkResources.FINALIZER);
    }
    return Optional.of(finalizers);
  }

  private boolean finalizerNeeded() {
    var startsAttempt = newAttempt.isPresent() && declared.disposeOnDelete();
    return startsAttempt || FinalizerRule.needed(snapshot);
  }

  private static void put(
      Map<String, Object> patch, String field, Map<String, @Nullable String> values) {
    if (!values.isEmpty()) {
      patch.put(field, values);
    }
  }
}
