package io.tidemark.kubernetes.jobstatus;

import io.tidemark.workflow.resource.ResourceEvent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The effect of a look at a cluster on one of its resources.
 *
 * @param status the status that the resource should have; null if it is not ours to write
 * @param event an event that goes with a change of the status; null for none
 * @param lost whether the cluster no longer knows a job that Tidemark has submitted (U10)
 */
record JobStatusPlan(@Nullable LearntStatus status, @Nullable ResourceEvent event, boolean lost) {
  static final JobStatusPlan NOTHING = new JobStatusPlan(null, null, false);
  static final JobStatusPlan LOST = new JobStatusPlan(null, null, true);

  Optional<LearntStatus> learnt() {
    return Optional.ofNullable(status);
  }

  Optional<ResourceEvent> announcement() {
    return Optional.ofNullable(event);
  }
}
