package io.tidemark.kubernetes.history;

import static java.util.Objects.requireNonNull;

import dev.failsafe.Failsafe;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.kubernetes.bridge.JobFollower;
import io.tidemark.kubernetes.creation.ExistingSavepointCreator;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.OperatingMode;
import io.tidemark.kubernetes.model.SnapshotAnnotations;
import io.tidemark.kubernetes.model.SnapshotJobReference;
import io.tidemark.kubernetes.model.SnapshotReader;
import io.tidemark.kubernetes.record.EventPublisher;
import io.tidemark.kubernetes.record.EventSubject;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.ServerRefusal;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import io.tidemark.kubernetes.store.WriteConflict;
import io.tidemark.workflow.model.SavepointPath;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.resource.ResourceEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Imports the legacy history of jobs whose annotation asks for it (H7). Everything is decided on
 * the current job resource. First the snapshots are created, then their entries are removed, if the
 * resource has not changed meanwhile. So a repetition finds what is done.
 */
public final class HistoryImporter implements JobFollower {
  private static final Logger log = LoggerFactory.getLogger(HistoryImporter.class);

  private final JobStore jobs;
  private final SnapshotStore snapshots;
  private final ExistingSavepointCreator creator;
  private final EventPublisher events;
  private final OperatingMode mode;

  /**
   * @param mode in the mode companion, nothing is imported, and an event says so
   */
  public HistoryImporter(
      JobStore jobs,
      SnapshotStore snapshots,
      ExistingSavepointCreator creator,
      EventPublisher events,
      OperatingMode mode) {
    this.jobs = requireNonNull(jobs, "jobs is null");
    this.snapshots = requireNonNull(snapshots, "snapshots is null");
    this.creator = requireNonNull(creator, "creator is null");
    this.events = requireNonNull(events, "events is null");
    this.mode = requireNonNull(mode, "mode is null");
  }

  /** A snapshot of the job, and the path that it records, or will record. */
  private record Recorded(String name, SavepointPath path) {}

  /**
   * The snapshots of the job.
   *
   * @param recorded those that record a path, or will record one; imported ones are added
   * @param ended the names of those that have failed or were abandoned, which record none
   */
  private record Known(List<Recorded> recorded, Set<String> ended) {
    boolean recordedByOthers(ImportableEntry entry) {
      return recorded.stream()
          .anyMatch(it -> it.path().equals(entry.path()) && !entry.names().contains(it.name()));
    }
  }

  /** The outcome of the entries, each of which is in one of the three. */
  private record Outcome(
      Map<ImportableEntry, String> imported,
      List<ImportableEntry> recorded,
      List<String> problems) {
    Outcome() {
      this(new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
    }
  }

  /** Imports the history; a failure does not block other jobs. */
  @Override
  public void changed(JobResource seen) {
    var plan = ImportPlanner.plan(seen, mode);
    plan.events().forEach(event -> publish(seen, event));
    if (!plan.entries().isEmpty()) {
      importOf(seen);
    }
  }

  /** Does nothing: the snapshots that were created stay. */
  @Override
  public void gone(JobResource last) {}

  @Override
  public void sweep(List<JobResource> all) {
    all.forEach(this::changed);
  }

  /** A request that is refused is an event; after an outage, the next sweep continues. */
  private void importOf(JobResource seen) {
    try {
      Failsafe.with(WriteConflict.DECIDE_AGAIN)
          .run(() -> jobs.current(seen).ifPresent(this::advance));
    } catch (KubernetesClientException failed) {
      if (!ServerRefusal.preventsWriting(failed) && !ServerRefusal.preventsReading(failed)) {
        log.warn("The next sweep continues to import the history of {}", seen.reference(), failed);
        return;
      }
      ImportPlanner.notImported(
              List.of(
                  "all entries, until the API server allows it: " + ServerRefusal.words(failed)))
          .ifPresent(event -> publish(seen, event));
    }
  }

  private void advance(JobResource job) {
    var entries = ImportPlanner.plan(job, mode).entries();
    if (entries.isEmpty()) {
      return;
    }
    var known = known(job);
    var outcome = new Outcome();
    for (var entry : entries) {
      if (known.recordedByOthers(entry)) {
        outcome.recorded().add(entry);
      } else {
        importEntry(job, entry, known, outcome);
      }
    }
    ImportPlanner.notImported(outcome.problems()).ifPresent(event -> publish(job, event));
    remove(job, outcome.imported(), outcome.recorded());
  }

  /** Imports an entry; one that the API server refuses stays, and does not block the others. */
  private void importEntry(JobResource job, ImportableEntry entry, Known known, Outcome outcome) {
    try {
      create(job, entry, known.ended())
          .ifPresentOrElse(
              name -> {
                outcome.imported().put(entry, name);
                known.recorded().add(new Recorded(name, entry.path()));
              },
              () -> outcome.problems().add(entry.namesTaken()));
    } catch (KubernetesClientException refused) {
      if (!ServerRefusal.preventsWriting(refused)) {
        throw refused;
      }
      outcome.problems().add(entry.refused(ServerRefusal.words(refused)));
    }
  }

  private Known known(JobResource job) {
    var namespace = new WatchedNamespaces(Set.of(job.getMetadata().getNamespace()));
    var known = new Known(new ArrayList<>(), new HashSet<>());
    snapshots
        .list(namespace)
        .map(SnapshotReader::new)
        .filter(it -> SnapshotJobReference.current(it).filter(job.reference()::equals).isPresent())
        .forEach(
            it -> {
              var name = it.id().name();
              it.path()
                  .or(() -> importedPath(it))
                  .ifPresent(path -> known.recorded().add(new Recorded(name, path)));
              if (ended(it)) {
                known.ended().add(name);
              }
            });
    return known;
  }

  /** Returns whether it has failed or was abandoned, as a copy is, so that it records no path. */
  private static boolean ended(SnapshotReader snapshot) {
    return snapshot.state().terminal() && snapshot.state() != SnapshotState.COMPLETED;
  }

  private static Optional<SavepointPath> importedPath(SnapshotReader snapshot) {
    var declared = snapshot.declaration();
    return declared.alreadyExists() && !ended(snapshot)
        ? declared.path().map(SavepointPath::of)
        : Optional.empty();
  }

  /** Creates or finds the snapshot, and returns its name; empty if others have its names. */
  private Optional<String> create(JobResource job, ImportableEntry entry, Set<String> ended) {
    var namespace = job.getMetadata().getNamespace();
    var annotations = Map.of(SnapshotAnnotations.TAKEN_AT, entry.time().toString());
    return entry.names().stream()
        .filter(name -> !ended.contains(name))
        .filter(
            name ->
                creator.create(
                    namespace, name, entry.job(), entry.trigger(), entry.savepoint(), annotations))
        .findFirst();
  }

  /** Removes entries that snapshots record now, if the job has not changed since it was read. */
  private void remove(
      JobResource job, Map<ImportableEntry, String> imported, List<ImportableEntry> recorded) {
    var done = Stream.concat(imported.keySet().stream(), recorded.stream());
    var leaving = done.map(ImportableEntry::entry).collect(Collectors.toSet());
    if (leaving.isEmpty()) {
      return;
    }
    publish(job, ImportPlanner.imported(List.copyOf(imported.values()), recorded));
    var staying =
        job.savepointInfo().savepointHistory().stream()
            .filter(entry -> !leaving.contains(entry))
            .toList();
    var unused = jobs.patchSavepointInfo(job, Map.of("savepointHistory", staying));
  }

  private void publish(JobResource job, ResourceEvent event) {
    events.publish(EventSubject.of(job), event);
  }
}
