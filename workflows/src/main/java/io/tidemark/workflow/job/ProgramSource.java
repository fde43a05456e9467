package io.tidemark.workflow.job;

import java.util.Optional;

/** Reads the programs of session jobs from their resources, when Flink is called. */
@FunctionalInterface
public interface ProgramSource {
  /** Reads a program; empty if the resource, or its spec of that generation, no longer exists. */
  Optional<Program> read(ProgramReference program);
}
