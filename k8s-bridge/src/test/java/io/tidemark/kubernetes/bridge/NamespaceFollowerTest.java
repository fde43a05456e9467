package io.tidemark.kubernetes.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.tidemark.kubernetes.fixture.ApiServer;
import io.tidemark.kubernetes.store.ResourceSelector;
import io.tidemark.kubernetes.store.SelectedNamespaces;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class NamespaceFollowerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final WatchedNamespaces TEAM_A = new WatchedNamespaces(Set.of("team-a"));
  private static final WatchedNamespaces TEAM_B = new WatchedNamespaces(Set.of("team-b"));
  private static final SelectedNamespaces OURS =
      new SelectedNamespaces(ResourceSelector.parse("{matchLabels: {served-by: us}}"));

  private final ApiServer api = new ApiServer();
  private final NamespaceAccess access = new NamespaceAccess();
  private final Calls calls = new Calls();
  private final NamespaceFollower follower =
      new NamespaceFollower(api.client(), OURS, access, calls);

  @AfterEach
  void close() {
    follower.close();
    api.close();
  }

  @Test
  @DisplayName("S8 a namespace is opened once, when it has the labels, and closed when it is gone")
  void follows() {
    api.put(namespace("team-a", "us"));
    api.put(namespace("other", "others"));
    var listed = follower.start();
    await().atMost(PATIENCE).until(listed::isDone);
    assertThat(calls.opened).containsExactly(TEAM_A);
    assertThat(follower.missing()).isEmpty();

    var later = api.put(namespace("team-b", "us"));
    await().atMost(PATIENCE).until(() -> calls.opened.contains(TEAM_B));
    access.refused(TEAM_B, Namespace.class, "refused");
    api.remove(later);
    await().atMost(PATIENCE).until(() -> calls.closed.contains(TEAM_B));

    assertThat(calls.opened).containsExactly(TEAM_A, TEAM_B);
    assertThat(calls.closed).containsExactly(TEAM_B);
    await().atMost(PATIENCE).until(() -> access.unreadable() == 0);
  }

  @Test
  @DisplayName("S8 while the namespaces cannot be listed, that is what is missing")
  void refused() {
    api.refuseGet("/api/v1/namespaces", 403);

    var unused = follower.start();

    assertThat(follower.missing()).hasValueSatisfying(text -> assertThat(text).contains("listed"));
    await().atMost(PATIENCE).until(() -> follower.missing().isEmpty());
  }

  private static Namespace namespace(String name, String servedBy) {
    return new NamespaceBuilder()
        .withNewMetadata()
        .withName(name)
        .withLabels(Map.of("served-by", servedBy))
        .endMetadata()
        .build();
  }

  private static final class Calls implements NamespaceFollower.Observer {
    private final List<WatchedNamespaces> opened = new CopyOnWriteArrayList<>();
    private final List<WatchedNamespaces> closed = new CopyOnWriteArrayList<>();

    @Override
    public CompletableFuture<Void> open(WatchedNamespaces part) {
      opened.add(part);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close(WatchedNamespaces part) {
      closed.add(part);
    }
  }
}
