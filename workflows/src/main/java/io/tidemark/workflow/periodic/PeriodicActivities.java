package io.tidemark.workflow.periodic;

import io.temporal.activity.ActivityInterface;

/** The activity of a schedule's runs on Kubernetes. */
@ActivityInterface
public interface PeriodicActivities {

  /**
   * Reads the job and its earlier snapshots, and creates the snapshot that is due unless it has to
   * be skipped (T5). May be repeated with the same record.
   */
  PeriodicSnapshotResult take(DueSnapshot due);
}
