package io.tidemark.kubernetes.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.store.WatchedNamespaces;
import io.tidemark.workflow.retention.CleanupCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CleanupSectionsTest {
  private final CleanupSections sections =
      new CleanupSections(new WatchedNamespaces(Set.of("a", "a-b", "c")), true);

  @Test
  @DisplayName("H1 all kinds and namespaces are read, in the order of the API server's keys")
  void order() {
    assertThat(all(sections))
        .containsExactly(
            "FlinkDeployment a-b",
            "FlinkDeployment a",
            "FlinkDeployment c",
            "FlinkSessionJob a-b",
            "FlinkSessionJob a",
            "FlinkSessionJob c",
            "FlinkStateSnapshot a-b",
            "FlinkStateSnapshot a",
            "FlinkStateSnapshot c");
    assertThat(all(new CleanupSections(WatchedNamespaces.ALL, false)))
        .containsExactly("FlinkDeployment ", "FlinkSessionJob ");
  }

  @Test
  @DisplayName("H1 a place in a namespace that is not watched any more continues at the next one")
  void namespaceGone() {
    assertThat(sections.at(at("FlinkDeployment", "b", "b/orders")))
        .contains(at("FlinkDeployment", "c", "b/orders"));
    assertThat(sections.at(at("FlinkDeployment", "d", "d/orders")))
        .contains(at("FlinkSessionJob", "a-b", ""));
    assertThat(sections.at(at("FlinkStateSnapshot", "d", "d/orders"))).isEmpty();
    assertThat(sections.at(at("FlinkSessionJob", "", "b/orders")))
        .contains(at("FlinkSessionJob", "a-b", "b/orders"));
  }

  private static CleanupCursor at(String kind, String namespace, String after) {
    return new CleanupCursor(kind, namespace, after, null);
  }

  private static List<String> all(CleanupSections sections) {
    var found = new ArrayList<String>();
    for (var next = sections.at(null); next.isPresent(); next = sections.behind(next.get())) {
      found.add(next.get().toString());
    }
    return found;
  }
}
