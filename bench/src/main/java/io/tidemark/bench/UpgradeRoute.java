package io.tidemark.bench;

/** A way to upgrade a job with a savepoint; may be called by many threads at once. */
interface UpgradeRoute {
  /** Starts a job, and returns Flink's id of it. */
  String start(String name);

  /** Replaces a job by one that starts from its savepoint, and returns Flink's id of that. */
  String upgrade(String name, String jobId);
}
