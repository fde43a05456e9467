package io.tidemark.flink.access;

import static java.util.Objects.requireNonNull;

import io.tidemark.workflow.flink.FlinkJob;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Chooses the Secrets for calls to a cluster: those of the job, else those of the system. */
public final class FlinkSecrets {
  private final SecretReader jobSecrets;
  private final @Nullable SecretSource systemTls;
  private final @Nullable SecretSource systemAuth;

  /**
   * Creates the choice for an installation.
   *
   * @param jobSecrets reads the Secrets that jobs name
   * @param tlsDirectory the mounted Secret with the system's certificates; empty for none
   * @param authDirectory the mounted Secret with the system's credentials; empty for none
   */
  public FlinkSecrets(SecretReader jobSecrets, String tlsDirectory, String authDirectory) {
    this.jobSecrets = requireNonNull(jobSecrets, "jobSecrets is null");
    this.systemTls = mounted(tlsDirectory, TlsMaterial.KEYS);
    this.systemAuth = mounted(authDirectory, AuthorizationHeader.KEYS);
  }

  /**
   * Returns the Secrets for calls to this job's cluster. The credentials of the system go only to
   * the configured address, not to a Service that the owner of a resource names (S4, M4).
   */
  public ClusterSecrets of(FlinkJob job) {
    return new ClusterSecrets(
        ofJob(job.namespace(), job.tlsSecret(), systemTls),
        ofJob(job.namespace(), job.authSecret(), job.restService() == null ? systemAuth : null));
  }

  private @Nullable SecretSource ofJob(
      String namespace, @Nullable String name, @Nullable SecretSource system) {
    return name == null ? system : new SecretSource.OfJob(jobSecrets, namespace, name);
  }

  private static @Nullable SecretSource mounted(String directory, Set<String> keys) {
    return directory.isEmpty() ? null : new SecretSource.Mounted(Path.of(directory), keys);
  }
}
