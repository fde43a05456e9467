package io.tidemark.kubernetes.model;

/** Who looks after the jobs (M1). */
public enum OperatingMode {
  /** The reference operator does, and serves its own keys of a job's configuration. */
  COMPANION,
  /** Nobody else does: nonces and {@code kubernetes.operator.periodic.*} are served too. */
  STANDALONE
}
