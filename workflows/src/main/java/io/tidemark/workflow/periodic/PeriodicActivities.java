package io.tidemark.workflow.periodic;

import io.temporal.activity.ActivityInterface;

/** What the runs of schedules ask of Kubernetes. */
@ActivityInterface
public interface PeriodicActivities {

  /**
   * Looks at the job and its earlier snapshots afresh, and creates the one that is due unless it
   * has to be skipped (T5). May be repeated with the same record.
   */
  PeriodicSnapshotResult take(DueSnapshot due);
}
