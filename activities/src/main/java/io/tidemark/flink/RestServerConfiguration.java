package io.tidemark.flink;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of the REST server of a cluster, from {@code /config}.
 *
 * @param flinkVersion such as 1.20.5
 * @param flinkRevision commit and time of the build; null if Flink does not say
 * @param refreshInterval the age of cached answers, in milliseconds
 * @param features what the server allows; null if it does not say
 */
public record RestServerConfiguration(
    @JsonProperty("flink-version") String flinkVersion,
    @JsonProperty("flink-revision") @Nullable String flinkRevision,
    @JsonProperty("refresh-interval") long refreshInterval,
    @Nullable Features features) {

  /**
   * The features that can be turned off.
   *
   * @param webSubmit {@code web.submit.enable}; null if the server does not say
   */
  public record Features(@JsonProperty("web-submit") @Nullable Boolean webSubmit) {}

  public RestServerConfiguration {
    requireNonNull(flinkVersion, "flink-version is missing");
  }

  /** Returns whether jars can be uploaded and run; gateways may not say it. */
  public boolean submissionAllowed() {
    return features == null || !Boolean.FALSE.equals(features.webSubmit());
  }
}
