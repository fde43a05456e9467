package io.tidemark.workflow.flink;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * The result of a look at a cluster's configuration.
 *
 * @param directory its default savepoint directory; null if it has none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SavepointDirectoryResult(@Nullable String directory) {}
