package io.tidemark.workflow.retention;

import static io.tidemark.workflow.model.SnapshotState.ABANDONED;
import static io.tidemark.workflow.model.SnapshotState.FAILED;
import static io.tidemark.workflow.model.SnapshotState.IN_PROGRESS;
import static io.tidemark.workflow.model.SnapshotState.TRIGGER_PENDING;
import static io.tidemark.workflow.model.TriggerType.MANUAL;
import static io.tidemark.workflow.model.TriggerType.UPGRADE;
import static io.tidemark.workflow.retention.RetentionCandidateBuilder.JOB;
import static io.tidemark.workflow.retention.RetentionCandidateBuilder.aged;
import static io.tidemark.workflow.retention.RetentionScenario.age;
import static io.tidemark.workflow.retention.RetentionScenario.capped;
import static io.tidemark.workflow.retention.RetentionScenario.count;
import static io.tidemark.workflow.retention.RetentionScenario.given;
import static io.tidemark.workflow.retention.RetentionScenario.manual;
import static io.tidemark.workflow.retention.RetentionScenario.off;
import static io.tidemark.workflow.retention.RetentionScenario.retained;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.tidemark.workflow.model.JobReference;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables of existing snapshots, a policy, and the expected decisions, newest first. */
class RetentionPlanTest {
  private static final RetentionPolicy DEFAULT = age(24);
  private static final String NEWEST = "kept: newest completed";
  private static final String WITHIN = "kept: within the limits";
  private static final String AGED = "deleted: older than 24 h";
  private static final String ACTIVE = "kept: not finished";
  private static final String PINNED = "kept: pinned";
  private static final String BY_HAND = "kept: manual";
  private static final String OFF = "kept: savepoint cleanup is off";
  private static final String BEING_DELETED = "kept: already being deleted";
  private static final String FAILURES = "deleted: not among the newest 3 failed or abandoned";

  @ParameterizedTest
  @DisplayName("H2 H5 savepoints are deleted by age")
  @MethodSource
  void ages(RetentionScenario scenario) {
    assertThat(scenario.actual()).containsExactlyElementsOf(scenario.expected());
  }

  static Stream<RetentionScenario> ages() {
    return Stream.of(
        given("no snapshots", DEFAULT),
        given("one, however old", DEFAULT, aged("a", 900)).then("a " + NEWEST),
        given("one of them too old", DEFAULT, aged("a", 1), aged("b", 25))
            .then("a " + NEWEST, "b " + AGED),
        given("all too old: the newest stays", DEFAULT, aged("a", 30), aged("b", 40))
            .then("a " + NEWEST, "b " + AGED),
        given("as old as allowed, to the second", DEFAULT, aged("a", 1), aged("b", 24))
            .then("a " + NEWEST, "b " + WITHIN),
        given(
                "a second older than allowed",
                DEFAULT,
                aged("a", 1),
                aged("b", Duration.ofHours(24).plusSeconds(1)))
            .then("a " + NEWEST, "b " + AGED),
        given("created in the future, by another clock", DEFAULT, aged("a", -1), aged("b", 1))
            .then("a " + NEWEST, "b " + WITHIN));
  }

  @ParameterizedTest
  @DisplayName("H2 H5 savepoints are deleted by count, and by the system's thresholds")
  @MethodSource
  void counts(RetentionScenario scenario) {
    assertThat(scenario.actual()).containsExactlyElementsOf(scenario.expected());
  }

  static Stream<RetentionScenario> counts() {
    return Stream.of(
        given("more than the count", count(2), aged("a", 1), aged("b", 2), aged("c", 3))
            .then("a " + NEWEST, "b " + WITHIN, "c " + notAmong(2)),
        given("in any order", count(2), aged("c", 3), aged("a", 1), aged("b", 2))
            .then("a " + NEWEST, "b " + WITHIN, "c " + notAmong(2)),
        given("a count of zero leaves the newest", count(0), aged("a", 1), aged("b", 2))
            .then("a " + NEWEST, "b " + notAmong(0)),
        given(
                "age is the reason if both limits are exceeded",
                count(1),
                aged("a", 1),
                aged("b", 25))
            .then("a " + NEWEST, "b " + AGED),
        given("an age of zero leaves the newest", age(0), aged("a", 1), aged("b", 2))
            .then("a " + NEWEST, "b deleted: older than 0 h"),
        given("UPGRADE counts like PERIODIC", count(1), aged("a", 1), aged("b", 2).by(UPGRADE))
            .then("a " + NEWEST, "b " + notAmong(1)),
        given("UPGRADE ages like PERIODIC", DEFAULT, aged("a", 1), aged("b", 25).by(UPGRADE))
            .then("a " + NEWEST, "b " + AGED),
        given("the newest may be an UPGRADE", DEFAULT, aged("a", 30).by(UPGRADE), aged("b", 40))
            .then("a " + NEWEST, "b " + AGED),
        given("the age's threshold is lower", capped(2, null), aged("a", 1), aged("b", 3))
            .then("a " + NEWEST, "b deleted: older than 2 h"),
        given("the age's threshold is higher", capped(48, null), aged("a", 1), aged("b", 25))
            .then("a " + NEWEST, "b " + AGED),
        given("the count's threshold is lower", capped(null, 1), aged("a", 1), aged("b", 2))
            .then("a " + NEWEST, "b " + notAmong(1)),
        given("the count's threshold is higher", capped(null, 50), elevenAged())
            .then(elevenDecisions(notAmong(10))));
  }

  @ParameterizedTest
  @DisplayName("H2 failed and abandoned snapshots have their own limit")
  @MethodSource
  void failures(RetentionScenario scenario) {
    assertThat(scenario.actual()).containsExactlyElementsOf(scenario.expected());
  }

  static Stream<RetentionScenario> failures() {
    return Stream.of(
        given(
                "the fourth failed or abandoned one",
                DEFAULT,
                aged("a", 1).state(FAILED),
                aged("b", 2).state(ABANDONED),
                aged("c", 3).state(FAILED),
                aged("d", 4).state(ABANDONED))
            .then("a " + WITHIN, "b " + WITHIN, "c " + WITHIN, "d " + FAILURES),
        given(
                "failed ones do not count as completed",
                count(2),
                aged("a", 1).state(FAILED),
                aged("b", 2),
                aged("c", 3).state(FAILED),
                aged("d", 4))
            .then("a " + WITHIN, "b " + NEWEST, "c " + WITHIN, "d " + WITHIN),
        given("failed ones age too", DEFAULT, aged("a", 25).state(FAILED)).then("a " + AGED),
        given(
                "a newer failed one is not the newest completed",
                count(0),
                aged("a", 1).state(FAILED),
                aged("b", 2))
            .then("a " + WITHIN, "b " + NEWEST));
  }

  @ParameterizedTest
  @DisplayName("H2 a snapshot in progress or being deleted is kept, and does not count")
  @MethodSource
  void unfinished(RetentionScenario scenario) {
    assertThat(scenario.actual()).containsExactlyElementsOf(scenario.expected());
  }

  static Stream<RetentionScenario> unfinished() {
    return Stream.of(
        given(
                "in progress, however old",
                count(0),
                aged("a", 900).state(IN_PROGRESS),
                aged("b", 901).state(TRIGGER_PENDING))
            .then("a " + ACTIVE, "b " + ACTIVE),
        given(
                "in progress does not count",
                count(1),
                aged("a", 1).state(IN_PROGRESS),
                aged("b", 2),
                aged("c", 3))
            .then("a " + ACTIVE, "b " + NEWEST, "c " + notAmong(1)),
        given("in progress with an expired ttl", DEFAULT, aged("a", 5).state(IN_PROGRESS).ttl(1))
            .then("a " + ACTIVE),
        given(
                "being deleted: the next one is the newest",
                DEFAULT,
                aged("a", 1).beingDeleted(),
                old("b"))
            .then("a " + BEING_DELETED, "b " + NEWEST),
        given(
                "being deleted does not count",
                count(2),
                aged("a", 1),
                aged("b", 2).beingDeleted(),
                aged("c", 3))
            .then("a " + NEWEST, "b " + BEING_DELETED, "c " + WITHIN));
  }

  @ParameterizedTest
  @DisplayName("H4 a pin and a ttl decide over their snapshot")
  @MethodSource
  void choices(RetentionScenario scenario) {
    assertThat(scenario.actual()).containsExactlyElementsOf(scenario.expected());
  }

  static Stream<RetentionScenario> choices() {
    return Stream.of(
        given("pinned, however old", DEFAULT, aged("a", 1), old("b").pinned())
            .then("a " + NEWEST, "b " + PINNED),
        given(
                "a pinned one does not count",
                count(1),
                aged("a", 2).pinned(),
                aged("b", 3),
                aged("c", 4))
            .then("a " + PINNED, "b " + WITHIN, "c " + notAmong(1)),
        given("a pin outlives its ttl", DEFAULT, aged("a", 1), old("b").ttl(2).pinned())
            .then("a " + NEWEST, "b " + PINNED),
        given("an expired ttl", DEFAULT, aged("a", 1), aged("b", 3).ttl(2))
            .then("a " + NEWEST, "b deleted: its ttl of 2 h has expired"),
        given("a ttl as old as allowed", DEFAULT, aged("a", 1), aged("b", 2).ttl(2))
            .then("a " + NEWEST, "b kept: its ttl of 2 h has not expired"),
        given("a ttl longer than the age", DEFAULT, aged("a", 1), aged("b", 50).ttl(72))
            .then("a " + NEWEST, "b kept: its ttl of 72 h has not expired"),
        given(
                "one with a ttl does not count",
                count(1),
                aged("a", 1).ttl(72),
                aged("b", 2),
                aged("c", 3))
            .then("a " + NEWEST, "b " + WITHIN, "c " + notAmong(1)),
        given("the newest completed outlives its ttl", DEFAULT, aged("a", 3).ttl(2))
            .then("a " + NEWEST),
        given("a failed one's ttl", DEFAULT, aged("a", 3).state(FAILED).ttl(2))
            .then("a deleted: its ttl of 2 h has expired"));
  }

  @ParameterizedTest
  @DisplayName("H2 H4 MANUAL snapshots are kept unless configured, and cleanup can be off")
  @MethodSource
  void manualAndOff(RetentionScenario scenario) {
    assertThat(scenario.actual()).containsExactlyElementsOf(scenario.expected());
  }

  static Stream<RetentionScenario> manualAndOff() {
    return Stream.of(
        given("MANUAL stays", DEFAULT, aged("a", 1), old("b").by(MANUAL))
            .then("a " + NEWEST, "b " + BY_HAND),
        given("failed MANUAL ones stay", DEFAULT, aged("a", 1), old("b").state(FAILED).by(MANUAL))
            .then("a " + NEWEST, "b " + BY_HAND),
        given(
                "MANUAL does not count",
                count(1),
                aged("a", 1),
                aged("b", 2).by(MANUAL),
                aged("c", 3))
            .then("a " + NEWEST, "b " + BY_HAND, "c " + notAmong(1)),
        given("MANUAL by configuration", manual(), aged("a", 1), old("b").by(MANUAL))
            .then("a " + NEWEST, "b " + AGED),
        given("MANUAL with a ttl", DEFAULT, aged("a", 1), aged("b", 3).by(MANUAL).ttl(2))
            .then("a " + NEWEST, "b deleted: its ttl of 2 h has expired"),
        given("the newest may be a MANUAL one", DEFAULT, aged("a", 1).by(MANUAL), old("b"))
            .then("a " + NEWEST, "b " + AGED),
        given(
                "cleanup is off",
                off(),
                aged("a", 1),
                old("b"),
                aged("c", 901).ttl(2),
                aged("d", 902).state(FAILED))
            .then("a " + OFF, "b " + OFF, "c " + OFF, "d " + OFF));
  }

  @ParameterizedTest
  @DisplayName("H3 checkpoints are deleted by count only, apart from savepoints")
  @MethodSource
  void checkpoints(RetentionScenario scenario) {
    assertThat(scenario.actual()).containsExactlyElementsOf(scenario.expected());
  }

  static Stream<RetentionScenario> checkpoints() {
    return Stream.of(
        given("the newest one", DEFAULT, aged("a", 1).checkpoint(), aged("b", 2).checkpoint())
            .then("a " + NEWEST, "b " + notAmong(1)),
        given(
                "as many as are retained",
                retained(2),
                aged("a", 900).checkpoint(),
                aged("b", 901).checkpoint())
            .then("a " + NEWEST, "b " + WITHIN),
        given("none retained: the newest stays", retained(0), aged("a", 1).checkpoint())
            .then("a " + NEWEST),
        given(
                "also with savepoint cleanup off",
                off(),
                aged("a", 900).checkpoint(),
                aged("b", 901).checkpoint())
            .then("a " + NEWEST, "b " + notAmong(1)),
        given(
                "a savepoint stays beside a newer checkpoint",
                DEFAULT,
                old("a"),
                aged("b", 1).checkpoint())
            .then("a " + NEWEST, "b " + NEWEST),
        given(
                "checkpoints do not count as savepoints",
                count(2),
                aged("a", 1).checkpoint(),
                aged("b", 2),
                aged("c", 3))
            .then("b " + NEWEST, "c " + WITHIN, "a " + NEWEST));
  }

  @ParameterizedTest
  @DisplayName("H3 H4 checkpoints can fail, be pinned, and have a ttl")
  @MethodSource
  void checkpointChoices(RetentionScenario scenario) {
    assertThat(scenario.actual()).containsExactlyElementsOf(scenario.expected());
  }

  static Stream<RetentionScenario> checkpointChoices() {
    return Stream.of(
        given(
                "failed checkpoints",
                DEFAULT,
                aged("a", 1).checkpoint().state(FAILED),
                aged("b", 2).checkpoint().state(FAILED),
                aged("c", 3).checkpoint().state(FAILED),
                aged("d", 4).checkpoint().state(FAILED))
            .then("a " + WITHIN, "b " + WITHIN, "c " + WITHIN, "d " + FAILURES),
        given(
                "a pinned checkpoint",
                DEFAULT,
                aged("a", 1).checkpoint(),
                old("b").checkpoint().pinned())
            .then("a " + NEWEST, "b " + PINNED),
        given(
                "a checkpoint's ttl",
                retained(5),
                aged("a", 1).checkpoint(),
                aged("b", 3).checkpoint().ttl(2))
            .then("a " + NEWEST, "b deleted: its ttl of 2 h has expired"));
  }

  @ParameterizedTest
  @DisplayName("H2 equal timestamps are ordered by result, then name, then uid")
  @MethodSource
  void ties(RetentionScenario scenario) {
    assertThat(scenario.actual()).containsExactlyElementsOf(scenario.expected());
  }

  static Stream<RetentionScenario> ties() {
    return Stream.of(
        given("the later result is newer", count(1), aged("b", 1), aged("a", 1).resultAfter(1))
            .then("a " + NEWEST, "b " + notAmong(1)),
        given("the later name is newer", count(1), aged("a-1001", 1), aged("a-1002", 1))
            .then("a-1002 " + NEWEST, "a-1001 " + notAmong(1)),
        given("in the other order", count(1), aged("a-1002", 1), aged("a-1001", 1))
            .then("a-1002 " + NEWEST, "a-1001 " + notAmong(1)),
        given("without a result yet", DEFAULT, aged("a", 1), aged("b", 1).state(IN_PROGRESS))
            .then("a " + NEWEST, "b " + ACTIVE));
  }

  @ParameterizedTest
  @DisplayName("H2 snapshots of other jobs are neither counted nor decided on")
  @MethodSource
  void otherJobs(RetentionScenario scenario) {
    assertThat(scenario.actual()).containsExactlyElementsOf(scenario.expected());
  }

  static Stream<RetentionScenario> otherJobs() {
    var other = new JobReference(JobReference.DEPLOYMENT, "payments");
    var namesake = new JobReference(JobReference.SESSION_JOB, JOB.name());
    return Stream.of(
        given("another job", count(1), aged("x", 1).of(other), old("y").of(other), aged("a", 2))
            .then("a " + NEWEST),
        given("a session job of the same name", count(1), aged("x", 1).of(namesake), aged("a", 2))
            .then("a " + NEWEST),
        given("another namespace", count(1), aged("x", 1).inNamespace("prod"), aged("a", 2))
            .then("a " + NEWEST),
        given("no job at all", count(1), aged("x", 1).of(null), aged("a", 2)).then("a " + NEWEST));
  }

  @Test
  @DisplayName("H5 a plan has a summary, and the version that each delete is for")
  void summary() {
    var plan = given("", DEFAULT, aged("a", 1), aged("b", 25), aged("c", 26)).plan();

    assertThat(plan.summary()).isEqualTo("1 kept: newest completed, 2 deleted: older than 24 h");
    assertThat(plan.deletions())
        .extracting(decision -> decision.id().uid(), RetentionDecision::resourceVersion)
        .containsExactly(tuple("uid-b", "7"), tuple("uid-c", "7"));
  }

  private static RetentionCandidateBuilder old(String name) {
    return aged(name, 900);
  }

  private static RetentionCandidateBuilder[] elevenAged() {
    return IntStream.rangeClosed(10, 20)
        .mapToObj(hours -> aged("s" + hours, hours))
        .toArray(RetentionCandidateBuilder[]::new);
  }

  private static String[] elevenDecisions(String last) {
    var decisions = new String[11];
    Arrays.setAll(decisions, i -> "s" + (10 + i) + " " + WITHIN);
    decisions[0] = "s10 " + NEWEST;
    decisions[10] = "s20 " + last;
    return decisions;
  }

  private static String notAmong(int count) {
    return "deleted: not among the newest " + count + " completed";
  }
}
