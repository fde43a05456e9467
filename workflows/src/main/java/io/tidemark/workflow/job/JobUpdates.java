package io.tidemark.workflow.job;

import static io.tidemark.workflow.execution.UpdateAnswers.refusal;
import static io.tidemark.workflow.execution.UpdateAnswers.requireText;

import io.tidemark.workflow.execution.UpdateAnswers;
import io.tidemark.workflow.execution.UpdateResult;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests that come as Updates: refuses one without an effect, and answers the others with
 * the progress after the claim that has read them. Their effect is that of the signals (W6).
 */
final class JobUpdates {
  private final JobSignals signals;
  private final JobProgressDisplay display;
  private final UpdateAnswers answers;

  JobUpdates(JobSignals signals, JobProgressDisplay display) {
    this.signals = signals;
    this.display = display;
    this.answers = new UpdateAnswers(() -> display.progress().activity());
  }

  UpdateResult retryNow() {
    var answer = answers.retried(isWaiting());
    signals.retryNow();
    return answer;
  }

  /** Refuses to roll back before the cluster is touched, twice, and while the job is ended. */
  void checkRollBack() {
    if (signals.isBeingDeleted()) {
      throw refusal("being deleted; leaveJob lets the resource go without an end of its job");
    }
    switch (phase()) {
      case LOOKING, DONE -> throw refusal("no change is under way: " + activity());
      case ROLLING_BACK -> throw refusal("already ROLLING_BACK: " + activity());
      case FETCHING_JAR, STOPPING, RECORDING, STARTING, CONFIRMING, HELD -> {}
    }
  }

  UpdateResult rollBack() {
    signals.rollBack();
    return answers.once(() -> signals.read().rollBack(), this::shown);
  }

  void checkHold(@Nullable Object reason) {
    var unused = requireText(reason, "hold needs a reason as a text, such as \"release freeze\"");
  }

  UpdateResult hold(Object reason) {
    signals.hold((String) reason);
    return answers.once(() -> signals.read().hold() != null, this::shown);
  }

  /** Refuses to resume what is not held. */
  void checkResume() {
    if (!signals.isHeld()) {
      throw refusal(
          phase() == JobPhase.HELD
              ? "not held by a request, but for another reason: " + activity()
              : "nothing is held: " + activity());
    }
  }

  UpdateResult resume() {
    signals.resume();
    return answers.once(() -> signals.read().hold() == null, this::shown);
  }

  /** Refuses a path that is no text, or that nothing waits for. */
  void checkUseState(@Nullable Object path) {
    var unused =
        requireText(path, "useState needs the path of a savepoint or checkpoint as a text");
    if (phase() != JobPhase.HELD) {
      throw refusal("nothing waits for a state: " + activity());
    }
  }

  UpdateResult useState(Object path) {
    signals.useState((String) path);
    return answers.once(
        () -> ((String) path).strip().equals(signals.read().useState()), this::shown);
  }

  void checkLeaveJob() {
    if (!signals.isBeingDeleted()) {
      throw refusal("not being deleted");
    }
  }

  UpdateResult leaveJob() {
    signals.leaveJob();
    return answers.once(() -> false, this::shown);
  }

  /** Answers all requests, before the run ends with this result. */
  void finish(ChangeResult end) {
    answers.finish(end.line());
  }

  /** Answers all requests, before the run continues as another one, which carries them out. */
  void finish() {
    answers.finish();
  }

  private boolean isWaiting() {
    return display.progress().nextTry() != null;
  }

  private String shown() {
    return phase() + ": " + activity();
  }

  private JobPhase phase() {
    return display.progress().phase();
  }

  private String activity() {
    return display.progress().activity();
  }
}
