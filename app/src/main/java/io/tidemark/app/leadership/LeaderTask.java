package io.tidemark.app.leadership;

/** The task of the leader. One thread calls both methods, which return soon. */
public interface LeaderTask {
  /** Starts the task: this replica is the leader from now on. */
  void begin();

  /** Ends the task: this replica is no longer the leader. May be called without a start before. */
  void end();
}
