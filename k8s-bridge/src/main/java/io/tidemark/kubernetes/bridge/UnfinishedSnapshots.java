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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

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

  private final Function<WatchedNamespaces, SharedIndexInformer<FlinkStateSnapshot>> newInformer;
  private final List<SharedIndexInformer<FlinkStateSnapshot>> informers = new ArrayList<>();
  private boolean closed;

  /**
   * Prepares a watch, of no namespace yet.
   *
   * @param found gets each snapshot that is new
   */
  UnfinishedSnapshots(
      KubernetesClient client, ResourceSelector selector, Consumer<FlinkStateSnapshot> found) {
    this.newInformer = part -> informer(client, part, selector, found);
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

  /** Watches a part of the namespaces, unless this is closed. */
  synchronized void open(WatchedNamespaces part) {
    if (!closed) {
      var informer = newInformer.apply(part);
      informers.add(informer);
      var unused = informer.start();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
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
