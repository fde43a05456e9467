package io.tidemark.kubernetes.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.tidemark.kubernetes.model.FlinkSessionJob;
import io.tidemark.kubernetes.store.ResourceSelector;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A list that fails, by an API server that knows nothing of Flink and by one that is away. */
@EnableKubernetesMockClient
class ResourceWatchTest {
  private final Logger logger =
      (Logger) LoggerFactory.getLogger(ResourceWatch.class.getPackageName());
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private KubernetesClient client;

  @BeforeEach
  void listen() {
    log.start();
    logger.setLevel(Level.WARN);
    logger.addAppender(log);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(log);
    logger.setLevel(null);
  }

  @Test
  @DisplayName("S3 the API server's answer to a list that it refuses is in the log, once")
  void refused() {
    watchUntilItFails(client);

    assertThat(log.list)
        .singleElement()
        .extracting(ILoggingEvent::getFormattedMessage)
        .asString()
        .startsWith("namespace flink cannot be read")
        .contains("FlinkSessionJob: 404 ");
  }

  @Test
  @DisplayName("S3 an unreachable API server is not logged by each watch")
  void unreachable() {
    var nowhere =
        new ConfigBuilder()
            .withMasterUrl("http://localhost:1")
            .withRequestRetryBackoffLimit(0)
            .build();
    try (var away = new KubernetesClientBuilder().withConfig(nowhere).build()) {
      watchUntilItFails(away);
    }

    assertThat(log.list).isEmpty();
  }

  private static void watchUntilItFails(KubernetesClient client) {
    var namespaces = new WatchedNamespaces(Set.of("flink"));
    try (var watch =
        new ResourceWatch<>(
            client,
            FlinkSessionJob.class,
            ResourceSelector.ALL,
            new NamespaceAccess(),
            it -> List.of(),
            (before, after) -> {},
            new NoOpObserver())) {
      var unused = watch.open(namespaces);
      await().atMost(Duration.ofSeconds(30)).until(() -> watch.restarts() > 1);
      assertThat(watch.missing()).isPresent();
    }
  }

  private static final class NoOpObserver implements ResourceWatch.Observer<FlinkSessionJob> {
    @Override
    public void changed(Optional<FlinkSessionJob> previous, FlinkSessionJob current) {}

    @Override
    public void gone(FlinkSessionJob last) {}
  }
}
