package io.tidemark.workflow.retention;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * The jobs whose snapshot history is cleaned up.
 *
 * @param jobs ordered by kind, namespace and name
 * @param problems one line for each namespace whose jobs could not be listed
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CleanupTargets(List<CleanupTarget> jobs, List<String> problems) {
  public CleanupTargets {
    jobs = jobs == null ? List.of() : List.copyOf(jobs);
    problems = problems == null ? List.of() : List.copyOf(problems);
  }
}
