package io.tidemark.kubernetes.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.tidemark.kubernetes.fixture.ApiServer;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SelectedNamespacesTest {
  private final ApiServer api = new ApiServer();
  private final SelectedNamespaces ours =
      new SelectedNamespaces(ResourceSelector.parse("{matchLabels: {served-by: us}}"));

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  @DisplayName("S8 without a namespace that has the labels, none is served, and not all of them")
  void none() {
    put("other", Map.of());

    var now = ours.now(api.client());

    assertThat(now.parts()).isEmpty();
    assertThat(now.include("other")).isFalse();
    assertThat(now).hasToString("no namespace");
  }

  @Test
  @DisplayName("S8 the namespaces are those that have the labels now")
  void now() {
    put("team-a", Map.of("served-by", "us"));
    put("team-b", Map.of("served-by", "others"));
    assertThat(ours.now(api.client()).names()).containsExactly("team-a");

    put("team-c", Map.of("served-by", "us"));

    assertThat(ours.now(api.client()).names()).containsExactly("team-a", "team-c");
    assertThat(ours).hasToString("namespaces with the labels served-by=us");
  }

  @Test
  @DisplayName("S8 R19 a namespace that is not served can be searched together with the others")
  void together() {
    var served = new WatchedNamespaces(Set.of("team-a"));

    assertThat(served.with("team-b")).isEqualTo(new WatchedNamespaces(Set.of("team-a", "team-b")));
    assertThat(served.with("team-a")).isEqualTo(served);
    assertThat(WatchedNamespaces.ALL.with("team-a")).isEqualTo(WatchedNamespaces.ALL);
    assertThat(new WatchedNamespaces(Set.of(), false).with("team-a")).isEqualTo(served);
  }

  private void put(String name, Map<String, String> labels) {
    api.put(
        new NamespaceBuilder()
            .withNewMetadata()
            .withName(name)
            .withLabels(labels)
            .endMetadata()
            .build());
  }
}
