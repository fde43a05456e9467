package io.tidemark.flink;

import io.tidemark.concurrent.SingleFlight;
import io.tidemark.workflow.execution.ActivityPolicies;
import io.tidemark.workflow.flink.DisposalRequest;
import io.tidemark.workflow.flink.DisposalResult;
import io.tidemark.workflow.model.SavepointPath;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Disposes of a savepoint, unless a running job needs it (R15, R19). One that Flink has accepted
 * before is polled under its id: another request would find the savepoint gone, and could not tell
 * who has deleted it.
 */
final class Disposal {
  private static final DisposalResult BEGINNING = DisposalResult.pending(null);

  private final FlinkRestClient flink;
  private final SingleFlight<String, Optional<List<SavepointRestores.Restore>>> restores;
  private final HeartbeatingPoller poller;
  private final FlinkTimings timings;
  private final DisposalRequest request;

  Disposal(
      FlinkRestClient flink,
      SingleFlight<String, Optional<List<SavepointRestores.Restore>>> restores,
      HeartbeatingPoller poller,
      FlinkTimings timings,
      DisposalRequest request) {
    this.flink = flink;
    this.restores = restores;
    this.poller = poller;
    this.timings = timings;
    this.request = request;
  }

  /** Returns the result, or that a job has started meanwhile, however long that takes. */
  DisposalResult pollUntilEnded() {
    return dispose(
        new Polling() {
          @Override
          public <T> Optional<T> poll(Supplier<Optional<T>> call) {
            return Optional.of(poller.pollUntilEnded(timings.longestPoll(), call));
          }
        });
  }

  /** Returns the result, or that the disposal is pending after a moment. */
  DisposalResult pollForAMoment() {
    return dispose(
        new Polling() {
          @Override
          public <T> Optional<T> poll(Supplier<Optional<T>> call) {
            return pollUnlessOutage(call);
          }
        });
  }

  /** An outage is no reason to forget the id of a disposal that Flink has accepted. */
  private <T> Optional<T> pollUnlessOutage(Supplier<Optional<T>> call) {
    try {
      return poller.pollAtMost(ActivityPolicies.FAST_PATIENCE, call);
    } catch (FlinkRestException failed) {
      if (failed.isClientError()) {
        throw failed;
      }
      return Optional.empty();
    }
  }

  /** Polls for a result; empty if there was none in the time that it takes. */
  private interface Polling {
    <T> Optional<T> poll(Supplier<Optional<T>> call);
  }

  private DisposalResult dispose(Polling polling) {
    var accepted = request.disposalId();
    try {
      return accepted == null ? begin(polling) : result(accepted, polling);
    } catch (FlinkRestException forgotten) {
      if (accepted == null || !forgotten.isClientError()) {
        throw forgotten;
      }
      return begin(polling);
    }
  }

  private DisposalResult begin(Polling polling) {
    var jobs = new SavepointRestores(flink, restores, SavepointPath.of(request.path()));
    return jobs.users()
        .map(
            users ->
                users.isEmpty() ? result(flink.dispose(request.path()), polling) : inUse(users))
        .orElseGet(() -> polling.poll(jobs::users).map(Disposal::afterWait).orElse(BEGINNING));
  }

  /**
   * Returns the result after a wait for a job that was starting. Whoever asked for the disposal
   * decides again, since the savepoint may have got another user meanwhile, or a person may want to
   * keep it (R15, R19).
   */
  private static DisposalResult afterWait(List<String> users) {
    return users.isEmpty() ? BEGINNING : inUse(users);
  }

  private DisposalResult result(String disposalId, Polling polling) {
    return polling
        .poll(() -> flink.disposalStatus(disposalId).result())
        .orElseGet(() -> DisposalResult.pending(disposalId));
  }

  private static DisposalResult inUse(List<String> jobs) {
    return new DisposalResult(
        DisposalResult.Status.IN_USE,
        "Flink job " + jobs.get(0) + " has restored from it and has no checkpoint of its own");
  }
}
