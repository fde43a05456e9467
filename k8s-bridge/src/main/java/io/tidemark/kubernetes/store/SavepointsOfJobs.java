package io.tidemark.kubernetes.store;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidemark.concurrent.SingleFlight;
import io.tidemark.kubernetes.model.FlinkDeployment;
import io.tidemark.kubernetes.model.FlinkSessionJob;
import io.tidemark.kubernetes.model.JobSavepoints;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads which savepoints jobs use (R19). An answer contains all that was written before its
 * question. Threads that ask at the same time share one, whose reading begins after they have
 * asked.
 */
public final class SavepointsOfJobs {
  private final KubernetesClient client;
  private final SingleFlight<WatchedNamespaces, NamespacedReading<JobSavepoints>> readings =
      new SingleFlight<>();
  private final ConcurrentMap<WatchedNamespaces, List<FollowedJobs<?>>> lists =
      new ConcurrentHashMap<>();

  public SavepointsOfJobs(KubernetesClient client) {
    this.client = requireNonNull(client, "client is null");
  }

  /** Returns whether there are so many jobs that an answer takes some seconds. */
  public boolean takeSeconds() {
    return lists.values().stream().flatMap(List::stream).anyMatch(FollowedJobs::followed);
  }

  /** Reads the savepoints of all jobs of the namespaces. */
  public NamespacedReading<JobSavepoints> read(WatchedNamespaces namespaces) {
    return readings.ask(namespaces, () -> readNow(namespaces));
  }

  /**
   * Waits for the changes of all long lists at the same time. Lists of namespaces that are not
   * asked for any more are dropped.
   */
  private NamespacedReading<JobSavepoints> readNow(WatchedNamespaces namespaces) {
    lists.keySet().retainAll(namespaces.parts());
    var pending = namespaces.parts().stream().collect(toMap(Function.identity(), this::begin));
    return NamespacedReading.of(
        namespaces, part -> pending.get(part).stream().map(Supplier::get).flatMap(List::stream));
  }

  private List<Supplier<List<JobSavepoints>>> begin(WatchedNamespaces part) {
    return lists.computeIfAbsent(part, this::ofBothKinds).stream()
        .<Supplier<List<JobSavepoints>>>map(FollowedJobs::begin)
        .toList();
  }

  private List<FollowedJobs<?>> ofBothKinds(WatchedNamespaces part) {
    return List.of(
        new FollowedJobs<>(client, part, FlinkDeployment.class),
        new FollowedJobs<>(client, part, FlinkSessionJob.class));
  }
}
