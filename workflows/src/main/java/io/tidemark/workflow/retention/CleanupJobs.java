package io.tidemark.workflow.retention;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * The jobs to clean up.
 *
 * @param jobs by kind, namespace and name
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CleanupJobs(List<CleanupJob> jobs) {
  public CleanupJobs {
    jobs = jobs == null ? List.of() : List.copyOf(jobs);
  }
}
