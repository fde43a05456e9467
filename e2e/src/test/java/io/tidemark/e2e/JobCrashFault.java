package io.tidemark.e2e;

/** A fault that upgrades of session jobs meet at a step. */
enum JobCrashFault implements CrashName {
  TIDEMARK("kill -9 Tidemark"),
  TEMPORAL("kill -9 Temporal"),
  API_SERVER("kill -9 API server"),
  /** The cluster has high availability, and its one process is JobManager and TaskManager. */
  JOB_MANAGER("kill -9 JobManager, HA");

  private final String words;

  JobCrashFault(String words) {
    this.words = words;
  }

  @Override
  public String words() {
    return words;
  }
}
