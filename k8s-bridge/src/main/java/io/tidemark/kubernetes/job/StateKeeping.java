package io.tidemark.kubernetes.job;

import io.tidemark.workflow.flink.FlinkVersion;
import io.tidemark.workflow.job.JobLook;
import io.tidemark.workflow.job.JobPhase;
import io.tidemark.workflow.resource.EventReason;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks at once, and not only at the upgrade, that the state of a job can be kept by its upgrade
 * mode, and that a path can be trusted (U11). Pure.
 */
final class StateKeeping {
  private final SessionJobObservation observed;
  private final SessionJobSpec spec;

  StateKeeping(SessionJobObservation observed) {
    this.observed = observed;
    this.spec = observed.spec();
  }

  /** Returns what a look shows to be missing for the upgrade mode; empty if nothing is. */
  Optional<String> problem(JobLook look) {
    return switch (spec.upgradeMode()) {
      case SessionJobSpec.SAVEPOINT -> savepointDirectory(look);
      case SessionJobSpec.LAST_STATE -> checkpoints(look);
      default -> Optional.empty();
    };
  }

  /**
   * Returns the step before the jar of a spec is uploaded: a look, or the refusal of a spec for
   * whose savepoints no directory is known; empty if neither is needed.
   *
   * @param jobId the job to look at; empty for the cluster only
   * @param path the path to start from; null for none
   */
  Optional<JobStep> beforeJar(String jobId, @Nullable String path) {
    if (observed.job().jar().isPresent() || observed.jarResult().isPresent()) {
      return Optional.empty();
    }
    if (!needsDirectory() && !isGivenByUser(path)) {
      return Optional.empty();
    }
    var look = observed.look(jobId);
    return look.isEmpty()
        ? Optional.of(Answers.look(observed, jobId, JobPhase.LOOKING))
        : savepointDirectory(look.get())
            .map(text -> Answers.invalid(observed, EventReason.VALIDATION_ERROR, text));
  }

  /** Returns the step with a warning if the path could end the cluster's JobManager (J16). */
  JobStep warned(JobStep step, String jobId, @Nullable String path) {
    return observed
        .look(jobId)
        .filter(look -> endsAtRefusedRestores(look) && isGivenByUser(path))
        .filter(look -> !observed.savepoints().names(Objects.requireNonNull(path)))
        .map(look -> step.with(EventReason.PATH_UNVERIFIED, unverified(path)))
        .orElse(step);
  }

  private static boolean endsAtRefusedRestores(JobLook look) {
    return look.jobResultStore() != null
        && new FlinkVersion(look.flinkVersion()).endsAtRefusedRestores();
  }

  private static String unverified(@Nullable String path) {
    return "The job starts from %s, which no COMPLETED FlinkStateSnapshot names. If Flink cannot restore from it, the JobManager will not start again until a file of its high availability is removed; check that the path is complete."
        .formatted(path);
  }

  /** Other paths come from Flink itself. */
  private boolean isGivenByUser(@Nullable String path) {
    return path != null
        && (Optional.of(path).equals(spec.initialSavepointPath())
            || path.equals(observed.requests().useState()));
  }

  private boolean needsDirectory() {
    return spec.upgradeMode().equals(SessionJobSpec.SAVEPOINT)
        && observed.options().savepointDirectory().isEmpty();
  }

  private Optional<String> savepointDirectory(JobLook look) {
    return needsDirectory() && "".equals(look.savepointDirectory())
        ? Optional.of(
            "spec.job.upgradeMode is 'savepoint', but no savepoint directory is set; set state.savepoints.dir in the flinkConfiguration of the job, or in the one of FlinkDeployment %s"
                .formatted(spec.deploymentName().orElse("")))
        : Optional.empty();
  }

  private Optional<String> checkpoints(JobLook look) {
    return Optional.ofNullable(look.known())
        .filter(known -> !known.ended() && Boolean.FALSE.equals(known.keepsCheckpoints()))
        .map(
            known ->
                "spec.job.upgradeMode is 'last-state', but the checkpoints of job %s do not survive a cancel; set execution.checkpointing.interval, and execution.checkpointing.externalized-checkpoint-retention: RETAIN_ON_CANCELLATION, in the flinkConfiguration of the job or in Flink's own configuration, and upgrade the job once with upgradeMode savepoint"
                    .formatted(look.job().jobId()));
  }
}
