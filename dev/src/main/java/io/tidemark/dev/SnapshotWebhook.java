package io.tidemark.dev;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * A validating admission webhook with the rule of the Flink operator's: it refuses to create or
 * update a FlinkStateSnapshot with other than one kind, or whose job does not exist while its state
 * is empty or TRIGGER_PENDING. It does not see the status subresource.
 */
public final class SnapshotWebhook implements AutoCloseable {
  private static final int HTTP_OK = 200;
  private static final int HTTP_FORBIDDEN = 403;
  private static final Set<String> PENDING = Set.of("", "TRIGGER_PENDING");

  private final KubernetesClient kubernetes;
  private final String namespace;
  private final HttpsServer server;

  /** Unbounded: each TLS connection that is open and idle keeps a thread of this server. */
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private final ValidatingWebhookConfiguration configuration;

  private SnapshotWebhook(KubernetesClient kubernetes, String namespace) throws IOException {
    this.kubernetes = requireNonNull(kubernetes, "kubernetes is null");
    this.namespace = requireNonNull(namespace, "namespace is null");
    var authority = new HeldCertificate.Builder().certificateAuthority(0).build();
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(certificates(authority)));
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    configuration = configuration(authority.certificatePem());
  }

  /** Starts a webhook and registers it with the API server for one namespace. */
  public static SnapshotWebhook register(KubernetesClient kubernetes, String namespace) {
    try {
      var webhook = new SnapshotWebhook(kubernetes, namespace);
      webhook.server.start();
      kubernetes.resource(webhook.configuration).serverSideApply();
      return webhook;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes the registration, and stops the server. */
  @Override
  public void close() {
    kubernetes.resource(configuration).delete();
    server.stop(0);
    threads.shutdownNow();
  }

  private static SSLContext certificates(HeldCertificate authority) {
    var own =
        new HeldCertificate.Builder()
            .signedBy(authority)
            .addSubjectAlternativeName("127.0.0.1")
            .build();
    return new HandshakeCertificates.Builder().heldCertificate(own).build().sslContext();
  }

  private ValidatingWebhookConfiguration configuration(String authority) {
    return new ValidatingWebhookConfigurationBuilder()
        .withNewMetadata()
        .withName("snapshots-of-" + namespace)
        .endMetadata()
        .addNewWebhook()
        .withName("snapshots.flink.example.org")
        .withAdmissionReviewVersions("v1")
        .withSideEffects("None")
        .withFailurePolicy("Fail")
        .withNewNamespaceSelector()
        .addToMatchLabels("kubernetes.io/metadata.name", namespace)
        .endNamespaceSelector()
        .withNewClientConfig()
        .withUrl("https://127.0.0.1:%d/".formatted(server.getAddress().getPort()))
        .withCaBundle(Base64.getEncoder().encodeToString(authority.getBytes(UTF_8)))
        .endClientConfig()
        .addNewRule()
        .withApiGroups("flink.apache.org")
        .withApiVersions("*")
        .withOperations("CREATE", "UPDATE")
        .withResources("flinkstatesnapshots")
        .endRule()
        .endWebhook()
        .build();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request = Http.JSON.readTree(exchange.getRequestBody()).path("request");
      var answer = Http.JSON.writeValueAsBytes(review(request));
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(HTTP_OK, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private Map<String, Object> review(JsonNode request) {
    var uid = request.path("uid").asText();
    var response =
        refusal(request.path("object"))
            .<Map<String, Object>>map(
                reason ->
                    Map.of(
                        "uid",
                        uid,
                        "allowed",
                        false,
                        "status",
                        Map.of("code", HTTP_FORBIDDEN, "message", reason)))
            .orElse(Map.of("uid", uid, "allowed", true));
    return Map.of(
        "apiVersion", "admission.k8s.io/v1", "kind", "AdmissionReview", "response", response);
  }

  private Optional<String> refusal(JsonNode snapshot) {
    var spec = snapshot.path("spec");
    if (spec.hasNonNull("savepoint") == spec.hasNonNull("checkpoint")) {
      return Optional.of("Exactly one of checkpoint or savepoint specs has to be set.");
    }
    var job = spec.path("jobReference");
    return PENDING.contains(snapshot.at("/status/state").asText()) && !exists(job)
        ? Optional.of("Target for snapshot %s was not found".formatted(job.path("name").asText()))
        : Optional.empty();
  }

  /** Returns whether the job exists; an import may name none. */
  private boolean exists(JsonNode job) {
    return job.isMissingNode()
        || kubernetes
                .genericKubernetesResources("flink.apache.org/v1beta1", job.path("kind").asText())
                .inNamespace(namespace)
                .withName(job.path("name").asText())
                .get()
            != null;
  }
}
