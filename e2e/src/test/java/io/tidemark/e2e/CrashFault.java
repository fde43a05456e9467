package io.tidemark.e2e;

/** A fault that is injected at a step. */
enum CrashFault implements CrashName {
  TIDEMARK("kill -9 Tidemark"),
  TEMPORAL("kill -9 Temporal"),
  API_SERVER("kill -9 API server"),
  /** R18: Temporal comes back when Flink does not know the trigger ids any more. */
  AMNESIA("Temporal away until Flink has forgotten"),
  /** The process that leads and works neither acts nor ends, and then wakes up. */
  STOPPED("Tidemark stopped for 20 s"),
  /** Another replica takes over meanwhile. */
  REPLACED("stopped for 75 s beside another replica");

  private final String words;

  CrashFault(String words) {
    this.words = words;
  }

  @Override
  public String words() {
    return words;
  }
}
