package io.tidemark.workflow.job;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** The answer of Flink to the last step, on which the next step is decided. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "report")
@JsonSubTypes({
  @JsonSubTypes.Type(value = JobLook.class, name = "LOOK"),
  @JsonSubTypes.Type(value = JarResult.class, name = "JAR"),
  @JsonSubTypes.Type(value = JarDeletionResult.class, name = "JAR_DELETION"),
  @JsonSubTypes.Type(value = SubmissionResult.class, name = "SUBMISSION"),
  @JsonSubTypes.Type(value = StopResult.class, name = "STOP")
})
public sealed interface FlinkReport
    permits JobLook, JarResult, JarDeletionResult, SubmissionResult, StopResult {}
