package io.tidemark.kubernetes.claim;

import static io.tidemark.kubernetes.model.SnapshotAnnotations.ATTEMPT;
import static io.tidemark.kubernetes.model.SnapshotAnnotations.JOB_REFERENCE_NAME;
import static io.tidemark.kubernetes.model.SnapshotAnnotations.WORKFLOW_ID;

import io.tidemark.kubernetes.model.FlinkResources;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.snapshot.JobReference;
import io.tidemark.workflow.snapshot.SnapshotLabels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The metadata that a snapshot should carry; its difference to what it carries is one patch (R9,
 * R13, R16).
 */
final class DesiredMetadata {
  private final SnapshotReader snapshot;
  private final SnapshotDeclaration declared;
  private final Optional<Attempt> newAttempt;

  DesiredMetadata(SnapshotReader snapshot, Optional<Attempt> newAttempt) {
    this.snapshot = snapshot;
    this.declared = SnapshotDeclaration.of(snapshot.resource().getSpec());
    this.newAttempt = newAttempt;
  }

  /** The metadata of a merge patch, conditional on the version read; empty if nothing differs. */
  Optional<Map<String, Object>> patch() {
    Map<String, Object> patch = new HashMap<>();
    put(patch, "labels", missing(labels(), snapshot.labels()));
    put(patch, "annotations", missing(annotations(), snapshot.annotations()));
    finalizers().ifPresent(list -> patch.put("finalizers", list));
    if (patch.isEmpty()) {
      return Optional.empty();
    }
    patch.put("resourceVersion", snapshot.resource().getMetadata().getResourceVersion());
    return Optional.of(patch);
  }

  private Map<String, String> labels() {
    return declared
        .type()
        .map(
            type ->
                SnapshotLabels.of(type, snapshot.state(), snapshot.triggerType(), declared.job()))
        .orElse(Map.of(SnapshotLabels.STATE, snapshot.state().name()));
  }

  private Map<String, String> annotations() {
    var annotations = new HashMap<String, String>();
    annotations.put(WORKFLOW_ID, snapshot.id().workflowId());
    newAttempt.ifPresent(attempt -> annotations.put(ATTEMPT, attempt.annotation()));
    declared
        .job()
        .map(JobReference::name)
        .filter(name -> !SnapshotLabels.value(name).equals(name))
        .ifPresent(name -> annotations.put(JOB_REFERENCE_NAME, name));
    return annotations;
  }

  /** The finalizers with or without ours, if that is a change. */
  private Optional<List<String>> finalizers() {
    if (snapshot.hasOurFinalizer() == finalizerNeeded()) {
      return Optional.empty();
    }
    var finalizers = new ArrayList<>(snapshot.resource().getMetadata().getFinalizers());
    finalizers.remove(FlinkResources.FINALIZER);
    if (finalizerNeeded()) {
      finalizers.add(FlinkResources.FINALIZER);
    }
    return Optional.of(finalizers);
  }

  private boolean finalizerNeeded() {
    var begins = newAttempt.isPresent() && declared.disposeOnDelete();
    return begins || FinalizerRule.needed(snapshot);
  }

  private static Map<String, String> missing(
      Map<String, String> wanted, Map<String, String> there) {
    var missing = new HashMap<>(wanted);
    missing.entrySet().removeAll(there.entrySet());
    return missing;
  }

  private static void put(Map<String, Object> patch, String field, Map<String, String> values) {
    if (!values.isEmpty()) {
      patch.put(field, values);
    }
  }
}
