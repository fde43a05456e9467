package io.tidemark.kubernetes.legacy;

import static java.util.Objects.requireNonNull;

import io.tidemark.kubernetes.creation.SnapshotCreator;
import io.tidemark.kubernetes.model.JobAnnotations;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerType;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks a job in legacy mode for snapshots, one of a type at a time (L3). */
public final class LegacyRequests {
  private final LegacyMode mode;
  private final JobStore jobs;
  private final SnapshotCreator creator;

  /**
   * Creates the requests.
   *
   * @param creator knows the format that the job's configuration asks for
   */
  public LegacyRequests(LegacyMode mode, JobStore jobs, SnapshotCreator creator) {
    this.mode = requireNonNull(mode, "mode is null");
    this.jobs = requireNonNull(jobs, "jobs is null");
    this.creator = requireNonNull(creator, "creator is null");
  }

  /**
   * A snapshot that a job carries.
   *
   * @param job the job after the request
   * @param name the name that its resource would have
   * @param requested true if this call has asked for it; false if it was asked for before
   */
  public record Result(JobResource job, String name, boolean requested) {}

  /**
   * Returns whether the job is in legacy mode, see {@link LegacyMode}, and the snapshot was not
   * started as a resource before it was: what is started in one mode ends in it (L1).
   *
   * @param intended the time of the nonce's intent, or the scheduled time
   */
  public boolean concern(
      JobResource job, SnapshotType type, TriggerType trigger, Instant intended) {
    return mode.isOn(job) && !creator.exists(job, type, trigger, intended);
  }

  /**
   * Writes the request to the job, as it was read; repeated, it finds the one before.
   *
   * @param nonce the nonce that asks for it; null for a schedule
   * @param intended the time of the nonce's intent, or the scheduled time
   * @param annotations what is written to the job in the same step
   * @return empty if another snapshot of this type has not ended yet
   * @throws io.tidemark.kubernetes.model.InvalidSettingException if the job's configuration has an
   *     invalid setting for its snapshots
   */
  public Optional<Result> request(
      JobResource job,
      SnapshotType type,
      @Nullable Long nonce,
      Instant intended,
      Map<String, String> annotations) {
    var format = creator.formatType(job, type).orElse(null);
    var wanted = LegacyRecord.requested(job.getMetadata().getUid(), intended, nonce, format);
    var current = LegacyRecord.of(job, type);
    if (current.filter(wanted::sameRequest).isPresent()) {
      return Optional.of(result(annotated(job, annotations), type, current.get(), false));
    }
    if (current.filter(record -> !record.settled()).isPresent()) {
      return Optional.empty();
    }
    var all = new HashMap<>(annotations);
    all.put(JobAnnotations.legacySnapshot(type), wanted.json());
    return Optional.of(result(annotated(job, all), type, wanted, true));
  }

  /** Returns the name of the snapshot of this type that has not ended; empty without one. */
  public static Optional<String> unfinished(JobResource job, SnapshotType type) {
    return CarriedSnapshot.of(job, type)
        .filter(snapshot -> !snapshot.record().settled())
        .map(snapshot -> snapshot.id().name());
  }

  private JobResource annotated(JobResource job, Map<String, String> annotations) {
    return annotations.isEmpty() ? job : jobs.patchAnnotations(job, annotations);
  }

  private static Result result(
      JobResource job, SnapshotType type, LegacyRecord record, boolean requested) {
    return new Result(job, new CarriedSnapshot(job, type, record).id().name(), requested);
  }
}
