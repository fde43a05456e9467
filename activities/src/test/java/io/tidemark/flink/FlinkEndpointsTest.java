package io.tidemark.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidemark.workflow.flink.FlinkJob;
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
