package io.tidemark.kubernetes.claim;

import io.tidemark.kubernetes.model.DurationParser;
import io.tidemark.kubernetes.model.JobAnnotations;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.workflow.model.DurationFormatter;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks annotations and configurations whose mistakes do not stop a snapshot, or whose effect does
 * not show the mistake. Pure.
 */
final class ConfigurationWarnings {
  private ConfigurationWarnings() {}

  /** Returns one event for each mistake. */
  static List<ResourceEvent> of(
      SnapshotReader snapshot, JobObservation job, ClaimSettings settings) {
    return Stream.of(
            problem(snapshot, SnapshotAnnotations.START_DEADLINE, settings.startDeadline()),
            problem(snapshot, SnapshotAnnotations.DISPOSAL_DEADLINE, settings.disposalDeadline()),
            skipDisposalProblem(snapshot),
            settings.flinkOverTls() ? Optional.<ResourceEvent>empty() : certificatesMissing(job))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Returns the event for a cluster that expects TLS and will only break off our calls (R8). */
  private static Optional<ResourceEvent> certificatesMissing(JobObservation job) {
    return job.clusterWithoutCertificates()
        .map(
            cluster ->
                "flinkConfiguration of %s sets security.ssl.rest.enabled to true, but the annotation %s names no Secret with certificates, so calls to Flink will fail."
                    .formatted(cluster.reference(), JobAnnotations.FLINK_TLS_SECRET))
        .map(text -> new ResourceEvent(EventReason.TLS_ERROR, text, text));
  }

  /**
   * Returns the event for an invalid duration, with annotation, value, and the default that applies
   * (R10, R15).
   */
  private static Optional<ResourceEvent> problem(
      SnapshotReader snapshot, String annotation, Duration fallback) {
    return snapshot
        .annotation(annotation)
        .filter(text -> snapshot.duration(annotation).isEmpty())
        .map(
            text ->
                "The annotation %s is \"%s\", but must be %s; %s applies instead."
                    .formatted(annotation, text, DurationParser.ALLOWED, limit(fallback)))
        .map(text -> new ResourceEvent(EventReason.VALIDATION_ERROR, text, text));
  }

  /** Returns the event for a value that keeps the savepoint, but may not be meant to (R15). */
  private static Optional<ResourceEvent> skipDisposalProblem(SnapshotReader snapshot) {
    var annotation = SnapshotAnnotations.SKIP_DISPOSAL;
    return snapshot
        .annotation(annotation)
        .filter(text -> snapshot.flag(annotation).isEmpty())
        .map(
            text ->
                "The annotation %s is \"%s\", but must be true or false; the savepoint is kept."
                    .formatted(annotation, text))
        .map(text -> new ResourceEvent(EventReason.VALIDATION_ERROR, text, text));
  }

  private static String limit(Duration duration) {
    return duration.isZero() ? "no limit" : DurationFormatter.of(duration);
  }
}
