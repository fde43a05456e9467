package io.tidemark.app.leadership;

/** What only the leader does. Both methods are called from one thread, and return soon. */
public interface LeaderTask {
  /** This replica leads from now on. */
  void begin();

  /** It leads no more; called at times without a beginning before. */
  void end();
}
