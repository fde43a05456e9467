package io.tidemark.app;

import static java.util.Objects.requireNonNull;

import io.tidemark.flink.ClusterObserver;
import io.tidemark.kubernetes.jobstatus.ClusterReader;
import io.tidemark.kubernetes.jobstatus.ListedJob;
import io.tidemark.workflow.flink.FlinkJob;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Lets the bridge ask clusters, which knows nothing of Flink's REST API. */
final class ObservedClusters implements ClusterReader {
  private final ClusterObserver observer;

  ObservedClusters(ClusterObserver observer) {
    this.observer = requireNonNull(observer, "observer is null");
  }

  @Override
  public List<ListedJob> jobs(FlinkJob cluster) {
    return observer.jobs(cluster).stream()
        .map(
            job ->
                new ListedJob(
                    job.jobId(),
                    Objects.requireNonNullElse(job.name(), ""),
                    job.state(),
                    job.startTime()))
        .toList();
  }

  @Override
  public Map<String, String> info(FlinkJob cluster) {
    var configuration = observer.configuration(cluster);
    var info = new HashMap<String, String>();
    info.put("flink-version", configuration.flinkVersion());
    if (configuration.flinkRevision() != null) {
      info.put("flink-revision", configuration.flinkRevision());
    }
    return info;
  }
}
