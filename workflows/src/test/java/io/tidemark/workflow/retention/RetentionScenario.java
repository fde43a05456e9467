package io.tidemark.workflow.retention;

import static io.tidemark.workflow.retention.RetentionCandidates.JOB;
import static io.tidemark.workflow.retention.RetentionCandidates.NAMESPACE;
import static io.tidemark.workflow.retention.RetentionCandidates.NOW;

import java.time.Duration;
import java.util.List;

/** One row of the table: what is there, under which policy, and what is said of each. */
record RetentionScenario(
    String title, RetentionPolicy policy, List<RetentionCandidates> there, List<String> said) {

  static RetentionScenario given(
      String title, RetentionPolicy policy, RetentionCandidates... there) {
    return new RetentionScenario(title, policy, List.of(there), List.of());
  }

  RetentionScenario said(String... words) {
    return new RetentionScenario(title, policy, there, List.of(words));
  }

  /** What the plan says, as {@code <name> <words>}. */
  List<String> actual() {
    return plan().decisions().stream().map(it -> it.id().name() + " " + it.words()).toList();
  }

  RetentionPlan plan() {
    var facts = there.stream().map(RetentionCandidates::fact).toList();
    return RetentionPlan.of(new RetentionRequest(NAMESPACE, JOB, policy, facts, NOW));
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
