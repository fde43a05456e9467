package io.tidemark.kubernetes.bridge;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.tidemark.kubernetes.model.FlinkConfiguration;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.JobSpec;
import io.tidemark.kubernetes.model.JobStatus;
import io.tidemark.kubernetes.model.SnapshotSpec;
import io.tidemark.kubernetes.model.SnapshotStatus;
import io.tidemark.workflow.model.SnapshotLabels;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reduces a resource to what Tidemark reads, before it is cached. Managed fields, owners, the
 * annotations of others and the settings of Flink that Tidemark does not read are dropped; a string
 * that many resources have is kept once (S8).
 */
final class ReducedResource {
  private static final String OUR_ANNOTATIONS = "tidemark.io/";

  private ReducedResource() {}

  static void reduce(HasMetadata resource) {
    resource.setApiVersion(shared(resource.getApiVersion()));
    resource.setMetadata(metadata(resource.getMetadata()));
    if (resource instanceof FlinkStateSnapshot snapshot) {
      snapshot.setSpec(spec(snapshot.getSpec()));
      snapshot.setStatus(status(snapshot.getStatus()));
    }
    if (resource instanceof JobResource job) {
      job.setSpec(spec(job.getSpec()));
      job.setStatus(status(job.getStatus()));
    }
  }

  private static ObjectMeta metadata(ObjectMeta full) {
    var reduced = new ObjectMeta();
    reduced.setName(full.getName());
    reduced.setNamespace(shared(full.getNamespace()));
    reduced.setUid(full.getUid());
    reduced.setResourceVersion(full.getResourceVersion());
    reduced.setGeneration(full.getGeneration());
    reduced.setCreationTimestamp(full.getCreationTimestamp());
    reduced.setDeletionTimestamp(full.getDeletionTimestamp());
    reduced.setFinalizers(full.getFinalizers().stream().map(String::intern).toList());
    reduced.setLabels(labels(full.getLabels()));
    reduced.setAnnotations(annotations(full.getAnnotations()));
    reduced.setManagedFields(List.of());
    reduced.setOwnerReferences(List.of());
    reduced.setAdditionalProperties(Map.of());
    return reduced;
  }

  /** Shares the values too, except for the hash of a path, which hardly another one has. */
  private static Map<String, String> labels(@Nullable Map<String, String> labels) {
    return entries(labels)
        .collect(
            Collectors.toUnmodifiableMap(
                label -> label.getKey().intern(),
                label ->
                    label.getKey().equals(SnapshotLabels.PATH_HASH)
                        ? label.getValue()
                        : label.getValue().intern()));
  }

  private static Map<String, String> annotations(@Nullable Map<String, String> annotations) {
    return entries(annotations)
        .filter(annotation -> annotation.getKey().startsWith(OUR_ANNOTATIONS))
        .collect(
            Collectors.toUnmodifiableMap(
                annotation -> annotation.getKey().intern(), Entry::getValue));
  }

  private static Stream<Entry<String, String>> entries(@Nullable Map<String, String> map) {
    return map == null
        ? Stream.of()
        : map.entrySet().stream().filter(entry -> entry.getValue() != null);
  }

  private static @Nullable SnapshotSpec spec(@Nullable SnapshotSpec spec) {
    return spec == null
        ? null
        : new SnapshotSpec(
            spec.backoffLimit(),
            reference(spec.jobReference()),
            savepoint(spec.savepoint()),
            spec.checkpoint());
  }

  private static SnapshotSpec.@Nullable Reference reference(
      SnapshotSpec.@Nullable Reference reference) {
    return reference == null
        ? null
        : new SnapshotSpec.Reference(shared(reference.kind()), shared(reference.name()));
  }

  private static SnapshotSpec.@Nullable Savepoint savepoint(
      SnapshotSpec.@Nullable Savepoint savepoint) {
    return savepoint == null
        ? null
        : new SnapshotSpec.Savepoint(
            savepoint.alreadyExists(),
            savepoint.disposeOnDelete(),
            shared(savepoint.formatType()),
            shared(savepoint.path()));
  }

  private static @Nullable SnapshotStatus status(@Nullable SnapshotStatus status) {
    return status == null
        ? null
        : new SnapshotStatus(
            shared(status.state()),
            status.triggerId(),
            status.triggerTimestamp(),
            status.resultTimestamp(),
            status.path(),
            status.failures(),
            shared(status.error()));
  }

  private static @Nullable JobSpec spec(@Nullable JobSpec spec) {
    return spec == null
        ? null
        : new JobSpec(
            shared(spec.deploymentName()),
            FlinkConfiguration.reduced(spec.flinkConfiguration()),
            job(spec.job()));
  }

  private static JobSpec.@Nullable Job job(JobSpec.@Nullable Job job) {
    return job == null
        ? null
        : new JobSpec.Job(
            shared(job.state()),
            job.initialSavepointPath(),
            job.savepointTriggerNonce(),
            job.checkpointTriggerNonce());
  }

  private static @Nullable JobStatus status(@Nullable JobStatus status) {
    return status == null
        ? null
        : new JobStatus(
            job(status.jobStatus()),
            shared(status.lifecycleState()),
            status.observedGeneration(),
            status.error(),
            shared(status.jobManagerDeploymentStatus()),
            clusterInfo(status.clusterInfo()),
            null);
  }

  private static JobStatus.@Nullable Job job(JobStatus.@Nullable Job job) {
    return job == null
        ? null
        : new JobStatus.Job(
            job.jobId(),
            shared(job.jobName()),
            shared(job.state()),
            job.startTime(),
            job.updateTime(),
            job.upgradeSavepointPath(),
            job.savepointInfo(),
            job.checkpointInfo());
  }

  private static @Nullable Map<String, String> clusterInfo(@Nullable Map<String, String> info) {
    return info == null
        ? null
        : entries(info)
            .collect(
                Collectors.toUnmodifiableMap(
                    entry -> entry.getKey().intern(), entry -> entry.getValue().intern()));
  }

  private static @Nullable String shared(@Nullable String text) {
    return text == null ? null : text.intern();
  }
}
