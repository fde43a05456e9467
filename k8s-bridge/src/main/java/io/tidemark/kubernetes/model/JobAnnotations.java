package io.tidemark.kubernetes.model;

/** The annotations that Tidemark reads from FlinkDeployments and FlinkSessionJobs. */
public final class JobAnnotations {
  /** The Secret with the certificates that the job's cluster is asked with (S4). */
  public static final String FLINK_TLS_SECRET = "tidemark.io/flink-tls-secret";

  /** The Secret with the credentials that the job's cluster is asked with (S4). */
  public static final String FLINK_AUTH_SECRET = "tidemark.io/flink-auth-secret";

  private JobAnnotations() {}
}
