package io.tidemark.kubernetes.record;

import static java.util.Objects.requireNonNull;

import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.workflow.model.SnapshotId;

/**
 * The resource that an event is about.
 *
 * @param kind one of Flink's kinds
 * @param namespace its namespace
 * @param name its name
 * @param uid its uid
 */
public record EventSubject(String kind, String namespace, String name, String uid) {
  public EventSubject {
    requireNonNull(kind, "kind is null");
    requireNonNull(namespace, "namespace is null");
    requireNonNull(name, "name is null");
    requireNonNull(uid, "uid is null");
  }

  /** Returns the subject of events about a snapshot; its job, if that carries it (L3). */
  public static EventSubject of(SnapshotId snapshot) {
    var legacy = snapshot.legacy();
    return legacy == null
        ? ofResource(snapshot)
        : new EventSubject(
            legacy.job().kind(), snapshot.namespace(), legacy.job().name(), legacy.jobUid());
  }

  private static EventSubject ofResource(SnapshotId snapshot) {
    return new EventSubject(
        "FlinkStateSnapshot", snapshot.namespace(), snapshot.name(), snapshot.uid());
  }

  /** Returns the subject of events about a job. */
  public static EventSubject of(JobResource job) {
    var metadata = job.getMetadata();
    return new EventSubject(
        job.getKind(), metadata.getNamespace(), metadata.getName(), metadata.getUid());
  }

  @Override
  public String toString() {
    return kind + " " + namespace + "/" + name;
  }
}
