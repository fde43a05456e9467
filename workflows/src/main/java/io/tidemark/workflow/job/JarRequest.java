package io.tidemark.workflow.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.flink.FlinkJob;

/**
 * Requests that a program's jar is fetched, checked and uploaded (U7, U11).
 *
 * @param program the program
 * @param cluster the cluster; its job id is the one that the program will be submitted with
 * @param planned whether Flink is to compute the program's plan, which runs its {@code main} once
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record JarRequest(ProgramReference program, FlinkJob cluster, boolean planned) {
  public JarRequest {
    requireNonNull(program, "program is null");
    requireNonNull(cluster, "cluster is null");
  }
}
