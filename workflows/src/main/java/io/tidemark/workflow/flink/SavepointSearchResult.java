package io.tidemark.workflow.flink;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * The savepoints that a job's checkpoint history shows.
 *
 * @param paths their paths, with the scheme, newest first; empty also if the job is not known
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SavepointSearchResult(List<String> paths) {
  public SavepointSearchResult {
    paths = paths == null ? List.of() : List.copyOf(paths);
  }
}
