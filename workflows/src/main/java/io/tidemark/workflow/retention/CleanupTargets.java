package io.tidemark.workflow.retention;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * The jobs whose snapshot history is cleaned up.
 *
 * @param jobs ordered by kind, namespace and name
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CleanupTargets(List<CleanupTarget> jobs) {
  public CleanupTargets {
    jobs = jobs == null ? List.of() : List.copyOf(jobs);
  }
}
