package io.tidemark.kubernetes.jobstatus;

import io.tidemark.kubernetes.model.ClusterAddress;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.workflow.flink.FlinkJob;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one cluster, one question at a time, and remembers since when it has not answered. Version
 * and revision are asked for at the first answer, and at the first one after an outage.
 */
final class ClusterPoll {
  private static final Logger log = LoggerFactory.getLogger(ClusterPoll.class);

  private final ClusterReader reader;
  private final InstantSource clock;
  private final AtomicBoolean busy = new AtomicBoolean();
  private Map<String, String> info = Map.of();
  private @Nullable Instant silentSince;
  private boolean answered;
  private volatile List<ListedJob> unclaimed = List.of();

  ClusterPoll(ClusterReader reader, InstantSource clock) {
    this.reader = reader;
    this.clock = clock;
  }

  /** Returns whether the caller may ask now; it then has to call {@link #end}. */
  boolean begin() {
    return busy.compareAndSet(false, true);
  }

  void end() {
    busy.set(false);
  }

  /** Returns the jobs that no resource was about at the last answer. */
  List<ListedJob> unclaimed() {
    return unclaimed;
  }

  void unclaimed(List<ListedJob> jobs) {
    unclaimed = jobs;
  }

  /** Asks the cluster at the address that its resource declares now. */
  ClusterLook look(JobResource cluster) {
    var address = new ClusterAddress(cluster);
    return address
        .job("")
        .map(this::ask)
        .orElseGet(() -> ClusterLook.withoutAddress(address.error().orElseThrow()));
  }

  private ClusterLook ask(FlinkJob cluster) {
    var asked = clock.instant();
    try {
      var jobs = reader.jobs(cluster);
      if (info.isEmpty()) {
        info = reader.info(cluster);
      }
      silentSince = null;
      var look = ClusterLook.answered(jobs, info);
      var first = !answered;
      answered = true;
      return first ? look.asFirst() : look;
    } catch (RuntimeException noAnswer) {
      return silent(cluster, asked, noAnswer);
    }
  }

  private ClusterLook silent(FlinkJob cluster, Instant asked, RuntimeException noAnswer) {
    info = Map.of();
    if (silentSince == null) {
      silentSince = asked;
      log.info(
          "Cluster {}/{} does not answer: {}",
          cluster.namespace(),
          cluster.cluster(),
          noAnswer.getMessage());
    }
    return ClusterLook.silent(silentSince);
  }
}
