package io.tidemark.workflow.retention;

import static io.tidemark.workflow.retention.RetentionCandidateBuilder.JOB;
import static io.tidemark.workflow.retention.RetentionCandidateBuilder.NAMESPACE;
import static io.tidemark.workflow.retention.RetentionCandidateBuilder.NOW;
import static io.tidemark.workflow.retention.RetentionCandidateBuilder.aged;
import static io.tidemark.workflow.retention.RetentionScenario.age;
import static io.tidemark.workflow.retention.RetentionScenario.capped;
import static io.tidemark.workflow.retention.RetentionScenario.count;
import static io.tidemark.workflow.retention.RetentionScenario.off;
import static io.tidemark.workflow.retention.RetentionScenario.orphans;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tables of legacy histories, oldest first as in a status, and the decisions, newest first. */
class EntryRulesTest {
  @Test
  @DisplayName("H6 entries older than the maximum age go, and the newest stays however old")
  void age24() {
    assertThat(alone(age(24), entry("a", 50), entry("b", 30), entry("c", 25)))
        .containsExactly(
            "c kept: newest completed", "b deleted: older than 24 h", "a deleted: older than 24 h");
  }

  @Test
  @DisplayName("H6 in legacy mode, the newest entries up to the maximum count stay")
  void countedAlone() {
    var resources = List.of(aged("r-1", 1), aged("r-2", 2));

    assertThat(decisions(count(2), true, resources, entry("a", 5), entry("b", 4), entry("c", 3)))
        .containsExactly(
            "c kept: within the limits",
            "b kept: within the limits",
            "a deleted: not among the newest 2 completed");
  }

  @Test
  @DisplayName("H6 with resources, the completed savepoints among them count too")
  void countedTogether() {
    var resources = List.of(aged("r-1", 1), aged("r-2", 9));

    assertThat(decisions(count(2), false, resources, entry("a", 5), entry("b", 4), entry("c", 3)))
        .containsExactly(
            "c kept: within the limits",
            "b deleted: not among the newest 2 completed",
            "a deleted: not among the newest 2 completed");
  }

  @Test
  @DisplayName("H6 the system-wide limits cap those of the job")
  void thresholds() {
    assertThat(alone(capped(null, 1), entry("a", 2), entry("b", 1)))
        .containsExactly("b kept: newest completed", "a deleted: not among the newest 1 completed");
  }

  @Test
  @DisplayName("H6 with a limit of zero, the newest known good savepoint stays, entry or resource")
  void newestKnownGood() {
    assertThat(alone(count(0), entry("a", 2), entry("b", 1)))
        .containsExactly("b kept: newest completed", "a deleted: not among the newest 0 completed");
    assertThat(decisions(count(0), false, List.of(aged("r", 1)), entry("a", 2)))
        .containsExactly("a deleted: not among the newest 0 completed");
    assertThat(decisions(count(0), false, List.of(aged("r", 3)), entry("a", 2)))
        .containsExactly("a kept: newest completed");
  }

  @Test
  @DisplayName("H7 an imported resource counts by the time of its data, not of its import")
  void importedIsOlder() {
    var imported = List.of(aged("r", 1).taken(9));

    assertThat(decisions(count(0), false, imported, entry("a", 2)))
        .containsExactly("a kept: newest completed");
    assertThat(decisions(count(2), false, imported, entry("a", 5), entry("b", 4)))
        .containsExactly("b kept: newest completed", "a kept: within the limits");
  }

  @Test
  @DisplayName("H7 of imported resources, the one with the newest data stays")
  void newestOfImports() {
    var imported =
        Stream.of(aged("a", 1).taken(70), aged("b", 1).taken(50), aged("c", 1).taken(60));
    var candidates = imported.map(RetentionCandidateBuilder::candidate).toList();
    var plan = RetentionPlan.of(new JobHistory(NAMESPACE, JOB, count(1), candidates, NOW));

    assertThat(plan.decisions().stream().map(it -> it.id().name() + " " + it.description()))
        .containsExactly(
            "b kept: newest completed",
            "c deleted: not among the newest 1 completed",
            "a deleted: not among the newest 1 completed");
  }

  @Test
  @DisplayName(
      "H6 R19 what is in use, or must not be disposed of, stays; the others go all the same")
  void exempt() {
    var used =
        new HistoryEntry(NOW.minus(Duration.ofHours(40)).toEpochMilli(), "u", "in use", null);
    var outside = entry("o", 39, "it is outside");
    var fresh = entry("f", 2, "it is outside");

    assertThat(alone(age(24), entry("a", 41), used, outside, fresh, entry("b", 1)))
        .containsExactly(
            "b kept: newest completed",
            "f kept: within the limits",
            "o kept: it is outside",
            "u kept: in use",
            "a deleted: older than 24 h");
  }

  @Test
  @DisplayName("H6 a savepoint that two entries name stays with the newer one")
  void sharedSavepoint() {
    assertThat(alone(age(24), entry("s3://b/x", 50), entry("s3a://b/x/", 1)))
        .containsExactly(
            "s3a://b/x/ kept: newest completed",
            "s3://b/x kept: its savepoint is that of another entry");
  }

  @Test
  @DisplayName("H6 H4 with savepoint cleanup off, or for a suspended job, nothing goes")
  void off24() {
    assertThat(alone(off(), entry("a", 50), entry("b", 1)))
        .containsExactly("b kept: savepoint cleanup is off", "a kept: savepoint cleanup is off");
    assertThat(alone(orphans(OrphanLimit.Job.SUSPENDED, 1), entry("a", 50)))
        .containsExactly("a kept: its job is suspended");
  }

  @Test
  @DisplayName(
      "H6 H5 the summary counts entries with snapshots, and a plan deletes the oldest first")
  void summary() {
    var history =
        history(
            count(1),
            true,
            List.of(aged("r-1", 1), aged("r-2", 2)),
            entry("a", 7),
            entry("b", 6),
            entry("c", 5));

    var planned = JobCleanupResult.planned(target(), 2, RetentionPlan.of(history));

    assertThat(planned.summary())
        .isEqualTo(
            "1 kept: newest completed, 3 deleted: not among the newest 1 completed, 1 kept: within"
                + " the limits");
    assertThat(planned.decisions()).hasSize(1);
    assertThat(planned.entries()).extracting(EntryDecision::location).containsExactly("a");
    assertThat(planned.remaining()).isEqualTo(1);
  }

  private static CleanupTarget target() {
    return new CleanupTarget(NAMESPACE, JOB, "uid");
  }

  private static HistoryEntry entry(String location, int hoursOld) {
    return entry(location, hoursOld, null);
  }

  private static HistoryEntry entry(String location, int hoursOld, @Nullable String refusal) {
    var time = NOW.minus(Duration.ofHours(hoursOld)).toEpochMilli();
    return new HistoryEntry(time, location, null, refusal);
  }

  private static List<String> alone(RetentionPolicy policy, HistoryEntry... entries) {
    return decisions(policy, true, List.of(), entries);
  }

  private static List<String> decisions(
      RetentionPolicy policy,
      boolean alone,
      List<RetentionCandidateBuilder> resources,
      HistoryEntry... entries) {
    return RetentionPlan.of(history(policy, alone, resources, entries)).entries().stream()
        .map(decision -> decision.name() + " " + decision.description())
        .toList();
  }

  private static JobHistory history(
      RetentionPolicy policy,
      boolean alone,
      List<RetentionCandidateBuilder> resources,
      HistoryEntry... entries) {
    var candidates = resources.stream().map(RetentionCandidateBuilder::candidate).toList();
    var legacy = new LegacyHistory(Stream.of(entries).toList(), alone);
    return new JobHistory(NAMESPACE, JOB, policy, candidates, Set.of(), legacy, NOW);
  }
}
