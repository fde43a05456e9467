package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Stream;
import javax.xml.xpath.XPathException;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xml.sax.InputSource;

/** The versions of docs/install/compatibility.md are those that the tests run. */
class CompatibilityDocumentationTest {
  private static final Path PAGE = Path.of("..", "docs", "install", "compatibility.md");
  private static final Path PROGRAMS = Path.of("..", "tools", "versions.env");

  @ParameterizedTest
  @CsvSource({
    "Kubernetes, kube-apiserver",
    "Kubernetes, kube-controller-manager",
    "Kubernetes, kubectl",
    "Kubernetes, etcd",
    "Temporal server, temporal",
    "Helm, helm"
  })
  @DisplayName("The page has the version of each program that the tests run")
  void programs(String part, String program) throws IOException {
    var versions = new Properties();
    try (var reader = Files.newBufferedReader(PROGRAMS)) {
      versions.load(reader);
    }

    assertThat(row(part)).contains(versions.getProperty(program));
  }

  @ParameterizedTest
  @CsvSource({
    "Flink, flink.version",
    "Flink, flink2.version",
    "Temporal's Java SDK, temporal.version",
    "Flink operator's CRDs, flink-kubernetes-operator.version"
  })
  @DisplayName("The page has the version of each library that the tests run")
  void libraries(String part, String property) throws IOException, XPathException {
    var pom = new InputSource(Path.of("..", "pom.xml").toString());
    var path = "/project/properties/" + property;

    assertThat(row(part)).contains(XPathFactory.newInstance().newXPath().evaluate(path, pom));
  }

  private static String row(String part) throws IOException {
    try (Stream<String> lines = Files.lines(PAGE)) {
      return lines.filter(line -> line.startsWith("| " + part + " |")).findFirst().orElseThrow();
    }
  }
}
