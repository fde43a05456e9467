package io.tidemark.workflow.retention;

import static io.tidemark.workflow.retention.RetentionCandidateBuilder.JOB;
import static io.tidemark.workflow.retention.RetentionCandidateBuilder.NAMESPACE;
import static io.tidemark.workflow.retention.RetentionCandidateBuilder.NOW;

import java.time.Duration;
import java.util.List;

/** One row of a table: the existing snapshots, the policy, and the expected decisions. */
record RetentionScenario(
    String title,
    RetentionPolicy policy,
    List<RetentionCandidateBuilder> snapshots,
    List<String> expected) {

  static RetentionScenario given(
      String title, RetentionPolicy policy, RetentionCandidateBuilder... snapshots) {
    return new RetentionScenario(title, policy, List.of(snapshots), List.of());
  }

  RetentionScenario then(String... decisions) {
    return new RetentionScenario(title, policy, snapshots, List.of(decisions));
  }

  /** Returns the decisions of the plan, as {@code <name> <decision>}. */
  List<String> actual() {
    return plan().decisions().stream()
        .map(decision -> decision.id().name() + " " + decision.description())
        .toList();
  }

  RetentionPlan plan() {
    var candidates = snapshots.stream().map(RetentionCandidateBuilder::candidate).toList();
    return RetentionPlan.of(new JobHistory(NAMESPACE, JOB, policy, candidates, NOW));
  }

  @Override
  public String toString() {
    return title;
  }

  static RetentionPolicy age(long hours) {
    return policy(true, Duration.ofHours(hours), 10, null, null, false, 1);
  }

  static RetentionPolicy count(int count) {
    return policy(true, Duration.ofHours(24), count, null, null, false, 1);
  }

  static RetentionPolicy capped(Integer hours, Integer count) {
    var age = hours == null ? null : Duration.ofHours(hours);
    return policy(true, Duration.ofHours(24), 10, age, count, false, 1);
  }

  /** A policy whose other limits would delete everything. */
  static RetentionPolicy orphans(OrphanLimit.Job job, Integer hours) {
    return policy(true, Duration.ZERO, 0, null, null, false, 0)
        .with(new OrphanLimit(job, hours == null ? null : Duration.ofHours(hours)));
  }

  static RetentionPolicy off() {
    return policy(false, Duration.ofHours(24), 10, null, null, false, 1);
  }

  static RetentionPolicy manual() {
    return policy(true, Duration.ofHours(24), 10, null, null, true, 1);
  }

  static RetentionPolicy retained(int checkpoints) {
    return policy(true, Duration.ofHours(24), 10, null, null, false, checkpoints);
  }

  private static RetentionPolicy policy(
      boolean cleanup,
      Duration age,
      int count,
      Duration ageThreshold,
      Integer countThreshold,
      boolean manual,
      int checkpoints) {
    return new RetentionPolicy(
        cleanup, age, count, ageThreshold, countThreshold, 3, manual, checkpoints);
  }
}
