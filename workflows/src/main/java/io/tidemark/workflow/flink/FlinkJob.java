package io.tidemark.workflow.flink;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.tidemark.workflow.model.ResourceName;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A job on a cluster. It contains neither the address of the cluster's REST endpoint nor a secret
 * value: the activities build the address from these values and the configured template, so that a
 * changed template reaches running workflows, and read the Secrets for each call.
 *
 * @param namespace namespace of the cluster's FlinkDeployment
 * @param cluster name of the cluster's FlinkDeployment
 * @param restPort {@code rest.port} of the cluster's configuration
 * @param jobId Flink's job id, 32 hex digits
 * @param tlsSecret name of the Secret with certificates for the cluster, in its namespace; null for
 *     that of the system
 * @param authSecret name of the Secret with credentials for the cluster, in its namespace; null for
 *     that of the system
 * @param restService name of the Service at which the cluster is called, in its namespace; null for
 *     the configured template
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FlinkJob(
    String namespace,
    String cluster,
    int restPort,
    String jobId,
    @Nullable String tlsSecret,
    @Nullable String authSecret,
    @Nullable String restService) {
  /** A name of a Service has no dots, so that it cannot lead to another namespace. */
  private static final Pattern SERVICE = Pattern.compile("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");

  private static final int LARGEST_PORT = 65_535;

  /**
   * Throws IllegalArgumentException for values that could lead to a host other than a cluster's
   * (S4).
   */
  public FlinkJob {
    requireName(namespace, "namespace");
    requireName(cluster, "cluster");
    if (restPort < 1 || restPort > LARGEST_PORT) {
      throw new IllegalArgumentException("restPort is not a port: " + restPort);
    }
    requireNonNull(jobId, "jobId is null");
    if (restService != null && !SERVICE.matcher(restService).matches()) {
      throw new IllegalArgumentException(
          "restService is not the name of a Service: " + restService);
    }
  }

  /** Creates a job on a cluster that names no Secrets. */
  public FlinkJob(String namespace, String cluster, int restPort, String jobId) {
    this(namespace, cluster, restPort, jobId, null, null, null);
  }

  /**
   * Returns the same job with these Secrets for calls to its cluster; null for those of the system.
   */
  public FlinkJob withSecrets(@Nullable String tls, @Nullable String auth) {
    return new FlinkJob(namespace, cluster, restPort, jobId, tls, auth, restService);
  }

  /** Returns the same job, called at this Service; null for the configured template. */
  public FlinkJob at(@Nullable String service) {
    return new FlinkJob(namespace, cluster, restPort, jobId, tlsSecret, authSecret, service);
  }

  /** Returns another job on the same cluster. */
  public FlinkJob withJobId(String id) {
    return new FlinkJob(namespace, cluster, restPort, id, tlsSecret, authSecret, restService);
  }

  private static void requireName(String text, String field) {
    if (!ResourceName.allows(requireNonNull(text, field + " is null"))) {
      throw new IllegalArgumentException(field + " is not the name of a resource: " + text);
    }
  }
}
