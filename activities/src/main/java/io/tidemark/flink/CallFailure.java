package io.tidemark.flink;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.temporal.failure.ApplicationFailure;
import io.tidemark.flink.access.UnusableSecretException;
import io.tidemark.workflow.flink.CheckpointPathRequest;
import io.tidemark.workflow.flink.FlinkErrorCategory;
import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/**
 * Decides the category of a call that told nothing, and says so to Temporal: always as a failure to
 * be retried (R8).
 */
final class CallFailure {
  static final String WORKER_STOPPED = "WORKER_STOPPED";

  /** For the stopping worker to take no more tasks, else it could be given its own back. */
  private static final Duration HANDED_OVER = Duration.ofMillis(500);

  private CallFailure() {}

  /** The failure that shows this call, with its category as the type. */
  static ApplicationFailure failure(FlinkRestException broken) {
    return failure(category(broken), String.valueOf(broken.getMessage()));
  }

  /** No error of Flink's: the retry takes place on a worker that goes on (S2). */
  static ApplicationFailure workerStopped() {
    return ApplicationFailure.newBuilder()
        .setMessage("Tidemark's worker stopped while it waited for Flink; another one goes on")
        .setType(WORKER_STOPPED)
        .setNextRetryDelay(HANDED_OVER)
        .build();
  }

  /** Waiting was interrupted, which only a stopping worker does; another one goes on. */
  static ApplicationFailure interrupted() {
    return failure(
        FlinkErrorCategory.FLINK_UNREACHABLE,
        "Tidemark's worker stopped while it waited for Flink");
  }

  /** The cluster keeps its callers waiting: a normal activity asks it. */
  static ApplicationFailure notAsked(ClusterConnection cluster) {
    return failure(
        FlinkErrorCategory.FLINK_UNREACHABLE, cluster + " does not answer at the moment");
  }

  /** Flink's statistics do not show the checkpoint, or not yet (R12). */
  static ApplicationFailure checkpointNotListed(CheckpointPathRequest request) {
    var message =
        "checkpoint %d is not in the checkpoint history of job %s (web.checkpoints.history) with a path"
            .formatted(request.checkpointId(), request.job().jobId());
    return failure(FlinkErrorCategory.CHECKPOINT_NOT_LISTED, message);
  }

  /** A status of 5xx is an error of Flink or of a proxy, whatever its body. */
  static FlinkErrorCategory category(FlinkRestException broken) {
    var cause = broken.getCause();
    var status = broken.status();
    if (cause instanceof UnusableSecretException) {
      return FlinkErrorCategory.SECRET_ERROR;
    }
    if (cause instanceof SSLException) {
      return FlinkErrorCategory.TLS_ERROR;
    }
    if (cause instanceof IOException && !(cause instanceof JsonProcessingException)) {
      return FlinkErrorCategory.FLINK_UNREACHABLE;
    }
    var flinkSaysSo = cause == null && broken.refused();
    return flinkSaysSo || (status != null && status >= 500)
        ? FlinkErrorCategory.FLINK_ERROR
        : FlinkErrorCategory.UNEXPECTED_ANSWER;
  }

  /** Without its cause: that can quote whatever was received, and would stay in the history. */
  private static ApplicationFailure failure(FlinkErrorCategory category, String message) {
    return ApplicationFailure.newFailure(message, category.name());
  }
}
