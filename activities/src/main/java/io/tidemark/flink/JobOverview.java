package io.tidemark.flink;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Set;

/**
 * A job in {@code /jobs/overview}, the one current view of its state and tasks.
 *
 * @param jobId 32 hex digits
 * @param startTime when this JobManager's record of the job began, in milliseconds since 1970:
 *     after a restart of the JobManager it is the time of the restart (R18)
 * @param state such as RUNNING, which does not say that the tasks run
 * @param tasks how many tasks are where
 */
public record JobOverview(
    @JsonProperty("jid") String jobId,
    @JsonProperty("start-time") long startTime,
    String state,
    Tasks tasks) {
  private static final Set<String> ENDED = Set.of("FINISHED", "FAILED", "CANCELED");

  /**
   * The job's tasks by state, as far as they matter.
   *
   * @param total all tasks
   * @param running those that run
   * @param finished those that have come to their end
   */
  public record Tasks(int total, int running, int finished) {}

  public JobOverview {
    requireNonNull(jobId, "jid is missing");
    requireNonNull(state, "state is missing");
    requireNonNull(tasks, "tasks is missing");
  }

  /** RUNNING, at least one task running, and all others running or finished (R10). */
  public boolean ready() {
    return running() && tasks.running() > 0 && tasks.running() + tasks.finished() == tasks.total();
  }

  /** Whether the job will never run again. */
  public boolean ended() {
    return ENDED.contains(state);
  }

  /** Whether the job is on its way from a failure to a new start. */
  boolean restarting() {
    return "RESTARTING".equals(state);
  }

  /** Whether the JobManager has known the job since before then. */
  boolean beganBefore(Instant time) {
    return Instant.ofEpochMilli(startTime).isBefore(time);
  }

  /** One readable line for a job that is not in the overview. */
  static String unknown(String jobId) {
    return "the cluster does not know job " + jobId;
  }

  /** One readable line. */
  public String describe() {
    return running() && !ready()
        ? "job is RUNNING but %d of %d tasks are running".formatted(tasks.running(), tasks.total())
        : "job is " + state;
  }

  private boolean running() {
    return "RUNNING".equals(state);
  }
}
