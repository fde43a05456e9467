package io.tidemark.kubernetes.bridge;

import io.tidemark.kubernetes.model.JobResource;
import java.util.List;

/**
 * Acts on what the bridge sees of jobs. All calls of one bridge to one follower come one after the
 * other, and hold up no other follower; what one of them throws is logged and left to the next
 * sweep.
 */
public interface JobFollower {
  /** The job is new, was changed, or was there when the bridge began. */
  void changed(JobResource job);

  /** The job's resource is gone. */
  void gone(JobResource last);

  /** All jobs there are, once when all have been listed and then at every sweep. */
  void sweep(List<JobResource> all);
}
