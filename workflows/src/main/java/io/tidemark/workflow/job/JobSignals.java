package io.tidemark.workflow.job;

import io.tidemark.workflow.execution.InterruptibleWait;
import io.tidemark.workflow.model.ReadableLine;
import org.jspecify.annotations.Nullable;

/**
 * Records the requests that signals and a cancellation make, for the next claim, and ends the
 * workflow's waits. {@code hold} and {@code leaveJob} stay; {@code rollBack} and {@code useState}
 * belong to the change under way, and {@code retryNow} to the next claim.
 */
final class JobSignals {
  private final InterruptibleWait waits;

  private @Nullable String hold;
  private boolean rollBack;
  private @Nullable String useState;
  private boolean leaveJob;
  private boolean cancelled;
  private boolean retry;
  private boolean beingDeleted;

  private JobRequests read = JobRequests.NONE;
  private boolean claimOutdated;
  private boolean leaving;
  private boolean givenUp;

  JobSignals(InterruptibleWait waits, ContinuedState continued) {
    this.waits = waits;
    var requests = continued.requests();
    hold = requests.hold();
    rollBack = requests.rollBack();
    useState = requests.useState();
    leaveJob = requests.leaveJob();
    retry = requests.retry();
    beingDeleted = continued.beingDeleted();
  }

  void changed() {
    claimOutdated = true;
    waits.changed();
  }

  void deletionRequested() {
    claimOutdated = true;
    beingDeleted = true;
    givenUp = true;
    waits.requested();
  }

  void retryNow() {
    retry = true;
    waits.retryRequested();
  }

  void rollBack() {
    rollBack = true;
    givenUp = true;
    waits.requested();
  }

  void hold(@Nullable String reason) {
    hold = reason == null || reason.isBlank() ? "held by signal" : ReadableLine.of(reason);
    waits.requested();
  }

  void resume() {
    hold = null;
    waits.requested();
  }

  void useState(String path) {
    useState = path.strip();
    waits.requested();
  }

  void leaveJob() {
    leaveJob = true;
    leaving = true;
    givenUp = true;
    waits.requested();
  }

  void cancelled() {
    cancelled = true;
    givenUp = true;
    waits.requested();
  }

  /** Forgets interruptions, before the resource is read again. */
  void reset() {
    claimOutdated = false;
    leaving = false;
    givenUp = false;
    waits.reset();
  }

  /** Records what a claim has read, and ends the request to retry among that. */
  void claimed(JobRequests requests) {
    read = requests;
    retry = retry && !read.retry();
  }

  /** Returns what the last claim has read. */
  JobRequests read() {
    return read;
  }

  /** Ends the requests that belong to the change, which has come to its end. */
  void changeEnded() {
    rollBack = false;
    useState = null;
  }

  /** Returns whether a request was made that ends with the change. */
  boolean belongToChange() {
    return rollBack || useState != null;
  }

  /** Returns what was asked, for a claim. */
  JobRequests requests() {
    return new JobRequests(hold, rollBack, useState, leaveJob, cancelled, retry);
  }

  /** Returns whether the resource has changed, or was deleted, since it was last read. */
  boolean isClaimOutdated() {
    return claimOutdated;
  }

  /** Returns whether a person has given the job up since the resource was last read. */
  boolean isLeaving() {
    return leaving;
  }

  /**
   * Returns whether the change was given up since the resource was last read. A jar that is being
   * uploaded is then of no use. One whose change is held is: a second upload would leave it behind.
   */
  boolean isChangeGivenUp() {
    return givenUp;
  }

  boolean isBeingDeleted() {
    return beingDeleted;
  }

  boolean isHeld() {
    return hold != null;
  }

  boolean isCancelled() {
    return cancelled;
  }
}
