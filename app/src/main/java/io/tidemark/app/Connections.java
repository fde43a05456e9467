package io.tidemark.app;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.Config;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.tidemark.app.configuration.ConfigurationException;
import java.io.IOException;
import java.security.GeneralSecurityException;

/**
 * The connections to Temporal and Kubernetes.
 *
 * @param temporalService address and credentials of the Temporal server
 * @param temporalClient the Temporal namespace; completed by the SDK's defaults
 * @param kubernetes address and credentials of the API server
 */
public record Connections(
    WorkflowServiceStubsOptions temporalService,
    WorkflowClientOptions temporalClient,
    Config kubernetes) {
  /** Names a file with the API key, which may be replaced while the process runs. */
  private static final String API_KEY_FILE = "TEMPORAL_API_KEY_FILE";

  /** Temporal repeats a call that fails, and shows it, so the client does not. */
  private static final int KUBERNETES_RETRIES = 0;

  public Connections {
    requireNonNull(temporalService, "temporalService is null");
    temporalClient =
        WorkflowClientOptions.newBuilder(temporalClient).validateAndBuildWithDefaults();
    requireNonNull(kubernetes, "kubernetes is null");
  }

  /**
   * Reads {@code TEMPORAL_*} and {@code KUBECONFIG}, or the service account of a pod, as the tools
   * of both do.
   *
   * @throws ConfigurationException if they cannot be used
   */
  public static Connections fromEnvironment() {
    try {
      var temporal = ClientConfigProfile.load();
      var credentials = new TemporalCredentials(temporal, System.getenv(API_KEY_FILE));
      var service = credentials.options();
      credentials.reloadPeriodically();
      return new Connections(
          service, temporal.toWorkflowClientOptions(), kubernetesFromEnvironment());
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      var reason = e.getCause() == null ? e : e.getCause();
      throw new ConfigurationException("TEMPORAL_* cannot be used: " + reason, e);
    }
  }

  /** Reads the Kubernetes part alone, for commands that need no Temporal. */
  static Config kubernetesFromEnvironment() {
    var kubernetes = Config.autoConfigure(null);
    kubernetes.setRequestRetryBackoffLimit(KUBERNETES_RETRIES);
    kubernetes.setMaxConcurrentRequestsPerHost(kubernetes.getMaxConcurrentRequests());
    return kubernetes;
  }
}
