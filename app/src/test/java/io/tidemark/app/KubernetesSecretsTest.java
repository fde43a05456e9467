package io.tidemark.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.tidemark.flink.access.SecretContents;
import io.tidemark.flink.access.UnusableSecretException;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@EnableKubernetesMockClient
class KubernetesSecretsTest {
  private static final String PATH = "/api/v1/namespaces/shop/secrets/flink-auth";

  private KubernetesMockServer server;
  private KubernetesClient client;

  @Test
  @DisplayName("S4 a Secret is read again each time")
  void readsEachTime() throws UnusableSecretException {
    serve(Map.of("token", "b25l"));
    serve(Map.of("token", "dHdv"));
    var secrets = new KubernetesSecrets(client);

    assertThat(secrets.read("shop", "flink-auth"))
        .isEqualTo(new SecretContents("Secret shop/flink-auth", Map.of("token", "one")));
    assertThat(secrets.read("shop", "flink-auth").texts()).containsEntry("token", "two");
  }

  @Test
  @DisplayName("S4 a Secret without any data is empty")
  void empty() throws UnusableSecretException {
    serve(null);

    assertThat(new KubernetesSecrets(client).read("shop", "flink-auth").texts()).isEmpty();
  }

  @ParameterizedTest
  @DisplayName("S4 why a Secret cannot be read is said in its name")
  @CsvSource(
      delimiter = '|',
      value = {
        "404 | Secret shop/flink-auth does not exist",
        "403 | Secret shop/flink-auth cannot be read: Tidemark needs the right to get Secrets there",
        "400 | Secret shop/flink-auth cannot be read: Kubernetes answers 400",
      })
  void unreadable(int status, String words) {
    server.expect().get().withPath(PATH).andReturn(status, "opensesame").always();

    assertRefused(client, "flink-auth", words);
  }

  @ParameterizedTest
  @DisplayName("S4 a name that leads to another namespace, or to a list, is not asked for")
  @ValueSource(strings = {"../../other/secrets/token", "..", "a/b", "", "A"})
  void noName(String name) {
    assertRefused(client, name, "Secret shop/" + name + " cannot exist: that is no name");
    assertThat(server.getRequestCount()).isZero();
  }

  @Test
  @DisplayName("S4 an API server that is away is said to be")
  void away() {
    var config =
        new ConfigBuilder().withMasterUrl("http://localhost:1").withRequestRetryBackoffLimit(0);
    try (var nowhere = new KubernetesClientBuilder().withConfig(config.build()).build()) {
      assertRefused(
          nowhere,
          "flink-auth",
          "Secret shop/flink-auth cannot be read: Kubernetes does not answer");
    }
  }

  private static void assertRefused(KubernetesClient client, String name, String words) {
    var secrets = new KubernetesSecrets(client);

    assertThatThrownBy(() -> secrets.read("shop", name))
        .isInstanceOf(UnusableSecretException.class)
        .hasMessage(words)
        .hasNoCause();
  }

  private void serve(Map<String, String> data) {
    var secret = new SecretBuilder().withData(data).build();
    server.expect().get().withPath(PATH).andReturn(200, secret).once();
  }
}
