package io.tidemark.kubernetes.bridge;

import static java.util.stream.Collectors.joining;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.store.ResourceSelector;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import io.tidemark.workflow.model.SnapshotLabels;
import io.tidemark.workflow.model.SnapshotState;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Watches the snapshots that are not finished by their label, so that their workflows start while
 * all the others are still being listed, and is closed then. The API server answers from its cache,
 * whose selection is small: therefore the list is not paged (S2, S8).
 */
final class UnfinishedSnapshots implements AutoCloseable {
  private static final String UNFINISHED =
      Arrays.stream(SnapshotState.values())
          .filter(SnapshotState::terminal)
          .map(Enum::name)
          .collect(joining(",", SnapshotLabels.STATE + " notin (", ")"));

  private final List<SharedIndexInformer<FlinkStateSnapshot>> informers;

  /**
   * Prepares a watch.
   *
   * @param found gets each snapshot that is new
   */
  UnfinishedSnapshots(
      KubernetesClient client,
      WatchedNamespaces namespaces,
      ResourceSelector selector,
      Consumer<FlinkStateSnapshot> found) {
    this.informers =
        namespaces.parts().stream().map(part -> informer(client, part, selector, found)).toList();
  }

  private static SharedIndexInformer<FlinkStateSnapshot> informer(
      KubernetesClient client,
      WatchedNamespaces part,
      ResourceSelector selector,
      Consumer<FlinkStateSnapshot> found) {
    return part.resources(client, FlinkStateSnapshot.class)
        .withLabelSelector(selector.queryWith(UNFINISHED))
        .runnableInformer(0)
        .removeNamespaceIndex()
        .itemStore(new ReducedItemStore<>((before, after) -> {}))
        .addEventHandler(new Handler(found))
        .exceptionHandler((started, failure) -> true);
  }

  void start() {
    for (var informer : informers) {
      var unused = informer.start();
    }
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::close);
  }

  private record Handler(Consumer<FlinkStateSnapshot> found)
      implements ResourceEventHandler<FlinkStateSnapshot> {
    @Override
    public void onAdd(FlinkStateSnapshot added) {
      found.accept(added);
    }

    /** Leaves changes to the watch of all snapshots. */
    @Override
    public void onUpdate(FlinkStateSnapshot before, FlinkStateSnapshot after) {}

    @Override
    public void onDelete(FlinkStateSnapshot last, boolean finalStateUnknown) {}
  }
}
