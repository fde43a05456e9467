package io.tidemark.kubernetes.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.store.ResourceSelector;
import io.tidemark.workflow.retention.OrphanLimit;
import io.tidemark.workflow.retention.RetentionPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobRetentionReaderTest {
  private static final Duration INTERVAL = Duration.ofMinutes(5);
  private static final CleanupSettings.Defaults DEFAULTS =
      new CleanupSettings.Defaults(true, Duration.ofHours(24), 10, 1);
  private static final CleanupSettings ON = settings(true, DEFAULTS);
  private static final CleanupSettings OFF = settings(false, DEFAULTS);

  @Test
  @DisplayName("H2 H3 M1 a job without keys has the limits of the settings")
  void defaults() {
    var configured = new CleanupSettings.Defaults(false, Duration.ofDays(30), 50, 5);

    assertThat(policy(ON, job("{}")))
        .isEqualTo(new RetentionPolicy(true, Duration.ofHours(24), 10, null, null, 3, false, 1));
    assertThat(policy(settings(true, configured), job("{}")))
        .isEqualTo(new RetentionPolicy(false, Duration.ofDays(30), 50, null, null, 3, false, 5));
  }

  @Test
  @DisplayName("H2 H3 H4 a job's own keys are read, flat or nested")
  void ownKeys() {
    var job =
        job(
            """
            kubernetes.operator.savepoint.history.max.age: 72 h
            kubernetes:
              operator.savepoint:
                history: {max.count: 5}
                cleanup.enabled: false
            state.checkpoints.num-retained: 4
            """);

    assertThat(policy(ON, job))
        .isEqualTo(new RetentionPolicy(false, Duration.ofDays(3), 5, null, null, 3, false, 4));
  }

  @Test
  @DisplayName("H2 the system-wide settings are part of the policy, and cap the job's")
  void systemSettings() {
    var system =
        new CleanupSettings(
            true,
            true,
            INTERVAL,
            DEFAULTS,
            Optional.of(Duration.ofDays(2)),
            Optional.of(7),
            2,
            true,
            Optional.empty(),
            ResourceSelector.ALL);

    assertThat(policy(system, job("{}")))
        .isEqualTo(
            new RetentionPolicy(true, Duration.ofDays(1), 10, Duration.ofDays(2), 7, 2, true, 1));
  }

  @Test
  @DisplayName("H3 Flink 2's key for retained checkpoints wins over the older key")
  void bothNames() {
    var job = job("{execution.checkpointing.num-retained: 3, state.checkpoints.num-retained: 5}");

    assertThat(policy(ON, job).retainedCheckpoints()).isEqualTo(3);
  }

  @Test
  @DisplayName("H2 H3 M1 a session job's keys win over its cluster's, and these over the settings")
  void cluster() {
    var job =
        Jobs.sessionJob(
            "orders",
            "flinkConfiguration: {kubernetes.operator.savepoint.history.max.count: 5}",
            Jobs.RUNNING);
    var cluster =
        job(
            """
            kubernetes.operator.savepoint.history.max.count: 6
            state.checkpoints.num-retained: 4
            """);
    var settings = settings(true, new CleanupSettings.Defaults(true, Duration.ofDays(30), 50, 5));

    var policy =
        new JobRetentionReader(settings, job).read(Optional.of(cluster)).policy().orElseThrow();

    assertThat(policy.maxAge()).isEqualTo(Duration.ofDays(30));
    assertThat(policy.maxCount()).isEqualTo(5);
    assertThat(policy.retainedCheckpoints()).isEqualTo(4);
  }

  @ParameterizedTest(name = "system {0}, annotation {1}, key {2}: savepoints {3}, checkpoints {4}")
  @DisplayName("H4 M1 annotation, key and system setting turn cleanup on and off")
  @CsvSource({
    "on,  ,      ,      yes, yes",
    "on,  ,      false, no,  yes",
    "on,  ,      true,  yes, yes",
    "on,  true,  false, yes, yes",
    "on,  false, true,  no,  no",
    "off, ,      ,      no,  no",
    "off, ,      true,  no,  no",
    "off, true,  ,      yes, yes",
    "off, TRUE,  false, yes, yes",
    "off, false, true,  no,  no",
  })
  void switches(
      String system, String annotation, String key, String savepoints, String checkpoints) {
    var job = job(key == null ? "{}" : "kubernetes.operator.savepoint.cleanup.enabled: " + key);
    annotate(job, annotation);

    var retention =
        new JobRetentionReader(system.equals("on") ? ON : OFF, job).read(Optional.empty());

    assertThat(retention.policy().isPresent()).isEqualTo(checkpoints.equals("yes"));
    assertThat(retention.policy().filter(RetentionPolicy::savepointCleanup).isPresent())
        .isEqualTo(savepoints.equals("yes"));
    assertThat(retention.problems()).isEmpty();
    if (retention.policy().isEmpty()) {
      assertThat(retention.skipReason()).isEqualTo("history cleanup is turned off");
    }
  }

  @ParameterizedTest
  @DisplayName("H1 a job that is not running is skipped")
  @CsvSource(
      delimiter = '|',
      value = {
        "{job: {state: running}} | {}",
        "{job: {state: running}} | {jobStatus: {state: FAILED, jobId: a}}",
        "{job: {state: running}} | {jobStatus: {state: RECONCILING, jobId: a}}",
        "{} | {lifecycleState: STABLE}",
      })
  void notRunning(String spec, String status) {
    var retention =
        new JobRetentionReader(ON, Jobs.deployment("orders", spec, status)).read(Optional.empty());

    assertThat(retention).isEqualTo(JobRetention.skipped("the job is not running"));
  }

  @ParameterizedTest
  @DisplayName("H1 of a suspended job only snapshots whose own age is reached are deleted")
  @CsvSource(
      delimiter = '|',
      value = {
        "{job: {state: suspended}} | {jobStatus: {state: RUNNING, jobId: a}}",
        "{job: {state: running}} | {lifecycleState: SUSPENDED, jobStatus: {state: FINISHED}}",
      })
  void suspended(String spec, String status) {
    var retention =
        new JobRetentionReader(ON, Jobs.deployment("orders", spec, status)).read(Optional.empty());

    assertThat(retention.policy().orElseThrow().orphans())
        .isEqualTo(new OrphanLimit(OrphanLimit.Job.SUSPENDED, null));
  }

  @ParameterizedTest
  @DisplayName("H2 H4 a value that cannot be read is reported with its key, and nothing is decided")
  @CsvSource(
      delimiter = '|',
      value = {
        "kubernetes.operator.savepoint.history.max.age | 1 fortnight | the unit 'fortnight' is not one of d, h, min, s, ms, µs, ns",
        "kubernetes.operator.savepoint.history.max.age | -1 h | must not be negative",
        "kubernetes.operator.savepoint.history.max.count | few | not a whole number from 0 to 999999999",
        "kubernetes.operator.savepoint.history.max.count | -1 | not a whole number from 0 to 999999999",
        "kubernetes.operator.savepoint.history.max.count | 99999999999 | not a whole number from 0 to 999999999",
        "kubernetes.operator.savepoint.history.max.count | 3000000000 | not a whole number from 0 to 999999999",
        "kubernetes.operator.savepoint.cleanup.enabled | no | neither true nor false",
        "state.checkpoints.num-retained | 1.5 | not a whole number from 0 to 999999999",
      })
  void unreadable(String key, String value, String reason) {
    var retention =
        new JobRetentionReader(ON, job("'" + key + "': '" + value + "'")).read(Optional.empty());

    assertThat(retention.policy()).isEmpty();
    assertThat(retention.problems())
        .containsExactly("%s is '%s': %s".formatted(key, value, reason));
  }

  @Test
  @DisplayName(
      "H4 an annotation that cannot be read deletes nothing, and all problems are reported at once")
  void unreadableSwitch() {
    var job = job("kubernetes.operator.savepoint.history.max.count: many");
    annotate(job, "yes");

    assertThat(new JobRetentionReader(OFF, job).read(Optional.empty()).problems())
        .containsExactly(
            "tidemark.io/history-cleanup is 'yes': neither true nor false",
            "kubernetes.operator.savepoint.history.max.count is 'many': not a whole number"
                + " from 0 to 999999999");
  }

  @ParameterizedTest
  @DisplayName("M1 the keys of a job that is not cleaned up are not read")
  @ValueSource(strings = {"many", "-1"})
  void keysOfJobWithoutCleanup(String count) {
    var job = job("kubernetes.operator.savepoint.history.max.count: " + count);

    assertThat(new JobRetentionReader(OFF, job).read(Optional.empty()).problems()).isEmpty();
  }

  @Test
  @DisplayName(
      "M3 a job of the reference is cleaned up by the reference, unless a setting says otherwise")
  void jobOfReference() {
    var job = job("{}");
    job.getMetadata().setFinalizers(List.of("flinkdeployments.flink.apache.org/finalizer"));

    assertThat(new JobRetentionReader(ON, job).skipReason())
        .contains("history cleanup is turned off");
    annotate(job, "true");
    assertThat(new JobRetentionReader(ON, job).skipReason())
        .isNotEqualTo(Optional.of("history cleanup is turned off"));
  }

  private static CleanupSettings settings(boolean enabled, CleanupSettings.Defaults defaults) {
    return new CleanupSettings(
        enabled,
        false,
        INTERVAL,
        defaults,
        Optional.empty(),
        Optional.empty(),
        3,
        false,
        Optional.empty(),
        ResourceSelector.ALL);
  }

  private static RetentionPolicy policy(CleanupSettings system, JobResource job) {
    return new JobRetentionReader(system, job).read(Optional.empty()).policy().orElseThrow();
  }

  private static void annotate(JobResource job, String annotation) {
    if (annotation != null) {
      job.getMetadata().setAnnotations(Map.of("tidemark.io/history-cleanup", annotation));
    }
  }

  private static JobResource job(String flinkConfiguration) {
    var spec = "job: {state: running}\nflinkConfiguration:\n" + flinkConfiguration.indent(2);
    return Jobs.deployment("orders", spec, Jobs.RUNNING);
  }
}
