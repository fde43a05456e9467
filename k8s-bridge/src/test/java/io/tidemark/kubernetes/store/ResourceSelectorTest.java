package io.tidemark.kubernetes.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.fixture.Yaml;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceSelectorTest {
  private static final String TEAM = "matchExpressions: [{key: team, operator: ";

  @ParameterizedTest(name = "{0}")
  @DisplayName("S8 a selector is a Kubernetes LabelSelector, and created snapshots fulfil it")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{matchLabels: {team: a}}                   | team=a          | {team: a}",
        "{\"matchLabels\": {\"x.org/team\": \"\"}}  | x.org/team= | {x.org/team: ''}",
        TEAM + "In, values: [b, a, b]}]             | team in (b,a)   | {team: b}",
        TEAM + "Exists}]                            | team            | {team: ''}",
        TEAM + "NotIn, values: [a]}]                | team notin (a)  | {}",
        TEAM + "DoesNotExist}]                      | !team           | {}",
        TEAM + "Exists}, {key: team, operator: In, values: [a]}] | team,team=a | {team: a}",
        "{}                                         | ''              | {}",
      })
  void selector(String text, String query, String labels) {
    var selector = ResourceSelector.parse(text);

    assertThat(selector.query()).isEqualTo(query.replace("''", ""));
    assertThat(selector.neededLabels()).isEqualTo(Yaml.read(labels, Map.class));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("S8 a resource is selected by its labels as the API server selects it")
  @CsvSource(
      delimiter = '|',
      value = {
        "{matchLabels: {team: a}}                      | a | true",
        "{matchLabels: {team: a}}                      | b | false",
        "{matchLabels: {team: a, env: x}}              | a | false",
        "{matchLabels: {team: a}}                      |   | false",
        TEAM + "In, values: [a, b]}]                   | b | true",
        TEAM + "In, values: [a, b]}]                   |   | false",
        TEAM + "NotIn, values: [a]}]                   | a | false",
        TEAM + "NotIn, values: [a]}]                   | b | true",
        TEAM + "NotIn, values: [a]}]                   |   | true",
        TEAM + "Exists}]                               | a | true",
        TEAM + "Exists}]                               |   | false",
        TEAM + "DoesNotExist}]                         | a | false",
        TEAM + "DoesNotExist}]                         |   | true",
      })
  void selection(String text, String team, boolean selected) {
    var snapshot = SnapshotDraft.savepoint();
    if (team != null) {
      snapshot.label("team", team);
    }

    assertThat(ResourceSelector.parse(text).selects(snapshot.resource())).isEqualTo(selected);
  }

  @Test
  @DisplayName("S8 an empty text selects all resources")
  void none() {
    assertThat(ResourceSelector.parse(" ")).isEqualTo(ResourceSelector.ALL);
    assertThat(ResourceSelector.ALL.selects(SnapshotDraft.savepoint().resource())).isTrue();
    assertThat(ResourceSelector.ALL.selectsAll()).isTrue();
  }

  @ParameterizedTest
  @DisplayName(
      "S8 a selector that Kubernetes would not accept, or that selects nothing, is refused")
  @ValueSource(
      strings = {
        "team=a",
        "[team]",
        "{team: a}",
        "{matchLabels: {team: a b}}",
        "{matchLabels: {team: [a]}}",
        "{matchLabels: {a/b/c: d}}",
        "{matchLabels: {-team: a}}",
        "{matchLabels: {/team: a}}",
        "{matchLabels: {Big/team: a}}",
        "{matchLabels: {team: a",
        TEAM + "In}]",
        TEAM + "In, values: [a], more: b}]",
        TEAM + "Exists, values: [a]}]",
        TEAM + "Gt, values: [1]}]",
        "matchExpressions: [{key: team}]",
        "matchExpressions: [{operator: Exists}]",
        "{matchLabels: {team: a}, " + TEAM + "DoesNotExist}]}",
        "{matchLabels: {team: a}, " + TEAM + "In, values: [b]}]}",
      })
  void refused(String text) {
    assertThatThrownBy(() -> ResourceSelector.parse(text)).isInstanceOf(RuntimeException.class);
  }
}
