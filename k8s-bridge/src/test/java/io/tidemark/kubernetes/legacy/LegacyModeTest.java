package io.tidemark.kubernetes.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.kubernetes.fixture.ApiServer;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.model.InvalidSettingException;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.store.JobStore;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which jobs are in legacy mode. */
class LegacyModeTest {
  private static final String SPEC =
      "{deploymentName: session, job: {}, flinkConfiguration:"
          + " {kubernetes.operator.snapshot.resource.enabled: '%s'}}";

  private final ApiServer api = new ApiServer();
  private final JobStore jobs = new JobStore(api.client());

  @AfterEach
  void close() {
    api.close();
  }

  @ParameterizedTest(name = "L1 job {0}, cluster {1}, setting {2}, CRD {3}: {4}")
  @DisplayName("L1 the job decides, else its cluster, else the setting; without the CRD it is on")
  @CsvSource({
    "'', '', true, true, false",
    "'', '', false, true, true",
    "false, '', true, true, true",
    "true, false, false, true, false",
    "'', false, true, true, true",
    "'', true, false, true, false",
    "true, true, true, false, true"
  })
  void decided(String job, String cluster, boolean setting, boolean served, boolean on) {
    api.put(Jobs.deployment("session", SPEC.formatted(cluster), Jobs.RUNNING));
    var mode = new LegacyMode(jobs, setting, () -> served);

    assertThat(mode.isOn(job(job))).isEqualTo(on);
  }

  @Test
  @DisplayName("L1 M3 a job of the reference is not in our legacy mode")
  void ofReference() {
    var job = job("false");
    job.getMetadata().setFinalizers(List.of("flinksessionjobs.flink.apache.org/finalizer"));

    assertThat(new LegacyMode(jobs, false, () -> false).isOn(job)).isFalse();
  }

  @Test
  @DisplayName("L1 a value that is neither true nor false is named")
  void unreadable() {
    var mode = new LegacyMode(jobs, true, () -> true);

    assertThatThrownBy(() -> mode.isOn(job("perhaps")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "kubernetes.operator.snapshot.resource.enabled is 'perhaps': neither true nor false");
  }

  @Test
  @DisplayName(
      "L1 without the CRD an unreadable value does not matter, and a stop takes the default")
  void unreadableDoesNotBlock() {
    var job = job("perhaps");

    assertThat(new LegacyMode(jobs, true, () -> false).isOn(job)).isTrue();
    assertThat(new LegacyMode(jobs, true, () -> true).isOnOrByDefault(job)).isFalse();
    assertThat(new LegacyMode(jobs, false, () -> true).isOnOrByDefault(job)).isTrue();
  }

  @Test
  @DisplayName("L1 M1 in companion no job is in legacy mode, also not one that asks for it")
  void companion() {
    assertThat(LegacyMode.never(jobs).isOn(job("false"))).isFalse();
  }

  private static JobResource job(String enabled) {
    return Jobs.sessionJob("orders", SPEC.formatted(enabled), Jobs.RUNNING);
  }
}
