package io.tidemark.kubernetes.retention;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.temporal.failure.ApplicationFailure;
import io.tidemark.kubernetes.model.InvalidSettingException;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.JobSpec;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.kubernetes.store.ListChunk;
import io.tidemark.kubernetes.store.ServedNamespaces;
import io.tidemark.kubernetes.store.ServerRefusal;
import io.tidemark.kubernetes.store.SnapshotStore;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.retention.CleanupCursor;
import io.tidemark.workflow.retention.CleanupPage;
import io.tidemark.workflow.retention.CleanupPageRequest;
import io.tidemark.workflow.retention.CleanupTarget;
import io.tidemark.workflow.retention.HistoryCleanupRequest;
import io.tidemark.workflow.retention.HistoryCleanupWorkflowImpl;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the next jobs of a history cleanup and plans for them. It reads the jobs in the order of
 * their keys, and after them the snapshots, for the jobs that are gone.
 */
final class CleanupPageReader {
  private final JobStore jobs;
  private final SnapshotStore snapshots;
  private final ServedNamespaces namespaces;
  private final CleanupSettings settings;
  private final JobHistoryReader histories;
  private final PageLimits limits;
  private final JobPlanner planner;
  private final GoneJobs goneJobs;

  CleanupPageReader(
      JobStore jobs,
      SnapshotStore snapshots,
      ServedNamespaces namespaces,
      CleanupSettings settings,
      JobHistoryReader histories,
      EntryClaims claims,
      PageLimits limits) {
    this.jobs = requireNonNull(jobs, "jobs is null");
    this.snapshots = requireNonNull(snapshots, "snapshots is null");
    this.namespaces = requireNonNull(namespaces, "namespaces is null");
    this.settings = requireNonNull(settings, "settings is null");
    this.histories = requireNonNull(histories, "histories is null");
    this.limits = requireNonNull(limits, "limits is null");
    this.planner = new JobPlanner(snapshots, histories, claims);
    this.goneJobs = new GoneJobs(jobs, settings);
  }

  CleanupPage read(CleanupPageRequest request) {
    var scope = request.scope();
    var sections = new CleanupSections(namespaces(scope.namespace()), settings.enabled());
    var page = new CleanupPageBuilder(request, limits);
    var next = sections.at(request.cursor());
    if (request.skipped()) {
      return page.endingAt(next.flatMap(sections::behind));
    }
    while (next.isPresent() && page.mayContinue()) {
      var place = next.get();
      next = read(place, scope, page).or(() -> sections.behind(place));
    }
    return page.endingAt(next);
  }

  /** Reads and plans one list; returns the place to continue at, empty at its end. */
  private Optional<CleanupCursor> read(
      CleanupCursor cursor, HistoryCleanupRequest scope, CleanupPageBuilder page) {
    var part =
        new WatchedNamespaces(cursor.namespace().isEmpty() ? Set.of() : Set.of(cursor.namespace()));
    page.countList();
    try {
      return cursor.kind().equals(CleanupSections.SNAPSHOTS)
          ? plan(
              cursor,
              page,
              snapshots.list(part, limits.snapshots(), cursor.token()),
              found -> goneJobs.find(part, found, scope.job()))
          : plan(
              cursor,
              page,
              jobs.list(cursor.kind(), part, limits.jobs(), cursor.token()),
              found -> subjects(found, scope));
    } catch (KubernetesClientException refused) {
      if (!ServerRefusal.preventsReading(refused)) {
        throw refused;
      }
      page.addProblem(part + " cannot be read: " + ServerRefusal.words(refused));
      return Optional.empty();
    }
  }

  /**
   * Plans what a list has found.
   *
   * @return the place to continue at; empty if the list has no further part
   */
  private <T extends HasMetadata> Optional<CleanupCursor> plan(
      CleanupCursor cursor,
      CleanupPageBuilder page,
      ListChunk<T> chunk,
      Function<List<T>, List<CleanupSubject>> subjects) {
    var found =
        chunk.items().stream()
            .filter(resource -> key(resource).compareTo(cursor.after()) > 0)
            .sorted(Comparator.comparing(CleanupPageReader::key))
            .toList();
    var lastOfFullPage = planner.plan(subjects.apply(found), page);
    if (lastOfFullPage.isPresent()) {
      return lastOfFullPage.map(last -> cursor.movedTo(last, cursor.token()));
    }
    var last = found.isEmpty() ? cursor.after() : key(found.get(found.size() - 1));
    return chunk.next().map(token -> cursor.movedTo(last, token));
  }

  private List<CleanupSubject> subjects(
      List<? extends JobResource> found, HistoryCleanupRequest scope) {
    var clusters = new HashMap<String, Optional<JobResource>>();
    return found.stream()
        .filter(job -> selected(job, scope.job()))
        .map(job -> subject(job, scope.job() != null, clusters))
        .toList();
  }

  /**
   * Selects jobs whose cleanup is on and that are running or suspended. One that the request names
   * is selected in any case, to report why it is skipped.
   */
  private boolean selected(JobResource job, @Nullable String name) {
    return name == null
        ? new JobRetentionReader(settings, job).skipReason().isEmpty()
        : name.equals(job.getMetadata().getName());
  }

  private CleanupSubject subject(
      JobResource job, boolean named, Map<String, Optional<JobResource>> clusters) {
    var metadata = job.getMetadata();
    var target = new CleanupTarget(metadata.getNamespace(), job.reference(), metadata.getUid());
    return new CleanupSubject(
        key(job),
        target,
        () -> histories.retention(target, job, it -> cluster(it, clusters)),
        all -> true,
        named || !new JobRetentionReader(settings, job).suspended());
  }

  /** Reads the cluster of a job, once for all its jobs. */
  private Optional<JobResource> cluster(
      JobResource job, Map<String, Optional<JobResource>> clusters) {
    var name = Optional.ofNullable(job.getSpec()).map(JobSpec::deploymentName).orElse("");
    return job.reference().kind().equals(JobReference.DEPLOYMENT)
        ? Optional.of(job)
        : clusters.computeIfAbsent(
            job.getMetadata().getNamespace() + "/" + name, any -> jobs.clusterOf(job));
  }

  /** Returns the place of a resource in lists of the API server. */
  static String key(HasMetadata resource) {
    return resource.getMetadata().getNamespace() + "/" + resource.getMetadata().getName();
  }

  private WatchedNamespaces namespaces(@Nullable String namespace) {
    var watched = jobs.namespaces(namespaces);
    if (namespace == null) {
      return watched;
    }
    if (!watched.include(namespace)) {
      var message = InvalidSettingException.message("namespace", namespace, "not watched");
      throw ApplicationFailure.newNonRetryableFailure(
          message, HistoryCleanupWorkflowImpl.INVALID_REQUEST);
    }
    return new WatchedNamespaces(Set.of(namespace));
  }
}
