package io.tidemark.flink.job;

import io.tidemark.flink.FlinkRestException;
import io.tidemark.flink.HeartbeatingPoller;
import io.tidemark.flink.JobOverview;
import io.tidemark.workflow.job.Program;
import io.tidemark.workflow.job.SubmissionRequest;
import io.tidemark.workflow.job.SubmissionResult;
import io.tidemark.workflow.job.SubmissionResult.Outcome;
import java.net.HttpURLConnection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Submits a job so that exactly one is started, whatever gets lost (U4): the id alone does not
 * ensure that, since Flink takes the id of a job that has ended again (J7, J8).
 */
final class JobSubmission {
  private final JobRestClient flink;
  private final HeartbeatingPoller poller;
  private final LongCalls longCalls;
  private final SubmissionRequest request;
  private final String jobId;

  JobSubmission(
      JobRestClient flink,
      HeartbeatingPoller poller,
      LongCalls longCalls,
      SubmissionRequest request) {
    this.flink = flink;
    this.poller = poller;
    this.longCalls = longCalls;
    this.request = request;
    this.jobId = request.job().jobId();
  }

  /**
   * Returns what became of the submission.
   *
   * @param neverSent whether it cannot have been sent before
   */
  SubmissionResult run(Program program, boolean neverSent) {
    var known = neverSent ? Optional.<JobOverview>empty() : flink.job(jobId);
    return known.map(job -> started(job, null)).orElseGet(() -> send(program));
  }

  private SubmissionResult send(Program program) {
    var cluster = flink.cluster();
    if (!cluster.submissionAllowed()) {
      return result(Outcome.DISABLED, "web.submit.enable is false on the cluster");
    }
    var body = RunBodies.of(program, jobId, request.savepoint(), cluster.flinkVersion());
    RunResponse answer;
    try {
      answer =
          longCalls.await(
              poller, () -> flink.run(request.jarId(), body, request.longest()), () -> "main");
    } catch (FlinkRestException lost) {
      return afterLostAnswer(lost);
    }
    return settled(answer);
  }

  private SubmissionResult settled(RunResponse answer) {
    if (answer instanceof RunResponse.Undecided undecided) {
      return poller
          .pollWithin(request.longest(), () -> flink.job(jobId))
          .map(job -> started(job, undecided.reason()))
          .orElseThrow(() -> SubmissionFailures.unknown(jobId, undecided.reason()));
    }
    if (answer instanceof RunResponse.JarMissing missing) {
      return known(missing.reason()).orElseGet(() -> result(Outcome.JAR_MISSING, missing.reason()));
    }
    if (answer instanceof RunResponse.Refused refused) {
      return known(refused.reason()).orElseGet(() -> result(Outcome.REFUSED, refused.reason()));
    }
    return result(Outcome.STARTED, null);
  }

  private Optional<SubmissionResult> known(String reason) {
    return flink.job(jobId).map(job -> started(job, reason));
  }

  /** {@code main} runs on after its client is gone, so the job can still appear (J4). */
  private SubmissionResult afterLostAnswer(FlinkRestException lost) {
    if (lost.hadNoEffect() || lost.isClientError() || isLeaderMissing(lost)) {
      throw lost;
    }
    return poller
        .pollWithin(request.longest(), () -> flink.job(jobId))
        .map(job -> started(job, null))
        .orElseThrow(() -> lost);
  }

  /** Without a leader, Flink hands nothing on. */
  private static boolean isLeaderMissing(FlinkRestException failed) {
    var status = failed.status();
    return status != null && status == HttpURLConnection.HTTP_UNAVAILABLE;
  }

  /**
   * A job that failed before it had tasks failed in restoring (J5).
   *
   * @param reason Flink's own; null if the answer is not known
   */
  private SubmissionResult started(JobOverview job, @Nullable String reason) {
    return job.state().equals("FAILED") && job.tasks().total() == 0
        ? restoreRefused(flink.failure(jobId).orElse(reason == null ? job.describe() : reason))
        : result(Outcome.STARTED, null);
  }

  private SubmissionResult restoreRefused(String reason) {
    return new SubmissionResult(
        jobId, Outcome.RESTORE_REFUSED, reason, FatalResultFile.of(flink, jobId).orElse(null));
  }

  private SubmissionResult result(Outcome outcome, @Nullable String message) {
    return new SubmissionResult(jobId, outcome, message);
  }
}
