package io.tidemark.kubernetes.store;

import static java.net.HttpURLConnection.HTTP_GONE;
import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.JobSavepoints;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * The savepoints of the jobs of one kind and one part of the namespaces. A list of one page is read
 * again for each question. A longer one is remembered, and only what has changed since is read. In
 * any doubt, the list is read again.
 */
final class FollowedJobs<T extends JobResource> {
  private final KubernetesClient client;
  private final WatchedNamespaces part;
  private final Class<T> kind;

  /** Belongs to the reading under way, which takes it; another one at that time lists the jobs. */
  private final AtomicReference<Reading> last = new AtomicReference<>();

  private volatile boolean followed;

  /**
   * The last reading.
   *
   * @param jobs the jobs by uid
   * @param version the version whose changes they contain
   */
  private record Reading(Map<String, JobSavepoints> jobs, ResourceVersion version) {}

  FollowedJobs(KubernetesClient client, WatchedNamespaces part, Class<T> kind) {
    this.client = requireNonNull(client, "client is null");
    this.part = requireNonNull(part, "part is null");
    this.kind = requireNonNull(kind, "kind is null");
  }

  /** Returns whether only changes are read, which takes more than a second. */
  boolean followed() {
    return followed;
  }

  /**
   * Begins a reading, which contains all that was written before. The result waits for its end, and
   * throws if the API server fails; without a call of it, the reading ends by itself.
   */
  Supplier<List<JobSavepoints>> begin() {
    var before = last.getAndSet(null);
    if (before == null) {
      return this::list;
    }
    try {
      return changesSince(before);
    } catch (KubernetesClientException failed) {
      return () -> {
        throw failed;
      };
    }
  }

  /**
   * Reads the changes up to the version of the list as it is now. A list without a version to begin
   * at is read as it is at that time; the API server also brings its cache of watches up to it.
   */
  private Supplier<List<JobSavepoints>> changesSince(Reading before) {
    var now = ListChunk.read(resources(), 1, null).version();
    if (now.filter(version -> version.includes(before.version())).isEmpty()) {
      return this::list;
    }
    if (now.get().equals(before.version())) {
      return () -> kept(before);
    }
    var catchUp = new CatchUp<T>(before.jobs(), now.get());
    try {
      catchUp.begin(resources(), before.version());
    } catch (KubernetesClientException failed) {
      return listIfRefused(failed);
    }
    return () ->
        catchUp
            .await()
            .map(version -> kept(new Reading(before.jobs(), version)))
            .orElseGet(this::list);
  }

  /** Only the changes cannot be had: they are forgotten, or the right to watch is missing. */
  private Supplier<List<JobSavepoints>> listIfRefused(KubernetesClientException failed) {
    if (failed.getCode() == HTTP_GONE || ServerRefusal.preventsReading(failed)) {
      return this::list;
    }
    throw failed;
  }

  private List<JobSavepoints> list() {
    var pages = part.pages(client, kind).iterator();
    var first = pages.next();
    if (first.next().isEmpty()) {
      followed = false;
      return first.items().stream().map(JobSavepoints::of).toList();
    }
    var jobs = new HashMap<String, JobSavepoints>();
    put(first, jobs);
    pages.forEachRemaining(page -> put(page, jobs));
    return first
        .version()
        .map(version -> kept(new Reading(jobs, version)))
        .orElseGet(() -> List.copyOf(jobs.values()));
  }

  private void put(ListChunk<T> page, Map<String, JobSavepoints> jobs) {
    page.items()
        .forEach(job -> jobs.put(job.getMetadata().getUid(), JobSavepoints.of(job).remembered()));
  }

  /** Remembers a reading if it is long, and returns a copy: the next one changes it. */
  private List<JobSavepoints> kept(Reading reading) {
    var answer = List.copyOf(reading.jobs().values());
    followed = answer.size() > WatchedNamespaces.PAGE;
    if (followed) {
      last.set(reading);
    }
    return answer;
  }

  private FilterWatchListDeletable<T, KubernetesResourceList<T>, Resource<T>> resources() {
    return part.resources(client, kind);
  }
}
