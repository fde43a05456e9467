package io.tidemark.kubernetes.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.tidemark.kubernetes.fixture.PagingApiServer;
import io.tidemark.kubernetes.model.DesiredLabels;
import io.tidemark.kubernetes.model.FlinkDeployment;
import io.tidemark.kubernetes.model.FlinkSessionJob;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.store.ResourceSelector;
import io.tidemark.kubernetes.store.SavepointsOfJobs;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import io.tidemark.workflow.model.SnapshotLabels;
import io.tidemark.workflow.model.SnapshotType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The heap that a watch keeps for resources as a real API server lists them. */
@Timeout(180)
class CacheSizeTest {
  private static final int FEW = 1000;
  private static final int MANY = 10_000;
  private static final int SNAPSHOTS_OF_A_JOB = 10;
  private static final String SNAPSHOTS = "flinkstatesnapshots";
  private static final String DEPLOYMENTS = "flinkdeployments";
  private static final String SESSION_JOBS = "flinksessionjobs";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Bytes: less than 30 for each resource that is measured. */
  private static final long SAME_HEAP = 256 * 1024;

  private final PagingApiServer api = new PagingApiServer();

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  @DisplayName("S8 a cached snapshot takes less than 3.5 KB")
  void sizeOfSnapshot() {
    var json = resources("snapshot.json");

    var bytes =
        bytesOfEach(
            FlinkStateSnapshot.class, SNAPSHOTS, json, snapshot -> List.of(jobKey(snapshot)));

    assertThat(bytes).isBetween(500L, 3500L);
  }

  @Test
  @DisplayName("S8 a cached job takes less than 4 KB")
  void sizeOfJob() {
    var json = resources("deployment.json");

    var bytes = bytesOfEach(FlinkDeployment.class, DEPLOYMENTS, json, job -> List.of());

    assertThat(bytes).isBetween(500L, 4000L);
  }

  @Test
  @DisplayName("S8 M2 a cached session job takes less than 4 KB, however long its specs are")
  void sizeOfSessionJob() {
    var json = resources("session-job.json");

    var bytes = bytesOfEach(FlinkSessionJob.class, SESSION_JOBS, json, job -> List.of());

    assertThat(json.get(0)).hasSizeGreaterThan(15_000);
    assertThat(bytes).isBetween(500L, 4000L);
  }

  @Test
  @DisplayName("S8 R19 a job of which only its savepoints are remembered takes less than 700 bytes")
  void sizeOfSavepoints() {
    var json =
        resources("session-job.json").stream()
            .map(job -> job.replace("FlinkSessionJob", "FlinkDeployment"))
            .toList();

    var bytes = (savepointHeap(json) - savepointHeap(json.subList(0, FEW))) / (MANY - FEW);

    assertThat(bytes).isBetween(200L, 700L);
  }

  @Test
  @DisplayName("S8 a cached snapshot keeps what Tidemark reads")
  void snapshotContent() {
    var snapshot = one(FlinkStateSnapshot.class, SNAPSHOTS, resources("snapshot.json"));

    var reader = new SnapshotReader(snapshot);
    assertThat(reader.attempt()).isPresent();
    assertThat(reader.path()).isPresent();
    assertThat(reader.createdAt()).isPresent();
    assertThat(reader.hasOurFinalizer()).isTrue();
    assertThat(DesiredLabels.changes(reader)).containsOnlyKeys(SnapshotLabels.PATH_HASH);
    assertThat(snapshot.getMetadata().getGeneration()).isEqualTo(1);
    assertThat(snapshot.getMetadata().getManagedFields()).isEmpty();
    assertThat(reader.annotations()).hasSize(2);
  }

  @Test
  @DisplayName("S8 a cached job keeps what Tidemark reads")
  void jobContent() {
    JobResource job = one(FlinkDeployment.class, DEPLOYMENTS, resources("deployment.json"));

    var configuration = job.configuration();
    assertThat(configuration.savepointDirectory()).isPresent();
    assertThat(configuration.checkpointTimeout()).contains("20min");
    assertThat(configuration.first("kubernetes.operator.periodic.savepoint.interval"))
        .contains("6h");
    assertThat(job.annotation("tidemark.io/periodic-savepoint")).isPresent();
    assertThat(job.triggerNonce(SnapshotType.SAVEPOINT)).contains(3L);
    assertThat(job.running()).isTrue();
    assertThat(job.jobId()).isPresent();
  }

  @Test
  @DisplayName("S8 lists are paged")
  void paged() {
    api.put(SNAPSHOTS, resources("snapshot.json").subList(0, 1200));

    try (var watch = watch(FlinkStateSnapshot.class, snapshot -> List.of())) {
      assertThat(watch.cached()).hasSize(1200);
    }

    assertThat(api.lists())
        .hasSize(3)
        .allSatisfy(list -> assertThat(list).containsEntry("limit", "500"));
  }

  /** Returns the bytes for each resource, by the difference between many and few. */
  private <T extends HasMetadata> long bytesOfEach(
      Class<T> kind, String plural, List<String> json, Function<T, List<String>> index) {
    var few = heap(kind, plural, json.subList(0, FEW), index);
    var many = heap(kind, plural, json, index);
    return (many - few) / (MANY - FEW);
  }

  private <T extends HasMetadata> long heap(
      Class<T> kind, String plural, List<String> json, Function<T, List<String>> index) {
    api.put(plural, json);
    var before = usedHeap();
    try (var watch = watch(kind, index)) {
      assertThat(watch.cached()).hasSize(json.size());
      return usedHeap() - before;
    }
  }

  /** Closes the server first: both sides keep buffers of the last pages. */
  private static long savepointHeap(List<String> json) {
    var before = usedHeap();
    var jobs = savepoints(json);
    var bytes = usedHeap() - before;
    assertThat(jobs.takeSeconds()).isTrue();
    return bytes;
  }

  private static SavepointsOfJobs savepoints(List<String> json) {
    try (var server = new PagingApiServer()) {
      server.put(DEPLOYMENTS, json);
      var jobs = new SavepointsOfJobs(server.client());
      assertThat(jobs.read(WatchedNamespaces.ALL).found()).hasSize(json.size());
      return jobs;
    }
  }

  private <T extends HasMetadata> T one(Class<T> kind, String plural, List<String> json) {
    api.put(plural, json.subList(0, 1));
    try (var watch = watch(kind, resource -> List.of())) {
      return watch.cached().findAny().orElseThrow();
    }
  }

  private <T extends HasMetadata> ResourceWatch<T> watch(
      Class<T> kind, Function<T, List<String>> index) {
    var watch =
        new ResourceWatch<>(
            api.client(),
            kind,
            ResourceSelector.ALL,
            new NamespaceAccess(),
            index,
            (before, after) -> {},
            new IgnoringObserver<T>());
    var unused = watch.open(WatchedNamespaces.ALL);
    await().atMost(PATIENCE).until(watch::listed);
    return watch;
  }

  private static String jobKey(FlinkStateSnapshot snapshot) {
    return snapshot.getMetadata().getNamespace() + "/" + snapshot.getSpec().jobReference().name();
  }

  /** Returns resources as an API server lists them, each with a name, uid and times of its own. */
  private static List<String> resources(String file) {
    var template = read(file);
    return IntStream.range(0, MANY)
        .mapToObj(
            number ->
                template
                    .replace("$NUMBER", "%05d".formatted(number))
                    .replace("$JOB", "%04d".formatted(number / SNAPSHOTS_OF_A_JOB)))
        .toList();
  }

  private static String read(String file) {
    try (var stream = CacheSizeTest.class.getResourceAsStream(file)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the heap in use, once nothing more is collected: closed watches end on their threads.
   */
  private static long usedHeap() {
    var memory = ManagementFactory.getMemoryMXBean();
    var used = new AtomicLong();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              memory.gc();
              var now = memory.getHeapMemoryUsage().getUsed();
              return Math.abs(used.getAndSet(now) - now) < SAME_HEAP;
            });
    return used.get();
  }

  private static final class IgnoringObserver<T> implements ResourceWatch.Observer<T> {
    @Override
    public void changed(Optional<T> previous, T current) {}

    @Override
    public void gone(T last) {}
  }
}
