package io.tidemark.flink;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tidemark.workflow.flink.JobStates;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A job in {@code /jobs/overview}, the only view of its state and tasks that is always current.
 *
 * @param jobId 32 hex digits
 * @param duration age of this JobManager's record of the job, in milliseconds by its own clock:
 *     counted from the restart after a restart of the JobManager (R18)
 * @param state such as RUNNING, which does not mean that all tasks run
 * @param tasks the job's tasks by state
 * @param name Flink's name of the job
 * @param startTime when this JobManager received the job, in milliseconds since 1970
 */
public record JobOverview(
    @JsonProperty("jid") String jobId,
    long duration,
    String state,
    Tasks tasks,
    @Nullable String name,
    @JsonProperty("start-time") long startTime) {
  private static final Set<String> STARTING = Set.of("INITIALIZING", "CREATED", "RECONCILING");

  /**
   * The number of the job's tasks in the states that matter here.
   *
   * @param total all tasks
   * @param running tasks that are running
   * @param finished tasks that have finished
   */
  public record Tasks(int total, int running, int finished) {}

  public JobOverview {
    requireNonNull(jobId, "jid is missing");
    requireNonNull(state, "state is missing");
    requireNonNull(tasks, "tasks is missing");
  }

  /**
   * Returns whether the job can be triggered: it is RUNNING, at least one task is running, and all
   * others are running or finished (R10).
   */
  public boolean ready() {
    return running() && tasks.running() > 0 && tasks.running() + tasks.finished() == tasks.total();
  }

  /** Returns whether the job has ended and will not run again. */
  public boolean ended() {
    return JobStates.ended(state);
  }

  /**
   * Returns the end of a job that was running, in one readable line; empty while it has not ended.
   * A job that its cluster no longer knows has ended (R11).
   */
  static Optional<String> end(String jobId, Optional<JobOverview> found) {
    return found.isEmpty()
        ? Optional.of(describeUnknown(jobId))
        : found.filter(JobOverview::ended).map(JobOverview::describe);
  }

  /** Returns whether the job has just been submitted, so that its statistics do not exist yet. */
  public boolean starting() {
    return STARTING.contains(state);
  }

  /** Returns whether the job is restarting after a failure. */
  boolean restarting() {
    return "RESTARTING".equals(state);
  }

  /**
   * Returns whether the JobManager has known the job for longer than the time. Both are ages, since
   * its clock may differ from ours.
   */
  boolean knownFor(Duration time) {
    return Duration.ofMillis(duration).compareTo(time) > 0;
  }

  /** Returns the job with this id; empty if it is not among the jobs. */
  static Optional<JobOverview> find(String jobId, List<JobOverview> jobs) {
    return jobs.stream().filter(job -> job.jobId().equals(jobId)).findFirst();
  }

  /** Describes a job that is not in the overview, in one readable line. */
  static String describeUnknown(String jobId) {
    return "the cluster does not know job " + jobId;
  }

  /** Describes the job's state in one readable line. */
  public String describe() {
    return running() && !ready()
        ? "job is RUNNING but %d of %d tasks are running".formatted(tasks.running(), tasks.total())
        : "job is " + state;
  }

  private boolean running() {
    return "RUNNING".equals(state);
  }
}
