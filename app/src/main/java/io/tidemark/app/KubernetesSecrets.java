package io.tidemark.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.flink.access.SecretContents;
import io.tidemark.flink.access.SecretReader;
import io.tidemark.flink.access.UnusableSecretException;
import io.tidemark.workflow.model.ResourceName;
import java.net.HttpURLConnection;
import java.util.Base64;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;

/** Reads the Secrets that jobs name, one at a time, which needs the right to get them. */
final class KubernetesSecrets implements SecretReader {
  private final KubernetesClient kubernetes;

  KubernetesSecrets(KubernetesClient kubernetes) {
    this.kubernetes = requireNonNull(kubernetes, "kubernetes is null");
  }

  @Override
  public SecretContents read(String namespace, String name) throws UnusableSecretException {
    var words = "Secret " + namespace + "/" + name;
    if (!ResourceName.allows(name)) {
      throw new UnusableSecretException(words + " cannot exist: that is no name");
    }
    return new SecretContents(
        words,
        find(namespace, name, words)
            .map(secret -> texts(secret.getData()))
            .orElseThrow(() -> new UnusableSecretException(words + " does not exist")));
  }

  private Optional<Secret> find(String namespace, String name, String words)
      throws UnusableSecretException {
    try {
      return Optional.ofNullable(kubernetes.secrets().inNamespace(namespace).withName(name).get());
    } catch (KubernetesClientException e) {
      throw new UnusableSecretException(words + " cannot be read: " + reason(e));
    }
  }

  private static String reason(KubernetesClientException e) {
    if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
      return "Tidemark needs the right to get Secrets there";
    }
    return e.getCode() > 0 ? "Kubernetes answers " + e.getCode() : "Kubernetes does not answer";
  }

  private static Map<String, String> texts(Map<String, String> data) {
    return Optional.ofNullable(data).orElse(Map.of()).entrySet().stream()
        .collect(
            toMap(
                Entry::getKey,
                entry -> new String(Base64.getDecoder().decode(entry.getValue()), UTF_8)));
  }
}
