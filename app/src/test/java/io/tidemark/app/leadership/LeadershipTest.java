package io.tidemark.app.leadership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnableKubernetesMockClient(crud = true)
class LeadershipTest {
  private static final LeaseSettings TERMS =
      new LeaseSettings("system", "tidemark", Duration.ofSeconds(2));

  private final List<Leadership> replicas = new ArrayList<>();
  private KubernetesClient client;

  @AfterEach
  void close() {
    replicas.forEach(Leadership::close);
  }

  @Test
  @DisplayName("S2 one of two leads, and the other one when the first is closed")
  void oneAtATime() {
    var first = new Watch();
    var second = new Watch();
    var leader = start("first", first);
    first.awaitBegun(1);
    start("second", second);
    await().until(() -> holder().equals("first"));

    leader.close();

    second.awaitBegun(1);
    assertThat(first.ended).hasPositiveValue();
    assertThat(first.active()).isFalse();
    assertThat(holder()).isEqualTo("second");
  }

  @Test
  @DisplayName("S2 a closed leader leaves no holder behind, whom others would wait for")
  void givesBack() {
    var watch = new Watch();
    var leader = start("first", watch);
    watch.awaitBegun(1);

    leader.close();

    assertThat(holder()).isEmpty();
  }

  @Test
  @DisplayName(
      "S2 a leader whose Lease another one took stops leading, and leads again when it is free")
  void competesAgain() {
    var watch = new Watch();
    start("first", watch);
    watch.awaitBegun(1);

    client.resource(lease("stranger")).patch(PatchContext.of(PatchType.JSON_MERGE));

    await().until(() -> !watch.active());
    watch.awaitBegun(2);
    assertThat(holder()).isEqualTo("first");
  }

  @Test
  @DisplayName(
      "S2 S3 a leader that cannot reach the API server stops leading, and leads again later")
  void outlastsAnOutage() {
    var watch = new Watch();
    var outage = new Outage();
    try (var cut = cut(outage)) {
      var replica = new Leadership(cut, TERMS, "first", watch);
      replicas.add(replica);
      replica.start();
      watch.awaitBegun(1);

      outage.on = true;
      await().until(() -> !watch.active());
      outage.on = false;

      watch.awaitBegun(2);
      replica.close();
    }
  }

  @Test
  @DisplayName("S2 a replica that fails to start as the leader lets another one lead")
  void cannotBegin() {
    var watch = new Watch();
    var broken = new BrokenWatch();
    start("broken", broken);
    broken.awaitRefusal();

    start("sound", watch);

    watch.awaitBegun(1);
  }

  @Test
  @DisplayName("S2 a Lease without a spec is free")
  void emptyLease() {
    var empty =
        new LeaseBuilder()
            .withNewMetadata()
            .withNamespace("system")
            .withName("tidemark")
            .endMetadata()
            .build();
    client.resource(empty).create();
    var watch = new Watch();

    start("first", watch);

    watch.awaitBegun(1);
    assertThat(holder()).isEqualTo("first");
  }

  @Test
  @DisplayName("S2 R9 a dead leader whose clock was ahead of ours is not waited for longer")
  void clockAhead() {
    client.resource(lease("dead", now().plusMinutes(10))).create();
    var watch = new Watch();

    start("first", watch);

    watch.awaitBegun(1);
    assertThat(holder()).isEqualTo("first");
  }

  @ParameterizedTest(name = "{0} min")
  @DisplayName("S2 R9 a Lease is as old as we have seen it unchanged, whatever its holder's clock")
  @ValueSource(ints = {-10, 0, 10})
  void ageByOurClock(int minutesAhead) {
    var start = now();
    var lock = new TolerantLease(TERMS, "first");
    var renewed = start.plusMinutes(minutesAhead);

    var first = lock.toRecord(lease("other", renewed)).getRenewTime();
    var same = lock.toRecord(lease("other", renewed)).getRenewTime();
    var later = lock.toRecord(lease("other", renewed.plusSeconds(1))).getRenewTime();

    assertThat(first).isBetween(start, now());
    assertThat(same).isEqualTo(first);
    assertThat(later).isBetween(first, now());
  }

  private Leadership start(String identity, LeaderTask task) {
    var replica = new Leadership(client, TERMS, identity, task);
    replicas.add(replica);
    replica.start();
    return replica;
  }

  private String holder() {
    var lease = client.resources(Lease.class).inNamespace("system").withName("tidemark").get();
    return lease == null ? "" : lease.getSpec().getHolderIdentity();
  }

  private static ZonedDateTime now() {
    return ZonedDateTime.now(ZoneOffset.UTC);
  }

  private static Lease lease(String holder) {
    return lease(holder, now());
  }

  private static Lease lease(String holder, ZonedDateTime renewed) {
    return new LeaseBuilder()
        .withNewMetadata()
        .withNamespace("system")
        .withName("tidemark")
        .endMetadata()
        .withNewSpec()
        .withHolderIdentity(holder)
        .withLeaseDurationSeconds(1)
        .withAcquireTime(renewed)
        .withRenewTime(renewed)
        .endSpec()
        .build();
  }

  private KubernetesClient cut(Outage outage) {
    var config = new ConfigBuilder(client.getConfiguration()).withRequestRetryBackoffLimit(0);
    return new KubernetesClientBuilder()
        .withConfig(config.build())
        .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("outage", outage))
        .build();
  }

  /** Sends requests to a port on which no server listens. */
  private static final class Outage implements Interceptor {
    private volatile boolean on;

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      if (on) {
        builder.uri(URI.create("http://localhost:1/"));
      }
    }
  }

  private static class Watch implements LeaderTask {
    private final AtomicInteger starts = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private volatile boolean active;

    @Override
    public void begin() {
      active = true;
      starts.incrementAndGet();
    }

    @Override
    public void end() {
      active = false;
      ended.incrementAndGet();
    }

    boolean active() {
      return active;
    }

    void awaitBegun(int times) {
      await().atMost(Duration.ofSeconds(30)).until(() -> starts.get() >= times && active);
    }
  }

  private static final class BrokenWatch implements LeaderTask {
    private final CountDownLatch refusals = new CountDownLatch(1);

    @Override
    public void begin() {
      refusals.countDown();
      throw new IllegalStateException("broken");
    }

    @Override
    public void end() {}

    /** Waits until it was the leader, which it may be for a few milliseconds only. */
    void awaitRefusal() {
      await().atMost(Duration.ofSeconds(30)).until(() -> refusals.getCount() == 0);
    }
  }
}
