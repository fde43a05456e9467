package io.tidemark.workflow.retention;

import static io.tidemark.workflow.model.SnapshotState.ABANDONED;
import static io.tidemark.workflow.model.SnapshotState.FAILED;
import static io.tidemark.workflow.model.SnapshotState.IN_PROGRESS;
import static io.tidemark.workflow.model.SnapshotState.TRIGGER_PENDING;
import static io.tidemark.workflow.model.TriggerType.MANUAL;
import static io.tidemark.workflow.model.TriggerType.UPGRADE;
import static io.tidemark.workflow.retention.RetentionCandidates.JOB;
import static io.tidemark.workflow.retention.RetentionCandidates.aged;
import static io.tidemark.workflow.retention.RetentionScenario.age;
import static io.tidemark.workflow.retention.RetentionScenario.capped;
import static io.tidemark.workflow.retention.RetentionScenario.count;
import static io.tidemark.workflow.retention.RetentionScenario.given;
import static io.tidemark.workflow.retention.RetentionScenario.manual;
import static io.tidemark.workflow.retention.RetentionScenario.off;
import static io.tidemark.workflow.retention.RetentionScenario.retained;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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

/** What is there, under which policy, and what is said of each, newest first. */
class RetentionPlanTest {
  private static final RetentionPolicy DEFAULT = RetentionPolicy.DEFAULT;
  private static final String NEWEST = "kept: newest completed";
  private static final String WITHIN = "kept: within the limits";
  private static final String AGED = "deleted: older than 24 h";
  private static final String ACTIVE = "kept: not finished";
  private static final String PINNED = "kept: pinned";
  private static final String BY_HAND = "kept: manual";
  private static final String OFF = "kept: savepoint cleanup is off";
  private static final String LEAVING = "kept: being deleted already";
  private static final String FAILURES = "deleted: not among the newest 3 failed or abandoned";

  @ParameterizedTest
  @DisplayName("H2 H5 savepoints by age")
  @MethodSource
  void ages(RetentionScenario it) {
    assertThat(it.actual()).containsExactlyElementsOf(it.said());
  }

  static Stream<RetentionScenario> ages() {
    return Stream.of(
        given("nothing there", DEFAULT),
        given("one, however old", DEFAULT, aged("a", 900)).said("a " + NEWEST),
        given("one of them too old", DEFAULT, aged("a", 1), aged("b", 25))
            .said("a " + NEWEST, "b " + AGED),
        given("all too old: the newest stays", DEFAULT, aged("a", 30), aged("b", 40))
            .said("a " + NEWEST, "b " + AGED),
        given("as old as allowed, to the second", DEFAULT, aged("a", 1), aged("b", 24))
            .said("a " + NEWEST, "b " + WITHIN),
        given(
                "a second older than allowed",
                DEFAULT,
                aged("a", 1),
                aged("b", Duration.ofHours(24).plusSeconds(1)))
            .said("a " + NEWEST, "b " + AGED),
        given("created in what is the future here", DEFAULT, aged("a", -1), aged("b", 1))
            .said("a " + NEWEST, "b " + WITHIN));
  }

  @ParameterizedTest
  @DisplayName("H2 H5 savepoints by count and by the system's thresholds")
  @MethodSource
  void counts(RetentionScenario it) {
    assertThat(it.actual()).containsExactlyElementsOf(it.said());
  }

  static Stream<RetentionScenario> counts() {
    return Stream.of(
        given("more than the count", count(2), aged("a", 1), aged("b", 2), aged("c", 3))
            .said("a " + NEWEST, "b " + WITHIN, "c " + notAmong(2)),
        given("in any order", count(2), aged("c", 3), aged("a", 1), aged("b", 2))
            .said("a " + NEWEST, "b " + WITHIN, "c " + notAmong(2)),
        given("a count of zero leaves the newest", count(0), aged("a", 1), aged("b", 2))
            .said("a " + NEWEST, "b " + notAmong(0)),
        given("age is said where both are over", count(1), aged("a", 1), aged("b", 25))
            .said("a " + NEWEST, "b " + AGED),
        given("an age of zero leaves the newest", age(0), aged("a", 1), aged("b", 2))
            .said("a " + NEWEST, "b deleted: older than 0 h"),
        given("UPGRADE counts like PERIODIC", count(1), aged("a", 1), aged("b", 2).by(UPGRADE))
            .said("a " + NEWEST, "b " + notAmong(1)),
        given("UPGRADE ages like PERIODIC", DEFAULT, aged("a", 1), aged("b", 25).by(UPGRADE))
            .said("a " + NEWEST, "b " + AGED),
        given("the newest may be an UPGRADE", DEFAULT, aged("a", 30).by(UPGRADE), aged("b", 40))
            .said("a " + NEWEST, "b " + AGED),
        given("the age's threshold is lower", capped(2, null), aged("a", 1), aged("b", 3))
            .said("a " + NEWEST, "b deleted: older than 2 h"),
        given("the age's threshold is higher", capped(48, null), aged("a", 1), aged("b", 25))
            .said("a " + NEWEST, "b " + AGED),
        given("the count's threshold is lower", capped(null, 1), aged("a", 1), aged("b", 2))
            .said("a " + NEWEST, "b " + notAmong(1)),
        given("the count's threshold is higher", capped(null, 50), elevenAged())
            .said(elevenSaid(notAmong(10))));
  }

  @ParameterizedTest
  @DisplayName("H2 what has failed or was abandoned has a limit of its own")
  @MethodSource
  void failures(RetentionScenario it) {
    assertThat(it.actual()).containsExactlyElementsOf(it.said());
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
            .said("a " + WITHIN, "b " + WITHIN, "c " + WITHIN, "d " + FAILURES),
        given(
                "failed ones take no place of completed ones",
                count(2),
                aged("a", 1).state(FAILED),
                aged("b", 2),
                aged("c", 3).state(FAILED),
                aged("d", 4))
            .said("a " + WITHIN, "b " + NEWEST, "c " + WITHIN, "d " + WITHIN),
        given("failed ones age too", DEFAULT, aged("a", 25).state(FAILED)).said("a " + AGED),
        given(
                "a newer failed one is not the newest completed",
                count(0),
                aged("a", 1).state(FAILED),
                aged("b", 2))
            .said("a " + WITHIN, "b " + NEWEST));
  }

  @ParameterizedTest
  @DisplayName("H2 what is under way or being deleted is left alone and takes no place")
  @MethodSource
  void unfinished(RetentionScenario it) {
    assertThat(it.actual()).containsExactlyElementsOf(it.said());
  }

  static Stream<RetentionScenario> unfinished() {
    return Stream.of(
        given(
                "under way, however old",
                count(0),
                aged("a", 900).state(IN_PROGRESS),
                aged("b", 901).state(TRIGGER_PENDING))
            .said("a " + ACTIVE, "b " + ACTIVE),
        given(
                "under way takes no place",
                count(1),
                aged("a", 1).state(IN_PROGRESS),
                aged("b", 2),
                aged("c", 3))
            .said("a " + ACTIVE, "b " + NEWEST, "c " + notAmong(1)),
        given("under way with a ttl that is over", DEFAULT, aged("a", 5).state(IN_PROGRESS).ttl(1))
            .said("a " + ACTIVE),
        given(
                "being deleted: the next one is the newest",
                DEFAULT,
                aged("a", 1).leaving(),
                old("b"))
            .said("a " + LEAVING, "b " + NEWEST),
        given(
                "being deleted takes no place",
                count(2),
                aged("a", 1),
                aged("b", 2).leaving(),
                aged("c", 3))
            .said("a " + NEWEST, "b " + LEAVING, "c " + WITHIN));
  }

  @ParameterizedTest
  @DisplayName("H4 pins, and ages of their own")
  @MethodSource
  void choices(RetentionScenario it) {
    assertThat(it.actual()).containsExactlyElementsOf(it.said());
  }

  static Stream<RetentionScenario> choices() {
    return Stream.of(
        given("pinned, however old", DEFAULT, aged("a", 1), old("b").pinned())
            .said("a " + NEWEST, "b " + PINNED),
        given("a pin takes no place", count(1), aged("a", 2).pinned(), aged("b", 3), aged("c", 4))
            .said("a " + PINNED, "b " + WITHIN, "c " + notAmong(1)),
        given("a pin outlives its ttl", DEFAULT, aged("a", 1), old("b").ttl(2).pinned())
            .said("a " + NEWEST, "b " + PINNED),
        given("a ttl that is over", DEFAULT, aged("a", 1), aged("b", 3).ttl(2))
            .said("a " + NEWEST, "b deleted: its ttl of 2 h is over"),
        given("a ttl as old as allowed", DEFAULT, aged("a", 1), aged("b", 2).ttl(2))
            .said("a " + NEWEST, "b kept: its ttl of 2 h is not over"),
        given("a ttl longer than the age", DEFAULT, aged("a", 1), aged("b", 50).ttl(72))
            .said("a " + NEWEST, "b kept: its ttl of 72 h is not over"),
        given("a ttl takes no place", count(1), aged("a", 1).ttl(72), aged("b", 2), aged("c", 3))
            .said("a " + NEWEST, "b " + WITHIN, "c " + notAmong(1)),
        given("the newest completed outlives its ttl", DEFAULT, aged("a", 3).ttl(2))
            .said("a " + NEWEST),
        given("a failed one's ttl", DEFAULT, aged("a", 3).state(FAILED).ttl(2))
            .said("a deleted: its ttl of 2 h is over"));
  }

  @ParameterizedTest
  @DisplayName("H2 H4 MANUAL ones by choice, and cleanup as a whole")
  @MethodSource
  void manualAndOff(RetentionScenario it) {
    assertThat(it.actual()).containsExactlyElementsOf(it.said());
  }

  static Stream<RetentionScenario> manualAndOff() {
    return Stream.of(
        given("MANUAL stays", DEFAULT, aged("a", 1), old("b").by(MANUAL))
            .said("a " + NEWEST, "b " + BY_HAND),
        given("failed MANUAL ones stay", DEFAULT, aged("a", 1), old("b").state(FAILED).by(MANUAL))
            .said("a " + NEWEST, "b " + BY_HAND),
        given(
                "MANUAL takes no place",
                count(1),
                aged("a", 1),
                aged("b", 2).by(MANUAL),
                aged("c", 3))
            .said("a " + NEWEST, "b " + BY_HAND, "c " + notAmong(1)),
        given("MANUAL by choice", manual(), aged("a", 1), old("b").by(MANUAL))
            .said("a " + NEWEST, "b " + AGED),
        given("MANUAL with a ttl", DEFAULT, aged("a", 1), aged("b", 3).by(MANUAL).ttl(2))
            .said("a " + NEWEST, "b deleted: its ttl of 2 h is over"),
        given("the newest may be a MANUAL one", DEFAULT, aged("a", 1).by(MANUAL), old("b"))
            .said("a " + NEWEST, "b " + AGED),
        given(
                "cleanup is off",
                off(),
                aged("a", 1),
                old("b"),
                aged("c", 901).ttl(2),
                aged("d", 902).state(FAILED))
            .said("a " + OFF, "b " + OFF, "c " + OFF, "d " + OFF));
  }

  @ParameterizedTest
  @DisplayName("H3 checkpoints by count alone, beside savepoints and not among them")
  @MethodSource
  void checkpoints(RetentionScenario it) {
    assertThat(it.actual()).containsExactlyElementsOf(it.said());
  }

  static Stream<RetentionScenario> checkpoints() {
    return Stream.of(
        given("the newest one", DEFAULT, aged("a", 1).checkpoint(), aged("b", 2).checkpoint())
            .said("a " + NEWEST, "b " + notAmong(1)),
        given(
                "as many as are retained",
                retained(2),
                aged("a", 900).checkpoint(),
                aged("b", 901).checkpoint())
            .said("a " + NEWEST, "b " + WITHIN),
        given("none retained: the newest stays", retained(0), aged("a", 1).checkpoint())
            .said("a " + NEWEST),
        given(
                "also with savepoint cleanup off",
                off(),
                aged("a", 900).checkpoint(),
                aged("b", 901).checkpoint())
            .said("a " + NEWEST, "b " + notAmong(1)),
        given(
                "a savepoint stays beside a newer checkpoint",
                DEFAULT,
                old("a"),
                aged("b", 1).checkpoint())
            .said("a " + NEWEST, "b " + NEWEST),
        given(
                "checkpoints take no place of savepoints",
                count(2),
                aged("a", 1).checkpoint(),
                aged("b", 2),
                aged("c", 3))
            .said("b " + NEWEST, "c " + WITHIN, "a " + NEWEST));
  }

  @ParameterizedTest
  @DisplayName("H3 H4 checkpoints that failed, are pinned or have a ttl")
  @MethodSource
  void checkpointChoices(RetentionScenario it) {
    assertThat(it.actual()).containsExactlyElementsOf(it.said());
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
            .said("a " + WITHIN, "b " + WITHIN, "c " + WITHIN, "d " + FAILURES),
        given(
                "a pinned checkpoint",
                DEFAULT,
                aged("a", 1).checkpoint(),
                old("b").checkpoint().pinned())
            .said("a " + NEWEST, "b " + PINNED),
        given(
                "a checkpoint's ttl",
                retained(5),
                aged("a", 1).checkpoint(),
                aged("b", 3).checkpoint().ttl(2))
            .said("a " + NEWEST, "b deleted: its ttl of 2 h is over"));
  }

  @ParameterizedTest
  @DisplayName("H2 equal timestamps are settled by result, then name, then uid")
  @MethodSource
  void ties(RetentionScenario it) {
    assertThat(it.actual()).containsExactlyElementsOf(it.said());
  }

  static Stream<RetentionScenario> ties() {
    return Stream.of(
        given("the later result is newer", count(1), aged("b", 1), aged("a", 1).resultAfter(1))
            .said("a " + NEWEST, "b " + notAmong(1)),
        given("the later name is newer", count(1), aged("a-1001", 1), aged("a-1002", 1))
            .said("a-1002 " + NEWEST, "a-1001 " + notAmong(1)),
        given("in the other order", count(1), aged("a-1002", 1), aged("a-1001", 1))
            .said("a-1002 " + NEWEST, "a-1001 " + notAmong(1)),
        given("without a result yet", DEFAULT, aged("a", 1), aged("b", 1).state(IN_PROGRESS))
            .said("a " + NEWEST, "b " + ACTIVE));
  }

  @ParameterizedTest
  @DisplayName("H2 other jobs' snapshots are neither counted nor decided on")
  @MethodSource
  void otherJobs(RetentionScenario it) {
    assertThat(it.actual()).containsExactlyElementsOf(it.said());
  }

  static Stream<RetentionScenario> otherJobs() {
    var other = new JobReference(JobReference.DEPLOYMENT, "payments");
    var namesake = new JobReference(JobReference.SESSION_JOB, JOB.name());
    return Stream.of(
        given("another job", count(1), aged("x", 1).of(other), old("y").of(other), aged("a", 2))
            .said("a " + NEWEST),
        given("a session job of the same name", count(1), aged("x", 1).of(namesake), aged("a", 2))
            .said("a " + NEWEST),
        given("another namespace", count(1), aged("x", 1).inNamespace("prod"), aged("a", 2))
            .said("a " + NEWEST),
        given("no job at all", count(1), aged("x", 1).of(null), aged("a", 2)).said("a " + NEWEST));
  }

  @Test
  @DisplayName("H5 a plan says in short what it does, and which version each delete is for")
  void summary() {
    var plan = given("", DEFAULT, aged("a", 1), aged("b", 25), aged("c", 26)).plan();

    assertThat(plan.summary()).isEqualTo("1 kept: newest completed, 2 deleted: older than 24 h");
    assertThat(plan.deletions())
        .extracting(it -> it.id().uid(), RetentionDecision::resourceVersion)
        .containsExactly(tuple("uid-b", "7"), tuple("uid-c", "7"));
  }

  @Test
  @DisplayName("H2 a negative limit is refused by name and value")
  void negative() {
    assertThatThrownBy(() -> count(-1)).hasMessage("maxCount is negative: -1");
    assertThatThrownBy(() -> age(-1)).hasMessage("maxAge is negative: PT-1H");
    assertThatThrownBy(() -> capped(-2, null)).hasMessage("maxAgeThreshold is negative: PT-2H");
    assertThatThrownBy(() -> capped(null, -3)).hasMessage("maxCountThreshold is negative: -3");
    assertThatThrownBy(() -> retained(-4)).hasMessage("retainedCheckpoints is negative: -4");
  }

  private static RetentionCandidates old(String name) {
    return aged(name, 900);
  }

  private static RetentionCandidates[] elevenAged() {
    return IntStream.rangeClosed(10, 20)
        .mapToObj(hours -> aged("s" + hours, hours))
        .toArray(RetentionCandidates[]::new);
  }

  private static String[] elevenSaid(String last) {
    var words = new String[11];
    Arrays.setAll(words, i -> "s" + (10 + i) + " " + WITHIN);
    words[0] = "s10 " + NEWEST;
    words[10] = "s20 " + last;
    return words;
  }

  private static String notAmong(int count) {
    return "deleted: not among the newest " + count + " completed";
  }
}
