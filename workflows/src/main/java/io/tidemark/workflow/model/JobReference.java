package io.tidemark.workflow.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * The job resource that a snapshot names, in the snapshot's own namespace (R3).
 *
 * @param kind {@value #DEPLOYMENT} or {@value #SESSION_JOB}
 * @param name the job resource's name
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobReference(String kind, String name) {
  public static final String DEPLOYMENT = "FlinkDeployment";
  public static final String SESSION_JOB = "FlinkSessionJob";

  public JobReference {
    requireNonNull(kind, "kind is null");
    requireNonNull(name, "name is null");
  }

  @Override
  public String toString() {
    return kind + " " + name;
  }
}
