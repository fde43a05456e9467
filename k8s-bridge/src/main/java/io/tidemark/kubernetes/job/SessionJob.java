package io.tidemark.kubernetes.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.tidemark.kubernetes.model.FlinkSessionJob;
import io.tidemark.kubernetes.model.JobOwnership;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.SavepointInfo;
import io.tidemark.kubernetes.record.EventSubject;
import io.tidemark.workflow.model.SessionJobId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A FlinkSessionJob as it was read, with its whole spec.
 *
 * @param resource the resource
 * @param spec its spec
 * @param status its status
 */
record SessionJob(
    GenericKubernetesResource resource, SessionJobSpec spec, SessionJobStatus status) {
  static final String FINALIZER = JobResource.FINALIZER;
  private static final String PLURAL = HasMetadata.getPlural(FlinkSessionJob.class);
  private static final JsonMapper JSON = new JsonMapper();

  /** Reads a resource. */
  static SessionJob of(GenericKubernetesResource resource) {
    return new SessionJob(
        resource,
        SessionJobSpec.of(Optional.of(node(resource, "spec"))),
        SessionJobStatus.of(node(resource, "status")));
  }

  private static JsonNode node(GenericKubernetesResource resource, String name) {
    return JSON.valueToTree(
        Objects.requireNonNullElse(resource.getAdditionalProperties().get(name), Map.of()));
  }

  SessionJobId id() {
    var metadata = resource.getMetadata();
    return new SessionJobId(metadata.getNamespace(), metadata.getName(), metadata.getUid());
  }

  EventSubject subject() {
    var metadata = resource.getMetadata();
    return new EventSubject(
        resource.getKind(), metadata.getNamespace(), metadata.getName(), metadata.getUid());
  }

  /** Returns the savepoints of legacy mode (L2). */
  SavepointInfo savepointInfo() {
    try {
      var info = node(resource, "status").path("jobStatus").path("savepointInfo");
      return info.isObject() ? JSON.treeToValue(info, SavepointInfo.class) : SavepointInfo.NONE;
    } catch (JsonProcessingException unreadable) {
      return SavepointInfo.NONE;
    }
  }

  long generation() {
    return Optional.ofNullable(resource.getMetadata().getGeneration()).orElse(0L);
  }

  String version() {
    return resource.getMetadata().getResourceVersion();
  }

  /** Returns when the deletion was requested; empty unless it was. */
  Optional<Instant> deletedAt() {
    return Optional.ofNullable(resource.getMetadata().getDeletionTimestamp()).map(Instant::parse);
  }

  boolean beingDeleted() {
    return deletedAt().isPresent();
  }

  /** Returns why Tidemark does not run this job; empty if it does (M3, M4). */
  Optional<String> servedByOthers() {
    if (JobOwnership.byReference(resource.getMetadata(), PLURAL)) {
      return Optional.of("The job has the finalizer of the reference operator, which runs it.");
    }
    return JobOwnership.observed(resource.getMetadata())
        ? Optional.of("The job is observed only.")
        : Optional.empty();
  }

  /**
   * Returns the name of the job's cluster: that of the spec that was reached, since it must not be
   * changed (U11).
   */
  Optional<String> deploymentName() {
    return status.reconciledSpec().flatMap(SessionJobSpec::deploymentName).or(spec::deploymentName);
  }

  /** Returns {@code status.lifecycleState}; empty without one. */
  String lifecycleState() {
    return node(resource, "status").path("lifecycleState").asText("");
  }

  /**
   * Returns the last time at which the job is known to have run, if its cluster was silent since,
   * or was not looked at (U10); empty while it is looked at.
   */
  Optional<Instant> lastSeenRunning() {
    var observed = node(resource, "status").path("jobStatus");
    return Optional.ofNullable(observed.path("updateTime").textValue())
        .filter(text -> observed.path("state").asText().equals("RECONCILING"))
        .filter(text -> text.matches("\\d{1,15}"))
        .map(text -> Instant.ofEpochMilli(Long.parseLong(text)));
  }

  boolean hasOurFinalizer() {
    return resource.getMetadata().getFinalizers().contains(FINALIZER);
  }

  /** Returns the finalizers with or without ours. */
  List<String> finalizers(boolean ours) {
    var others =
        resource.getMetadata().getFinalizers().stream().filter(it -> !it.equals(FINALIZER));
    return ours ? Stream.concat(others, Stream.of(FINALIZER)).toList() : others.toList();
  }

  Optional<String> annotation(String name) {
    return Optional.ofNullable(resource.getMetadata().getAnnotations()).map(all -> all.get(name));
  }

  Optional<Submission> submission() {
    return annotation(Submission.ANNOTATION)
        .flatMap(text -> Annotation.parse(text, Submission.class));
  }

  /** Returns whether Flink may be ending the job. */
  boolean stopUnderWay() {
    return stop().filter(StopAttempt::underWay).isPresent();
  }

  /** Returns whether the annotation of the submission was edited and cannot be read (U11). */
  boolean submissionUnreadable() {
    return annotation(Submission.ANNOTATION).isPresent() && submission().isEmpty();
  }

  /** Returns the stop of the last submission; empty without one, or if it cannot be read. */
  Optional<StopAttempt> stop() {
    return annotation(StopAttempt.ANNOTATION)
        .flatMap(text -> Annotation.parse(text, StopAttempt.class))
        .filter(stop -> submission().filter(it -> it.number() == stop.submission()).isPresent());
  }

  Optional<PreparedJar> jar() {
    return annotation(PreparedJar.ANNOTATION)
        .flatMap(text -> Annotation.parse(text, PreparedJar.class));
  }

  /** Returns the number of the next submission. */
  int nextNumber() {
    return submission().map(last -> last.number() + 1).orElse(1);
  }
}
