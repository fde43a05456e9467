package io.tidemark.kubernetes.model;

/** The division of work between Tidemark and the reference operator (M1). */
public enum OperatingMode {
  /** The reference operator manages the jobs, and serves its own keys of a job's configuration. */
  COMPANION,
  /** Tidemark works alone, and serves nonces and {@code kubernetes.operator.periodic.*} too. */
  STANDALONE
}
