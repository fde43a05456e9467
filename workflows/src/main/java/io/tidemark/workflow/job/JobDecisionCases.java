package io.tidemark.workflow.job;

/**
 * One method for each {@link JobDecision}, so that a new one does not compile until it is handled.
 *
 * @param <T> the type of the results
 */
public interface JobDecisionCases<T> {
  T done(JobDecision.Done end);

  T await(JobDecision.Wait wait);

  T look(JobDecision.Look look);

  T uploadJar(JobDecision.UploadJar upload);

  T deleteJar(JobDecision.DeleteJar deletion);

  T submit(JobDecision.Submit submission);

  T awaitReady(JobDecision.AwaitReady readiness);

  T stop(JobDecision.Stop stop);

  T cancel(JobDecision.Cancel cancellation);
}
