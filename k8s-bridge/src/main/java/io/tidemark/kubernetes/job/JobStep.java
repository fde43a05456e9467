package io.tidemark.kubernetes.job;

import static java.util.Objects.requireNonNull;

import io.tidemark.kubernetes.job.SessionJobObservation.Written;
import io.tidemark.workflow.job.JobDecision;
import io.tidemark.workflow.job.JobPhase;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The next step of a claim: one write, after which it plans again, or its answer. */
sealed interface JobStep {
  /** Returns the events, which are published before the step. */
  List<ResourceEvent> events();

  /** Returns what a later step of the same claim may rely on. */
  default Written marks() {
    return Written.NOTHING;
  }

  /** Returns the same step with one more event. */
  JobStep with(ResourceEvent event);

  /** Returns the same step with one more event, once for each text. */
  default JobStep with(EventReason reason, String text) {
    return with(new ResourceEvent(reason, text, text));
  }

  /**
   * Changes the metadata.
   *
   * @param annotations the annotations to write; null for one to remove
   * @param finalizer whether the resource is to have our finalizer; empty leaves that as it is
   * @param marks what a step of the same claim may rely on
   */
  record WriteMetadata(
      Map<String, @Nullable String> annotations,
      Optional<Boolean> finalizer,
      Written marks,
      List<ResourceEvent> events)
      implements JobStep {
    public WriteMetadata {
      annotations = new HashMap<>(annotations);
      events = List.copyOf(events);
    }

    @Override
    public JobStep with(ResourceEvent event) {
      return new WriteMetadata(annotations, finalizer, marks, added(events, event));
    }
  }

  /**
   * Writes the status.
   *
   * @param status the new status
   * @param marks what a step of the same claim may rely on
   */
  record WriteStatus(SessionJobStatus status, Written marks, List<ResourceEvent> events)
      implements JobStep {
    public WriteStatus {
      requireNonNull(status, "status is null");
      events = List.copyOf(events);
    }

    @Override
    public JobStep with(ResourceEvent event) {
      return new WriteStatus(status, marks, added(events, event));
    }
  }

  /**
   * Creates the UPGRADE snapshot of a stop, or finds it (U8).
   *
   * @param path the savepoint
   * @param at the time of the try, which is part of the name
   */
  record CreateSnapshot(String path, Instant at, List<ResourceEvent> events) implements JobStep {
    public CreateSnapshot {
      requireNonNull(path, "path is null");
      requireNonNull(at, "at is null");
      events = List.copyOf(events);
    }

    @Override
    public Written marks() {
      return Written.SNAPSHOT;
    }

    @Override
    public JobStep with(ResourceEvent event) {
      return new CreateSnapshot(path, at, added(events, event));
    }
  }

  /** Answers the workflow. */
  record Answer(JobDecision decision, JobPhase phase, List<ResourceEvent> events)
      implements JobStep {
    public Answer {
      requireNonNull(decision, "decision is null");
      requireNonNull(phase, "phase is null");
      events = List.copyOf(events);
    }

    @Override
    public JobStep with(ResourceEvent event) {
      return new Answer(decision, phase, added(events, event));
    }
  }

  /** Returns the step that writes one annotation; a null value removes it. */
  static JobStep annotate(String name, @Nullable Object value) {
    return annotate(name, value, Written.NOTHING);
  }

  /** Returns the step that writes one annotation, and marks that; a null value removes it. */
  static JobStep annotate(String name, @Nullable Object value, Written marks) {
    var annotations = new HashMap<String, @Nullable String>();
    annotations.put(name, value == null ? null : Annotation.write(value));
    return new WriteMetadata(annotations, Optional.empty(), marks, List.of());
  }

  /** Returns the step that sets our finalizer: a deletion then has something to do at Flink. */
  static JobStep withFinalizer() {
    return new WriteMetadata(Map.of(), Optional.of(true), Written.NOTHING, List.of());
  }

  /** Returns the step that writes the status. */
  static JobStep write(SessionJobStatus status) {
    return write(status, Written.NOTHING);
  }

  /** Returns the step that writes the status, and marks that. */
  static JobStep write(SessionJobStatus status, Written marks) {
    return new WriteStatus(status, marks, List.of());
  }

  /** Returns the step that answers. */
  static JobStep answer(JobDecision decision, JobPhase phase) {
    return new Answer(decision, phase, List.of());
  }

  private static List<ResourceEvent> added(List<ResourceEvent> events, ResourceEvent event) {
    var all = new ArrayList<>(events);
    all.add(event);
    return all;
  }
}
