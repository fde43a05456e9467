package io.tidemark.dev.job;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/**
 * A session cluster in this JVM: JobManager with the REST endpoint, one TaskManager. Its arguments
 * are Flink settings, {@code key=value}; it runs until it is killed.
 */
public final class SessionCluster {
  private SessionCluster() {}

  /** Starts the cluster and never returns. */
  public static void main(String[] args) throws Exception {
    var configuration = Configuration.fromMap(Arguments.parse(args));
    try {
      start(configuration);
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(1); // threads of what did start would keep the JVM alive
    }
    Thread.currentThread().join();
  }

  @SuppressWarnings("resource") // it lives as long as the JVM
  private static void start(Configuration configuration) throws Exception {
    new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(configuration.get(TaskManagerOptions.NUM_TASK_SLOTS))
                .build())
        .start();
  }
}
