package io.tidemark.workflow.job;

import io.tidemark.workflow.flink.FlinkJob;
import io.tidemark.workflow.model.SessionJobId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/**
 * Plays the claims of a session job that is upgraded from job 1 to job 2: each answer put in is
 * used once, and then there is nothing left to do. A request to hold comes first.
 */
final class InMemorySessionJob implements SessionJobActivities {
  static final SessionJobId ID = new SessionJobId("flink", "orders", "12345678-abcd");
  static final FlinkJob OLD = new FlinkJob("flink", "session", 8081, ID.jobId(1));
  static final FlinkJob NEW = OLD.withJobId(ID.jobId(2));
  static final String PATH = "s3://savepoints/savepoint-1";
  static final String JAR = "8f3a_orders.jar";
  static final ProgramReference PROGRAM =
      new ProgramReference(ID, ProgramReference.Spec.DESIRED, 7);

  /** The time after which a wait of these decisions ends by itself. */
  static final Duration PATIENCE = Duration.ofMinutes(1);

  static final JobDecision LOOK = new JobDecision.Look(OLD);
  static final JobDecision UPLOAD = new JobDecision.UploadJar(new JarRequest(PROGRAM, NEW, true));
  static final JobDecision DELETE_JAR =
      new JobDecision.DeleteJar(new JarDeletionRequest(OLD, "old.jar"));
  static final JobDecision STOP =
      new JobDecision.Stop(
          new StopRequest(
              OLD,
              ID.stopTriggerId(1, 1),
              "s3://savepoints",
              "CANONICAL",
              false,
              true,
              Instant.EPOCH));
  static final JobDecision CANCEL = new JobDecision.Cancel(OLD);
  static final JobDecision SUBMIT =
      new JobDecision.Submit(
          new SubmissionRequest(PROGRAM, NEW, JAR, PATH, true, Duration.ofMinutes(10)));
  static final JobDecision AWAIT_READY =
      new JobDecision.AwaitReady(new ReadinessRequest(NEW, Duration.ofMinutes(5)));

  /** All requests, in order; a claim that failed has its request here too. */
  final List<JobClaimRequest> claims = new ArrayList<>();

  private final Deque<Function<JobClaimRequest, JobClaim>> script = new ArrayDeque<>();

  static JobDecision waiting(String reason) {
    return new JobDecision.Wait(reason, PATIENCE);
  }

  static JobDecision done(ChangeOutcome outcome) {
    return new JobDecision.Done(outcome, PATH, outcome + " by the claim");
  }

  static JobClaim claim(JobPhase phase, JobDecision decision) {
    var activity = phase.name().toLowerCase(java.util.Locale.ROOT);
    return new JobClaim(
        new JobProgress(phase, 7, 2, NEW.jobId(), OLD.jobId(), PATH, null, JAR, activity, null),
        decision);
  }

  /** Answers the next claims with these decisions. */
  InMemorySessionJob decide(JobPhase phase, JobDecision... decisions) {
    for (var decision : decisions) {
      then(request -> claim(phase, decision));
    }
    return this;
  }

  /** Answers the next claim. */
  synchronized InMemorySessionJob then(Function<JobClaimRequest, JobClaim> answer) {
    script.add(answer);
    return this;
  }

  /** Fails the next claims. */
  InMemorySessionJob fail(int claims) {
    for (int i = 0; i < claims; i++) {
      then(
          request -> {
            throw new IllegalStateException("the API server is away");
          });
    }
    return this;
  }

  @Override
  public JobClaim claim(JobClaimRequest request) {
    return answer(request).apply(request);
  }

  private synchronized Function<JobClaimRequest, JobClaim> answer(JobClaimRequest request) {
    claims.add(request);
    if (request.requests().hold() != null) {
      return held -> claim(JobPhase.HELD, waiting("Held: " + held.requests().hold()));
    }
    var next = script.poll();
    return next == null ? unchanged -> claim(JobPhase.DONE, done(ChangeOutcome.UNCHANGED)) : next;
  }

  synchronized JobClaimRequest lastClaim() {
    return claims.get(claims.size() - 1);
  }

  /** Returns the type of the report in each claim; empty for none. */
  synchronized List<String> reports() {
    return claims.stream()
        .map(it -> it.report() == null ? "" : it.report().getClass().getSimpleName())
        .toList();
  }
}
