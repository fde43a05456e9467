package io.tidemark.workflow.resource;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.tidemark.workflow.flink.DisposalRequest;
import io.tidemark.workflow.flink.FlinkJob;
import io.tidemark.workflow.flink.SnapshotTrigger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The next step of a resource's life, with exactly what the step needs. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "step")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ClaimDecision.Settled.class, name = "SETTLED"),
  @JsonSubTypes.Type(value = ClaimDecision.CleanUp.class, name = "CLEAN_UP"),
  @JsonSubTypes.Type(value = ClaimDecision.Invalid.class, name = "INVALID"),
  @JsonSubTypes.Type(value = ClaimDecision.Refused.class, name = "REFUSED"),
  @JsonSubTypes.Type(value = ClaimDecision.Restart.class, name = "RESTART"),
  @JsonSubTypes.Type(value = ClaimDecision.WaitForJob.class, name = "WAIT_FOR_JOB"),
  @JsonSubTypes.Type(value = ClaimDecision.LookAtCluster.class, name = "LOOK_AT_CLUSTER"),
  @JsonSubTypes.Type(value = ClaimDecision.ReadDirectory.class, name = "READ_DIRECTORY"),
  @JsonSubTypes.Type(value = ClaimDecision.JobEnded.class, name = "JOB_ENDED"),
  @JsonSubTypes.Type(value = ClaimDecision.Abandon.class, name = "ABANDON"),
  @JsonSubTypes.Type(value = ClaimDecision.Import.class, name = "IMPORT"),
  @JsonSubTypes.Type(value = ClaimDecision.Attempt.class, name = "ATTEMPT"),
  @JsonSubTypes.Type(value = ClaimDecision.LastLook.class, name = "LAST_LOOK"),
  @JsonSubTypes.Type(value = ClaimDecision.Dispose.class, name = "DISPOSE"),
  @JsonSubTypes.Type(value = ClaimDecision.DisposalBlocked.class, name = "DISPOSAL_BLOCKED"),
  @JsonSubTypes.Type(value = ClaimDecision.Retain.class, name = "RETAIN"),
  @JsonSubTypes.Type(value = ClaimDecision.Release.class, name = "RELEASE")
})
public sealed interface ClaimDecision {

  /** Calls the method that belongs to this decision, so that no decision can be forgotten. */
  <T> T accept(SnapshotView view, ClaimCases<T> cases);

  /** Returns true if a person can give the snapshot up at this step (W3). */
  default boolean abandonable() {
    return false;
  }

  /** Returns true if a deletion at this step still needs an answer of Flink's (R15). */
  default boolean needsFlink() {
    return false;
  }

  /** Returns the trigger that Flink may have received, if the step is about one. */
  default Optional<SnapshotTrigger> sentTrigger() {
    return Optional.empty();
  }

  /** The state is terminal and the resource is not being deleted: nothing is left to do. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Settled() implements ClaimDecision {
    @Override
    public <T> T accept(SnapshotView view, ClaimCases<T> cases) {
      return cases.settled(view);
    }
  }

  /** The snapshot is abandoned, and its savepoint may still come: it is waited for (W3, R21). */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record CleanUp(SnapshotTrigger late) implements ClaimDecision {
    public CleanUp {
      requireNonNull(late, "late is null");
    }

    @Override
    public <T> T accept(SnapshotView view, ClaimCases<T> cases) {
      return cases.cleanUp(view, late);
    }
  }

  /**
   * The spec cannot be carried out as it stands (R2, R3).
   *
   * @param error the field, its value and what it must be
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Invalid(String error) implements ClaimDecision {
    public Invalid {
      requireNonNull(error, "error is null");
    }

    @Override
    public <T> T accept(SnapshotView view, ClaimCases<T> cases) {
      return cases.invalid(view, error);
    }

    @Override
    public boolean abandonable() {
      return true;
    }
  }

  /**
   * The spec asks for something that a setting forbids: FAILED without a call to Flink (R7, R19).
   *
   * @param reason the forbidden value and the setting
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Refused(String reason) implements ClaimDecision {
    public Refused {
      requireNonNull(reason, "reason is null");
    }

    @Override
    public <T> T accept(SnapshotView view, ClaimCases<T> cases) {
      return cases.refused(view, reason);
    }
  }

  /** The resource was put aside as a copy, and its user has made it a snapshot of its own (R22). */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Restart() implements ClaimDecision {
    @Override
    public <T> T accept(SnapshotView view, ClaimCases<T> cases) {
      return cases.restart(view);
    }
  }

  /**
   * The job is missing or not ready yet (R10).
   *
   * @param reason the missing condition
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record WaitForJob(String reason) implements ClaimDecision {
    public WaitForJob {
      requireNonNull(reason, "reason is null");
    }

    @Override
    public <T> T accept(SnapshotView view, ClaimCases<T> cases) {
      return cases.waitForJob(view, reason);
    }

    @Override
    public boolean abandonable() {
      return true;
    }
  }

  /**
   * The job can be triggered by its resource, but was not ready by its cluster: the cluster is
   * looked at before the attempt is written (R10).
   *
   * @param job the job
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record LookAtCluster(FlinkJob job) implements ClaimDecision {
    public LookAtCluster {
      requireNonNull(job, "job is null");
    }

    @Override
    public <T> T accept(SnapshotView view, ClaimCases<T> cases) {
      return cases.lookAtCluster(view, job);
    }

    @Override
    public boolean abandonable() {
      return true;
    }
  }

  /**
   * The decision depends on the savepoint directory, which neither the job nor its cluster names:
   * Flink is asked for it before the next claim (R4).
   *
   * @param job the job
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record ReadDirectory(FlinkJob job) implements ClaimDecision {
    public ReadDirectory {
      requireNonNull(job, "job is null");
    }

    @Override
    public <T> T accept(SnapshotView view, ClaimCases<T> cases) {
      return cases.readDirectory(view, job);
    }

    @Override
    public boolean abandonable() {
      return true;
    }

    @Override
    public boolean needsFlink() {
      return true;
    }
  }

  /**
   * The job has ended by its resource, but an upgrade may bring it back (R10).
   *
   * @param jobId the job that has ended
   * @param reason its state
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record JobEnded(String jobId, String reason) implements ClaimDecision {
    public JobEnded {
      requireNonNull(jobId, "jobId is null");
      requireNonNull(reason, "reason is null");
    }

    @Override
    public <T> T accept(SnapshotView view, ClaimCases<T> cases) {
      return cases.jobEnded(view, jobId, reason);
    }

    @Override
    public boolean abandonable() {
      return true;
    }
  }

  /**
   * The job can no longer take the snapshot (R10, R11).
   *
   * @param reason the state of the job
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Abandon(String reason) implements ClaimDecision {
    public Abandon {
      requireNonNull(reason, "reason is null");
    }

    @Override
    public <T> T accept(SnapshotView view, ClaimCases<T> cases) {
      return cases.abandon(view, reason);
    }
  }

  /**
   * The savepoint exists already (R5).
   *
   * @param path its path
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Import(String path) implements ClaimDecision {
    public Import {
      requireNonNull(path, "path is null");
    }

    @Override
    public <T> T accept(SnapshotView view, ClaimCases<T> cases) {
      return cases.importExisting(view, path);
    }
  }

  /**
   * The attempt is written to the resource: it is triggered or, if in progress, continued (R9).
   *
   * @param trigger the attempt
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Attempt(SnapshotTrigger trigger) implements ClaimDecision {
    public Attempt {
      requireNonNull(trigger, "trigger is null");
    }

    @Override
    public <T> T accept(SnapshotView view, ClaimCases<T> cases) {
      return cases.attempt(view, trigger);
    }

    @Override
    public boolean abandonable() {
      return true;
    }

    @Override
    public boolean needsFlink() {
      return true;
    }

    @Override
    public Optional<SnapshotTrigger> sentTrigger() {
      return Optional.of(trigger).filter(sent -> sent.mode() != SnapshotTrigger.Mode.FIRST);
    }
  }

  /**
   * The job will not complete the attempt; a result that exists already still counts (R11).
   *
   * @param trigger the attempt
   * @param reason the change of the job
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record LastLook(SnapshotTrigger trigger, String reason) implements ClaimDecision {
    public LastLook {
      requireNonNull(trigger, "trigger is null");
      requireNonNull(reason, "reason is null");
    }

    @Override
    public <T> T accept(SnapshotView view, ClaimCases<T> cases) {
      return cases.lastLook(view, trigger, reason);
    }

    @Override
    public boolean abandonable() {
      return true;
    }

    @Override
    public Optional<SnapshotTrigger> sentTrigger() {
      return Optional.of(trigger);
    }
  }

  /**
   * The resource is being deleted, and its savepoint is disposed of first (R14).
   *
   * @param disposal the savepoint and the cluster
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Dispose(DisposalRequest disposal) implements ClaimDecision {
    public Dispose {
      requireNonNull(disposal, "disposal is null");
    }

    @Override
    public <T> T accept(SnapshotView view, ClaimCases<T> cases) {
      return cases.dispose(view, disposal);
    }

    @Override
    public boolean needsFlink() {
      return true;
    }
  }

  /**
   * The resource is being deleted, and its savepoint cannot be disposed of now (R15).
   *
   * @param reason the obstacle
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record DisposalBlocked(String reason) implements ClaimDecision {
    public DisposalBlocked {
      requireNonNull(reason, "reason is null");
    }

    @Override
    public <T> T accept(SnapshotView view, ClaimCases<T> cases) {
      return cases.disposalBlocked(view, reason);
    }

    @Override
    public boolean needsFlink() {
      return true;
    }
  }

  /**
   * The resource is being deleted, and its user asked to keep the savepoint (R15).
   *
   * @param trigger the attempt that may still write it; null if it is complete
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Retain(@Nullable SnapshotTrigger trigger) implements ClaimDecision {
    @Override
    public <T> T accept(SnapshotView view, ClaimCases<T> cases) {
      return cases.retain(view, this);
    }

    @Override
    public Optional<SnapshotTrigger> sentTrigger() {
      return Optional.ofNullable(trigger);
    }
  }

  /**
   * The resource is being deleted, and only our finalizer keeps it (R14).
   *
   * @param reason the reason for which nothing is disposed of
   * @param event the event to publish before; null for none
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Release(String reason, @Nullable ResourceEvent event) implements ClaimDecision {
    public Release {
      requireNonNull(reason, "reason is null");
    }

    @Override
    public <T> T accept(SnapshotView view, ClaimCases<T> cases) {
      return cases.release(view, this);
    }
  }
}
