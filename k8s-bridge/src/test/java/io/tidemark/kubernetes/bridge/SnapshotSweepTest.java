package io.tidemark.kubernetes.bridge;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.SnapshotReader;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SnapshotSweepTest {
  private static final int AT_ONCE = 8;

  private final OpenSnapshots open = new OpenSnapshots();
  private final Queue<String> started = new ConcurrentLinkedQueue<>();
  private Optional<Set<String>> running = Optional.of(Set.of());
  private SnapshotSweep sweep = sweep(this::start);

  @AfterEach
  void close() {
    sweep.close();
  }

  @Test
  @DisplayName("W1 a sweep starts the workflows that do not run, and leaves the others alone")
  void onlyMissing() {
    add("orders-1", "orders-2", "orders-3");
    sweep();
    run("orders-1", "orders-3");

    assertThat(sweep()).containsExactly("orders-2");
  }

  @Test
  @DisplayName("W1 a workflow that is only listed is started once more")
  void listedOnly() {
    add("orders-1");
    run("orders-1");

    assertThat(sweep()).containsExactly("orders-1");
    assertThat(sweep()).isEmpty();
  }

  @Test
  @DisplayName("W1 a listing that stays wrong hides a lost workflow for ten sweeps")
  void staleListing() {
    add("orders-1");
    sweep();
    run("orders-1");

    assertThat(IntStream.range(0, 10).mapToObj(number -> sweep()).flatMap(List::stream)).isEmpty();
    assertThat(sweep()).containsExactly("orders-1");
  }

  @Test
  @DisplayName("W1 where workflows cannot be listed, each open snapshot gets a start")
  void notListed() {
    add("orders-1", "orders-2");
    sweep();
    running = Optional.empty();

    assertThat(sweep()).containsExactlyInAnyOrder("orders-1", "orders-2");
  }

  @Test
  @DisplayName("W1 a request that failed is repeated, also to a workflow that runs")
  void failedRequest() {
    add("orders-1");
    sweep();
    run("orders-1");

    sweep.sweep(Set.of("uid-orders-1"));

    assertThat(drain()).containsExactly("orders-1");
  }

  @Test
  @DisplayName("S8 settled snapshots are not looked at, nor those that are gone")
  void settled() {
    add("orders-1", "orders-2");
    var settled = snapshot("orders-1").status("{state: COMPLETED, path: p}").labelled().resource();
    open.replaced(Optional.of(snapshot("orders-1").resource()), Optional.of(settled));
    open.replaced(Optional.of(snapshot("orders-2").resource()), Optional.empty());

    assertThat(sweep()).isEmpty();
  }

  @Test
  @DisplayName("S8 a sweep starts several workflows at once")
  void parallel() {
    sweep.close();
    var together = new CyclicBarrier(AT_ONCE);
    sweep =
        sweep(
            snapshot -> {
              await(together);
              start(snapshot);
            });
    add(IntStream.range(0, AT_ONCE).mapToObj(number -> "orders-" + number).toArray(String[]::new));

    assertThat(sweep()).hasSize(AT_ONCE);
  }

  private SnapshotSweep sweep(Consumer<FlinkStateSnapshot> start) {
    return new SnapshotSweep(open, () -> running, start);
  }

  /** Sweeps, and returns the names of the snapshots whose workflow was started. */
  private List<String> sweep() {
    sweep.sweep(Set.of());
    return drain();
  }

  private List<String> drain() {
    var names = List.copyOf(started);
    started.clear();
    return names;
  }

  private void start(FlinkStateSnapshot snapshot) {
    started.add(snapshot.getMetadata().getName());
    sweep.accepted(snapshot.getMetadata().getUid());
  }

  private void add(String... names) {
    for (var name : names) {
      open.replaced(Optional.empty(), Optional.of(snapshot(name).resource()));
    }
  }

  private void run(String... names) {
    running =
        Optional.of(
            List.of(names).stream()
                .map(name -> new SnapshotReader(snapshot(name).resource()).id().workflowId())
                .collect(toSet()));
  }

  private static SnapshotDraft snapshot(String name) {
    return SnapshotDraft.savepoint().named(name).uid("uid-" + name);
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
      throw new IllegalStateException(alone);
    }
  }
}
