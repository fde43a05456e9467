package io.tidemark.flink;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.failsafe.FailsafeException;
import io.temporal.failure.ApplicationFailure;
import io.tidemark.flink.access.UnusableSecretException;
import io.tidemark.workflow.flink.FlinkErrorCategory;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/**
 * Turns calls to Flink that have no known outcome into failures that Temporal retries, each with
 * its {@link FlinkErrorCategory} as the failure's type (R8).
 */
final class RetryableFailures {
  static final String WORKER_STOPPED = "WORKER_STOPPED";

  /**
   * Delay before the retry. Until it has passed the stopping worker has closed its pollers;
   * otherwise Temporal could hand the activity back to it.
   */
  private static final Duration HANDOVER_DELAY = Duration.ofMillis(500);

  private static final String STOPPED_MESSAGE =
      "The Tidemark worker stopped while it waited for Flink; another worker continues";

  private RetryableFailures() {}

  /** Returns the answer of a call; one that throws becomes a failure that Temporal retries. */
  static <T> T calling(Supplier<T> call) {
    try {
      return call.get();
    } catch (FlinkRestException e) {
      throw of(e);
    } catch (FailsafeException e) {
      throw workerStopped();
    }
  }

  /** Returns the failure for a call that threw. */
  static ApplicationFailure of(FlinkRestException failed) {
    return failure(category(failed), String.valueOf(failed.getMessage()));
  }

  /**
   * Returns the failure for a call that was repeated for as long as its activity may hide that, or
   * that would get the same answer again.
   */
  static ApplicationFailure lasting(FlinkRestException failed) {
    return ApplicationFailure.newNonRetryableFailure(
        String.valueOf(failed.getMessage()), category(failed).name());
  }

  /**
   * Returns the failure for a poll on a stopping worker, which also interrupts waits; another
   * worker retries it (S2).
   */
  static ApplicationFailure workerStopped() {
    return ApplicationFailure.newBuilder()
        .setMessage(STOPPED_MESSAGE)
        .setType(WORKER_STOPPED)
        .setNextRetryDelay(HANDOVER_DELAY)
        .build();
  }

  /**
   * Returns the failure of a local activity that did not call a slow cluster; the workflow then
   * calls it from a normal activity.
   */
  static ApplicationFailure clusterNotResponding(ClusterConnection cluster) {
    return failure(FlinkErrorCategory.FLINK_UNREACHABLE, notResponding(cluster));
  }

  /** Describes a cluster that does not respond, in one readable line. */
  static String notResponding(ClusterConnection cluster) {
    return "Flink at " + cluster + " does not respond at the moment";
  }

  /** Decides the category. A 5xx is an error of Flink or of a proxy, whatever its body. */
  static FlinkErrorCategory category(FlinkRestException failed) {
    var cause = failed.getCause();
    var status = failed.status();
    if (cause instanceof UnusableSecretException) {
      return FlinkErrorCategory.SECRET_ERROR;
    }
    if (cause instanceof SSLException) {
      return FlinkErrorCategory.TLS_ERROR;
    }
    if (cause instanceof IOException && !(cause instanceof JsonProcessingException)) {
      return FlinkErrorCategory.FLINK_UNREACHABLE;
    }
    var refusedByFlink = cause == null && failed.isClientError();
    return refusedByFlink || (status != null && status >= 500)
        ? FlinkErrorCategory.FLINK_ERROR
        : FlinkErrorCategory.UNEXPECTED_ANSWER;
  }

  /**
   * Leaves the cause out: it can quote any received text, and would stay in the workflow's history.
   */
  private static ApplicationFailure failure(FlinkErrorCategory category, String message) {
    return ApplicationFailure.newFailure(message, category.name());
  }
}
