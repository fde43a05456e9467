package io.tidemark.flink.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobManagerConfigurationTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "high-availability.type|zookeeper|/orders|s3://b/ha/job-result-store/orders",
        "high-availability|zookeeper|orders|s3://b/ha/job-result-store/orders",
        "high-availability.type|NONE|orders|",
        "other|zookeeper|orders|",
      })
  @DisplayName("U7 the results of jobs lie below the storage of high availability")
  void jobResultStore(String key, String type, String clusterId, String expected) {
    var configuration =
        new JobManagerConfiguration(
            Map.of(
                key,
                type,
                "high-availability.storageDir",
                "s3://b/ha/",
                "high-availability.cluster-id",
                clusterId));

    assertThat(configuration.jobResultStore().orElse(null)).isEqualTo(expected);
  }

  @Test
  @DisplayName("U11 the savepoint directory has two names")
  void savepointDirectory() {
    assertThat(new JobManagerConfiguration(Map.of()).savepointDirectory()).isEmpty();
    assertThat(
            new JobManagerConfiguration(Map.of("state.savepoints.dir", "s3://b"))
                .savepointDirectory())
        .isEqualTo("s3://b");
  }
}
