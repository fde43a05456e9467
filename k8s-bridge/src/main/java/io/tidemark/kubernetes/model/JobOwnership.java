package io.tidemark.kubernetes.model;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides from a job resource's metadata who starts, stops and writes it (M3, M4). Pure. */
public final class JobOwnership {
  private JobOwnership() {}

  /**
   * Returns whether the reference operator handles the resource, as its finalizer says.
   *
   * @param plural the plural of the resource's kind
   */
  public static boolean byReference(ObjectMeta metadata, String plural) {
    return metadata.getFinalizers().contains(plural + "." + FlinkResources.GROUP + "/finalizer");
  }

  /** Returns whether the resource names a job that is started outside of Tidemark. */
  public static boolean observed(ObjectMeta metadata) {
    return Stream.of(JobAnnotations.JOB_ID, JobAnnotations.JOB_NAME)
        .anyMatch(
            name ->
                Optional.ofNullable(metadata.getAnnotations())
                    .map(all -> all.get(name))
                    .isPresent());
  }
}
