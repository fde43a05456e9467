package io.tidemark.e2e;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.xpath.XPathException;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.comments.CommentLine;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * The chart's files. Its README has a table of the values, whose descriptions are the comments that
 * begin with {@code # --} as in helm-docs. To write the table again: {@code mvn test -pl e2e -am
 * -Dtidemark.docs.write=true -Dtest=ChartFilesTest -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class ChartFilesTest {
  private static final Path CHART = Path.of("..", "helm", "tidemark");
  private static final Path README = CHART.resolve("README.md");
  private static final boolean WRITE = Boolean.getBoolean("tidemark.docs.write");
  private static final Pattern TABLE =
      Pattern.compile(
          "(<!-- begin generated: values -->).*(<!-- end generated: values -->)", Pattern.DOTALL);

  @Test
  void theReadmeHasEachValueWithItsDefault() throws IOException {
    var readme = Files.readString(README);
    assertThat(readme).containsPattern(TABLE);
    var expected =
        TABLE
            .matcher(readme)
            .replaceFirst("$1\n\n" + Matcher.quoteReplacement(valuesTable()) + "\n\n$2");
    if (WRITE) {
      Files.writeString(README, expected);
      return;
    }

    assertThat(readme)
        .as("%s is stale; write it again with -Dtidemark.docs.write=true", README)
        .isEqualTo(expected);
  }

  @Test
  void theVersionsAreThoseOfThePom() throws IOException, XPathException {
    var chart = yaml("Chart.yaml");

    assertThat(chart.at("/annotations/tidemark.io~1crd-version").asText())
        .isEqualTo(pom("//*[local-name()='flink-kubernetes-operator.version']"));
    assertThat(chart.get("appVersion").asText()).isEqualTo(pom("/*/*[local-name()='version']"));
  }

  @Test
  void theLinksLeadToThisRepository() throws IOException {
    var chart = yaml("Chart.yaml");
    var home = chart.get("home").asText();
    var file = Pattern.compile(Pattern.quote(home) + "/blob/main/([^#)\\s]+)");
    var files =
        Stream.of(chart.toString(), Files.readString(README))
            .flatMap(text -> file.matcher(text.replace("\\n", "\n")).results())
            .map(link -> Path.of("..", link.group(1)));

    assertThat(files).isNotEmpty().allSatisfy(it -> assertThat(it).exists());
    assertThat(chart.get("icon").asText()).endsWith("/main/helm/tidemark/icon.svg");
    assertThat(CHART.resolve("icon.svg")).exists();
    assertThat(chart.at("/sources/0").asText()).isEqualTo(home);
  }

  private static String valuesTable() throws IOException {
    var options = new LoaderOptions();
    options.setProcessComments(true);
    var text = Files.readString(CHART.resolve("values.yaml"));
    var root = (MappingNode) new Yaml(options).compose(new StringReader(text));
    return Stream.concat(
            Stream.of("| Value | Type | Default | Description |", "| --- | --- | --- | --- |"),
            rows("", root, yaml("values.yaml")))
        .collect(joining("\n"));
  }

  private static Stream<String> rows(String prefix, MappingNode node, JsonNode values) {
    return node.getValue().stream().flatMap(entry -> rows(prefix, entry, values));
  }

  private static Stream<String> rows(String prefix, NodeTuple entry, JsonNode values) {
    var name = ((ScalarNode) entry.getKeyNode()).getValue();
    var value = values.get(name);
    var description = description(entry.getKeyNode().getBlockComments());
    if (description.isPresent()) {
      var cells =
          List.of(code(prefix + name), type(value), code(value.toString()), description.get());
      return Stream.of(
          cells.stream().map(cell -> cell.replace("|", "\\|")).collect(joining(" | ", "| ", " |")));
    }
    assertThat(entry.getValueNode())
        .as("%s%s needs a comment that begins with '# --', or values below it", prefix, name)
        .isInstanceOf(MappingNode.class);
    return rows(prefix + name + ".", (MappingNode) entry.getValueNode(), value);
  }

  /** The text from the last line that begins with "--". */
  private static Optional<String> description(List<CommentLine> comments) {
    var text = comments.stream().map(line -> line.getValue().strip()).collect(joining("\n"));
    var begin = text.lastIndexOf("-- ");
    return begin < 0
        ? Optional.empty()
        : Optional.of(text.substring(begin + 3).strip().replace("\n", " "));
  }

  private static String type(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "string";
      case BOOLEAN -> "bool";
      case NUMBER -> "int";
      case ARRAY -> "list";
      case OBJECT -> "object";
      case NULL, BINARY, MISSING, POJO ->
          throw new IllegalArgumentException("A default may not be " + value.getNodeType());
    };
  }

  private static String code(String text) {
    return "`" + text + "`";
  }

  private static JsonNode yaml(String file) throws IOException {
    return Serialization.unmarshal(Files.readString(CHART.resolve(file)), JsonNode.class);
  }

  private static String pom(String path) throws XPathException {
    var pom = new InputSource(Path.of("..", "pom.xml").toString());
    return XPathFactory.newInstance().newXPath().evaluate(path, pom);
  }
}
