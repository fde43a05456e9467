package io.tidemark.workflow.job;

import static io.tidemark.workflow.job.InMemorySessionJob.AWAIT_READY;
import static io.tidemark.workflow.job.InMemorySessionJob.ID;
import static io.tidemark.workflow.job.InMemorySessionJob.PATH;
import static io.tidemark.workflow.job.InMemorySessionJob.STOP;
import static io.tidemark.workflow.job.InMemorySessionJob.SUBMIT;
import static io.tidemark.workflow.job.InMemorySessionJob.UPLOAD;
import static io.tidemark.workflow.job.InMemorySessionJob.done;
import static io.tidemark.workflow.job.InMemorySessionJob.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobSignalsTest extends WorkflowTestBase {

  @Test
  @DisplayName("U5 a change ends a wait and the wait for the tasks, and then the resource is read")
  void changed() {
    job.decide(JobPhase.LOOKING, waiting("No cluster")).decide(JobPhase.CONFIRMING, AWAIT_READY);
    flink.hanging = true;
    var result = runInBackground();
    awaitWait();
    running().changed();
    awaitActivity("JobAwaitReady");

    running().changed();

    assertThat(end(result).outcome()).isEqualTo(ChangeOutcome.UNCHANGED);
    assertThat(job.reports()).containsOnly("");
    assertThat(history()).doesNotContain("EVENT_TYPE_TIMER_FIRED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"JobStop", "JobSubmit"})
  @DisplayName("U5 neither a change nor a request ends the wait for what cannot be taken back")
  void irreversible(String step) {
    job.decide(JobPhase.STOPPING, step.equals("JobStop") ? STOP : SUBMIT);
    flink.hanging = true;
    var result = runInBackground();
    awaitActivity(step);

    running().changed();
    running().deletionRequested();
    running().hold("release freeze");
    running().resume();
    flink.hanging = false;

    end(result);
    assertThat(activities()).containsExactly(step);
    assertThat(history()).doesNotContain("ACTIVITY_TASK_CANCEL_REQUESTED");
    assertThat(job.reports()).hasSize(2).last().isNotEqualTo("");
  }

  @Test
  @DisplayName("U5 leaveJob ends the wait for a stop, and nothing else of the resource is lost")
  void leaveJob() {
    job.decide(JobPhase.STOPPING, STOP).decide(JobPhase.DONE, done(ChangeOutcome.ENDED));
    flink.hanging = true;
    var result = runInBackground();
    awaitActivity("JobStop");

    running().leaveJob();

    assertThat(end(result).outcome()).isEqualTo(ChangeOutcome.ENDED);
    assertThat(job.lastClaim().requests().leaveJob()).isTrue();
  }

  @Test
  @DisplayName("U5 a change and a hold do not end an upload, and giving the change up does")
  void upload() {
    job.decide(JobPhase.FETCHING_JAR, UPLOAD);
    flink.hanging = true;
    var result = runInBackground();
    awaitActivity("JobFetchAndUploadJar");

    running().changed();
    running().retryNow();
    running().hold("release freeze");
    running().resume();
    running().progress();
    assertThat(job.claims).hasSize(1);
    running().rollBack();

    end(result);
    assertThat(job.lastClaim().report()).isNull();
    assertThat(job.lastClaim().requests().rollBack()).isTrue();
  }

  @Test
  @DisplayName("U5 hold is passed on until resume, and the wait it has led to ends then")
  void hold() {
    job.decide(JobPhase.STARTING, waiting("first"));
    var result = runInBackground();
    awaitWait();
    running().hold("release\nfreeze");
    eventually(() -> running().progress().phase() == JobPhase.HELD);
    running().retryNow();
    eventually(() -> job.claims.size() == 3);

    running().resume();

    end(result);
    assertThat(job.claims)
        .extracting(it -> it.requests().hold())
        .containsExactly(null, "release freeze", "release freeze", null);
    assertThat(job.claims)
        .extracting(it -> it.requests().retry())
        .containsExactly(false, false, true, false);
  }

  @Test
  @DisplayName("U5 rollBack and useState are passed on until the change has ended")
  void untilTheEnd() {
    job.decide(JobPhase.HELD, waiting("no state"), waiting("again"))
        .then(
            request -> {
              running().changed();
              return InMemorySessionJob.claim(JobPhase.DONE, done(ChangeOutcome.UPGRADED));
            });
    var result = runInBackground();
    awaitWait();
    running().useState(" " + PATH);
    eventually(() -> job.claims.size() == 2);
    running().rollBack();

    end(result);

    assertThat(job.claims)
        .extracting(it -> it.requests().useState())
        .containsExactly(null, PATH, PATH, null);
    assertThat(job.claims)
        .extracting(it -> it.requests().rollBack())
        .containsExactly(false, false, true, false);
  }

  @Test
  @DisplayName("U5 W6 a hold or a path that is no text is shown as ignored")
  void ignored() {
    job.decide(JobPhase.HELD, waiting("no state"));
    var result = runInBackground();
    awaitWait();
    var workflow = client().newUntypedWorkflowStub(ID.workflowId());

    workflow.signal("hold", Map.of("reason", "budget"));
    eventually(() -> running().progress().activity().contains("ignored"));
    var held = running().progress();
    workflow.signal("useState", List.of(PATH));
    eventually(() -> running().progress().activity().contains("useState"));
    running().retryNow();

    assertThat(held.activity())
        .isEqualTo("no state; ignored: hold expects a text, but got {reason=budget}");
    assertThat(held.nextTry()).isNotNull();
    end(result);
    assertThat(job.lastClaim().requests().hold()).isNull();
  }

  @Test
  @DisplayName("U5 W3 a cancellation is a request, and its result is the memo of the run")
  void cancelled() {
    job.decide(JobPhase.HELD, waiting("no state"))
        .then(
            request ->
                InMemorySessionJob.claim(
                    JobPhase.HELD,
                    done(
                        request.requests().cancelled()
                            ? ChangeOutcome.HELD
                            : ChangeOutcome.FAILED)));
    var result = runInBackground();
    awaitWait();

    client().newUntypedWorkflowStub(ID.workflowId()).cancel();

    assertThat(result).failsWithin(PATIENCE);
    var memo =
        client()
            .newUntypedWorkflowStub(ID.workflowId())
            .describe()
            .getMemo("result", ChangeResult.class);
    assertThat(memo)
        .asInstanceOf(type(ChangeResult.class))
        .extracting(ChangeResult::outcome)
        .isEqualTo(ChangeOutcome.HELD);
  }

  @Test
  @DisplayName("U5 W5 a long change continues as another run, which keeps what was asked and done")
  void continuesAsNew() {
    job.decide(JobPhase.STOPPING, STOP);
    for (int i = 0; i < 500; i++) {
      job.decide(JobPhase.STARTING, waiting("No cluster"));
    }
    job.decide(JobPhase.STARTING, SUBMIT, AWAIT_READY);
    var result = runInBackground();
    awaitWait();
    running().useState(PATH);

    var end = end(result);

    assertThat(history()).contains("continuedExecutionRunId");
    assertThat(end.outcome()).isEqualTo(ChangeOutcome.UPGRADED);
    assertThat(end.downtime()).isGreaterThan(Duration.ofHours(7));
    assertThat(job.lastClaim().requests().useState()).isEqualTo(PATH);
  }

  @Test
  @DisplayName("W6 requests that have no effect are refused with a reason")
  void refused() {
    job.decide(JobPhase.LOOKING, waiting("No cluster"));
    var result = runInBackground();
    awaitWait();

    Map.ofEntries(
            entry("resume", "nothing is held: No cluster"),
            entry("leaveJob", "not being deleted"),
            entry("rollBack", "no change is under way: No cluster"))
        .forEach((name, reason) -> assertRefused(reason, name));
    assertRefused("nothing waits for a state: No cluster", "useState", PATH);
    assertRefused("useState needs the path of a savepoint", "useState", 7);
    assertRefused("hold needs a reason as a text, such as \"release freeze\"", "hold", "");
    assertThat(update("retryNow")).isEqualTo("Ended the wait: No cluster");
    end(result);
  }

  @Test
  @DisplayName("U5 W6 hold answers once the change is held, and resume what continues")
  void heldAndResumed() {
    job.decide(JobPhase.STARTING, waiting("first"), waiting("second"));
    var result = runInBackground();
    awaitWait();

    assertThat(update("hold", "release freeze")).isEqualTo("HELD: Held: release freeze");
    assertThat(update("resume")).isEqualTo("STARTING: second");
    end(result);
  }

  @Test
  @DisplayName("U5 W6 rollBack answers once it is under way, and is refused then")
  void rollBack() {
    for (int i = 0; i < 10; i++) {
      job.then(
          request ->
              request.requests().rollBack()
                  ? InMemorySessionJob.claim(JobPhase.ROLLING_BACK, waiting("back"))
                  : InMemorySessionJob.claim(JobPhase.CONFIRMING, waiting("not ready")));
    }
    var result = runInBackground();
    awaitWait();

    assertThat(update("rollBack")).isEqualTo("ROLLING_BACK: back");
    assertRefused("already ROLLING_BACK", "rollBack");
    end(result);
  }

  @Test
  @DisplayName("U5 W6 useState answers what continues; resume is refused where a state is missing")
  void useState() {
    job.decide(JobPhase.HELD, waiting("no state")).decide(JobPhase.STARTING, waiting("starting"));
    var result = runInBackground();
    awaitWait();

    assertRefused("not held by a request, but for another reason: no state", "resume");
    assertThat(update("useState", PATH)).startsWith("STARTING: ");
    end(result);
  }

  @Test
  @DisplayName("U5 W6 leaveJob answers how the deletion ended, and rollBack is refused")
  void deleted() {
    job.decide(JobPhase.STOPPING, waiting("stopping"), waiting("stopping"))
        .decide(JobPhase.DONE, done(ChangeOutcome.ENDED));
    var result = runInBackground();
    awaitWait();
    running().deletionRequested();
    eventually(() -> job.claims.size() == 2);

    assertRefused("being deleted; leaveJob lets the resource go", "rollBack");
    assertThat(update("leaveJob")).isEqualTo("ENDED: ENDED by the claim");
    end(result);
  }
}
