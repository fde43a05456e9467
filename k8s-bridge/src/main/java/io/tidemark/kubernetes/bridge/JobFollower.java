package io.tidemark.kubernetes.bridge;

import io.tidemark.kubernetes.model.JobResource;
import java.util.List;

/**
 * Acts on changes of jobs. A bridge calls one follower sequentially, and a slow follower does not
 * block the others. An exception is logged, and the next sweep retries.
 */
public interface JobFollower extends AutoCloseable {
  /** Handles a job that is new, was changed, or existed when the bridge started. */
  void changed(JobResource job);

  /** Handles a job whose resource is gone, with its last known state. */
  void gone(JobResource last);

  /** Handles all existing jobs, once after they have been listed and then at every sweep. */
  void sweep(List<JobResource> all);

  /** Ends what runs behind these calls. */
  @Override
  default void close() {}
}
