package io.tidemark.kubernetes.jobstatus;

import io.tidemark.workflow.flink.FlinkJob;
import java.util.List;
import java.util.Map;

/** Asks clusters over REST. A call without a usable answer throws a RuntimeException. */
public interface ClusterReader {
  /** Returns the jobs of a cluster, with those that have ended lately. */
  List<ListedJob> jobs(FlinkJob cluster);

  /** Returns what the status calls {@code clusterInfo}: version and revision of Flink. */
  Map<String, String> info(FlinkJob cluster);
}
