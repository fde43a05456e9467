package io.tidemark.workflow.job;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The requests of people to a session job's workflow, by signals, Updates or a cancellation.
 *
 * @param hold the reason to stop before the next irreversible step; null without one
 * @param rollBack whether the last stable spec is to run again (U7)
 * @param useState the path to start from, as an answer to a held change (U6); null without one
 * @param leaveJob whether the resource goes while its job may still run (U9)
 * @param cancelled whether the workflow was cancelled: the change is given up where that loses
 *     nothing
 * @param retry whether {@code retryNow} was asked since the claim before: a step whose tries are
 *     used up is tried again (U1)
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobRequests(
    @Nullable String hold,
    boolean rollBack,
    @Nullable String useState,
    boolean leaveJob,
    boolean cancelled,
    boolean retry) {
  /** No requests. */
  public static final JobRequests NONE = new JobRequests(null, false, null, false, false);

  /** Creates requests without a retry. */
  public JobRequests(
      @Nullable String hold,
      boolean rollBack,
      @Nullable String useState,
      boolean leaveJob,
      boolean cancelled) {
    this(hold, rollBack, useState, leaveJob, cancelled, false);
  }
}
