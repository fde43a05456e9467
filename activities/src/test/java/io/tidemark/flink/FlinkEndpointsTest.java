package io.tidemark.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidemark.workflow.flink.FlinkJob;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlinkEndpointsTest {
  private static final FlinkJob JOB = new FlinkJob("shop", "orders", 8082, FlinkBodies.JOB);

  @ParameterizedTest
  @CsvSource({
    "http://{name}-rest.{namespace}:{port}, http://orders-rest.shop:8082/",
    "https://flink.example.com/{namespace}/{name}, https://flink.example.com/shop/orders",
    "http://127.0.0.1:8141, http://127.0.0.1:8141/"
  })
  void fillsTheTemplateInForTheCluster(String template, String url) {
    assertThat(new FlinkEndpoints(template).of(JOB)).hasToString(url);
  }

  @Test
  @DisplayName("S4 a cluster with certificates is asked by TLS, whatever the template says")
  void asksByTlsWithCertificates() {
    assertThat(
            new FlinkEndpoints("http://{name}-rest.{namespace}:{port}")
                .of(JOB.withSecrets("flink-tls", null)))
        .hasToString("https://orders-rest.shop:8082/");
  }

  @ParameterizedTest
  @DisplayName("M4 a Service of the cluster's own namespace takes the template's place")
  @CsvSource({
    "http://{name}-rest.{namespace}:{port}, http://jm.shop:8082/",
    "https://flink.example.com/{namespace}/{name}, https://jm.shop:8082/",
    "http://127.0.0.1:8141, http://jm.shop:8082/"
  })
  void callsTheNamedService(String template, String url) {
    var endpoints = new FlinkEndpoints(template);

    assertThat(endpoints.of(JOB.at("jm"))).hasToString(url);
    assertThat(endpoints.of(JOB.at("jm").withSecrets("tls", null)).isHttps()).isTrue();
  }

  @ParameterizedTest
  @DisplayName(
      "M4 S4 what is no name of a Service, or could be one of another namespace, is refused")
  @ValueSource(
      strings = {"jm.other", "jm.other.svc", "jm:80", "jm/", "-jm", "jm-", "", "JM", "8jm"})
  void refusesForgedServices(String forged) {
    assertThatIllegalArgumentException().isThrownBy(() -> JOB.at(forged));
  }

  @ParameterizedTest
  @DisplayName("S4 whether names can lead to other hosts")
  @CsvSource({
    "http://{name}-rest.{namespace}:{port}, false",
    "https://{namespace}.flink.example.com/, false",
    "https://flink.example.com/{namespace}/{name}, true",
    "http://127.0.0.1:{port}, true"
  })
  void oneHost(String template, boolean oneHost) {
    assertThat(new FlinkEndpoints(template).oneHost()).isEqualTo(oneHost);
  }

  @ParameterizedTest
  @DisplayName("S4 what is no name of a cluster makes no address")
  @ValueSource(strings = {"evil.example.com/?", "evil.example.com#", "user@evil", "", ".."})
  void refusesForgedNames(String forged) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FlinkJob("shop", forged, 8081, FlinkBodies.JOB));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FlinkJob(forged, "orders", 8081, FlinkBodies.JOB));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://{cluster}:8081", "http://{name", "orders-rest:8081", "ftp://x"})
  void refusesATemplateThatIsNoUrl(String template) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FlinkEndpoints(template))
        .withMessageContaining(template.replace("{name}", "name").substring(0, 3));
  }

  @Test
  void namesThePlaceholdersThatItKnows() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FlinkEndpoints("http://{cluster}:8081"))
        .withMessage(
            "only {name}, {namespace} and {port} are known placeholders: http://{cluster}:8081");
  }
}
