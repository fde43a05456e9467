package io.tidemark.flink.access;

import static java.util.Objects.requireNonNull;

import io.tidemark.workflow.flink.FlinkJob;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which Secrets the clusters are asked with: a job's own, else the system's. */
public final class FlinkSecrets {
  private final SecretReader ofJobs;
  private final @Nullable SecretSource systemTls;
  private final @Nullable SecretSource systemAuth;

  /**
   * The Secrets of an installation.
   *
   * @param ofJobs reads those that jobs name
   * @param tlsDirectory the mounted Secret with the system's certificates; empty for none
   * @param authDirectory the mounted Secret with the system's credentials; empty for none
   */
  public FlinkSecrets(SecretReader ofJobs, String tlsDirectory, String authDirectory) {
    this.ofJobs = requireNonNull(ofJobs, "ofJobs is null");
    this.systemTls = mounted(tlsDirectory, TlsMaterial.KEYS);
    this.systemAuth = mounted(authDirectory, AuthorizationHeader.KEYS);
  }

  /** What this job's cluster is asked with. */
  public ClusterSecrets of(FlinkJob job) {
    return new ClusterSecrets(
        ofJob(job.namespace(), job.tlsSecret(), systemTls),
        ofJob(job.namespace(), job.authSecret(), systemAuth));
  }

  private @Nullable SecretSource ofJob(
      String namespace, @Nullable String name, @Nullable SecretSource system) {
    return name == null ? system : new SecretSource.OfJob(ofJobs, namespace, name);
  }

  private static @Nullable SecretSource mounted(String directory, Set<String> keys) {
    return directory.isEmpty() ? null : new SecretSource.Mounted(Path.of(directory), keys);
  }
}
