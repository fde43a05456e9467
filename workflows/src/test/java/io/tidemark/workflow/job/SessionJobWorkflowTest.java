package io.tidemark.workflow.job;

import static io.tidemark.workflow.job.InMemorySessionJob.AWAIT_READY;
import static io.tidemark.workflow.job.InMemorySessionJob.CANCEL;
import static io.tidemark.workflow.job.InMemorySessionJob.DELETE_JAR;
import static io.tidemark.workflow.job.InMemorySessionJob.ID;
import static io.tidemark.workflow.job.InMemorySessionJob.LOOK;
import static io.tidemark.workflow.job.InMemorySessionJob.NEW;
import static io.tidemark.workflow.job.InMemorySessionJob.OLD;
import static io.tidemark.workflow.job.InMemorySessionJob.PATH;
import static io.tidemark.workflow.job.InMemorySessionJob.STOP;
import static io.tidemark.workflow.job.InMemorySessionJob.SUBMIT;
import static io.tidemark.workflow.job.InMemorySessionJob.UPLOAD;
import static io.tidemark.workflow.job.InMemorySessionJob.done;
import static io.tidemark.workflow.job.InMemorySessionJob.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.common.SearchAttributes;
import io.tidemark.workflow.execution.WorkflowSearchAttributes;
import io.tidemark.workflow.resource.EventReason;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SessionJobWorkflowTest extends WorkflowTestBase {

  @Test
  @DisplayName("U5 a run carries out one decision after the other, and passes each answer on once")
  void upgrade() {
    decideUpgrade();

    var result = run();

    assertThat(activities())
        .containsExactly(
            "JobLook",
            "JobFetchAndUploadJar",
            "JobStop",
            "JobDeleteJar",
            "JobSubmit",
            "JobAwaitReady");
    assertThat(job.reports())
        .containsExactly(
            "",
            "JobLook",
            "JarResult",
            "StopResult",
            "JarDeletionResult",
            "SubmissionResult",
            "JobLook");
    assertThat(result)
        .isEqualTo(
            new ChangeResult(
                ChangeOutcome.UPGRADED,
                OLD.jobId(),
                NEW.jobId(),
                7,
                PATH,
                result.downtime(),
                "UPGRADED by the claim"));
    assertThat(result.downtime()).isNotNull();
  }

  @Test
  @DisplayName("U5 W5 the history of an upgrade is far shorter than that of a run that continues")
  void lengthOfHistory() {
    decideUpgrade();

    run();

    assertThat(client().fetchHistory(ID.workflowId()).getEvents()).hasSizeLessThan(100);
  }

  @Test
  @DisplayName("U5 nothing to do is one claim inside the workflow task")
  void unchanged() {
    var result = run();

    assertThat(result.outcome()).isEqualTo(ChangeOutcome.UNCHANGED);
    assertThat(result.downtime()).isNull();
    assertThat(activities()).isEmpty();
    assertThat(job.claims).hasSize(1);
  }

  @Test
  @DisplayName("U5 the down time runs from the end of the stop until the tasks run again")
  void downtime() {
    job.decide(JobPhase.CONFIRMING, waiting("Before the stop"), STOP, waiting("After it"), SUBMIT)
        .decide(JobPhase.CONFIRMING, AWAIT_READY, waiting("After the start"))
        .decide(JobPhase.DONE, done(ChangeOutcome.UPGRADED));

    assertThat(run().downtime()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(80));
  }

  @Test
  @DisplayName("U5 a job that is only stopped has no down time, and one that failed to stop none")
  void suspended() {
    flink.stopResults.add(
        new StopResult(ID.stopTriggerId(1, 1), StopResult.Outcome.FAILED, null, "expired"));
    job.decide(JobPhase.STOPPING, STOP, LOOK, CANCEL)
        .decide(JobPhase.DONE, done(ChangeOutcome.SUSPENDED));

    var result = run();

    assertThat(result.outcome()).isEqualTo(ChangeOutcome.SUSPENDED);
    assertThat(result.downtime()).isNull();
  }

  @Test
  @DisplayName("U5 a run that was terminated is continued by another one")
  void terminated() {
    decideUpgrade();
    flink.hanging = true;
    var first = runInBackground();
    awaitActivity("JobFetchAndUploadJar");

    client().newUntypedWorkflowStub(ID.workflowId()).terminate("by a person");
    assertThat(first).failsWithin(PATIENCE);
    flink.hanging = false;

    assertThat(run().outcome()).isEqualTo(ChangeOutcome.UPGRADED);
    assertThat(flink.submissions).hasSize(1);
  }

  @Test
  @DisplayName("U5 a deletion that comes with the last task of a run is carried out by that run")
  void deletedInTheLastTask() {
    job.then(
            request -> {
              running().deletionRequested();
              return InMemorySessionJob.claim(JobPhase.DONE, done(ChangeOutcome.UPGRADED));
            })
        .decide(JobPhase.STOPPING, CANCEL)
        .decide(JobPhase.DONE, done(ChangeOutcome.ENDED));

    assertThat(run().outcome()).isEqualTo(ChangeOutcome.ENDED);
  }

  @Test
  @DisplayName("U5 a change that comes with the last task is read, and the outcome is not lost")
  void changedInTheLastTask() {
    job.decide(JobPhase.STARTING, STOP, SUBMIT, AWAIT_READY)
        .then(
            request -> {
              running().changed();
              return InMemorySessionJob.claim(JobPhase.DONE, done(ChangeOutcome.UPGRADED));
            });

    var result = run();

    assertThat(result.outcome()).isEqualTo(ChangeOutcome.UPGRADED);
    assertThat(result.from()).isEqualTo(OLD.jobId());
    assertThat(job.claims).hasSize(5);
  }

  @Test
  @DisplayName("U4 a submission and a stop of this run's own claim are sent without a look")
  void ownClaim() {
    job.decide(JobPhase.STARTING, STOP, SUBMIT);

    run();

    assertThat(flink.stops).extracting(StopRequest::blind).containsExactly(true);
    assertThat(flink.submissions).extracting(SubmissionRequest::blind).containsExactly(true);
  }

  @Test
  @DisplayName("U4 after a claim that took long, as of a run that was reset, Flink is asked first")
  void oldClaim() {
    job.fail(5).decide(JobPhase.STARTING, STOP).fail(5).decide(JobPhase.STARTING, SUBMIT);

    run();

    assertThat(flink.stops).extracting(StopRequest::blind).containsExactly(false);
    assertThat(flink.submissions).extracting(SubmissionRequest::blind).containsExactly(false);
  }

  @Test
  @DisplayName("U5 R8 an outage of Flink is shown, waited for, and reported to the next claim once")
  void outage() {
    for (int i = 0; i < 12; i++) {
      flink.errors.add(InMemoryJobFlink.unreachable());
    }
    job.decide(JobPhase.LOOKING, LOOK, LOOK, LOOK);

    run();

    assertThat(timers()).containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(10));
    assertThat(summaries()).contains("Wait before retrying: Connection refused");
    var outage = new JobOutage(EventReason.FLINK_UNREACHABLE, "Connection refused");
    assertThat(job.claims)
        .extracting(JobClaimRequest::outage)
        .containsExactly(null, outage, outage, null);
    assertThat(job.reports()).containsExactly("", "", "", "JobLook");
  }

  @Test
  @DisplayName(
      "U5 what has happened at Flink outlasts an outage of Kubernetes, and a look does not")
  void outageOfKubernetes() {
    job.decide(JobPhase.STOPPING, STOP).fail(7).decide(JobPhase.LOOKING, LOOK).fail(7);

    run();

    assertThat(job.reports().subList(1, 9)).containsOnly("StopResult");
    assertThat(job.reports().subList(9, 16)).containsOnly("JobLook");
    assertThat(job.reports()).hasSize(17).last().isEqualTo("");
    assertThat(job.lastClaim().outage()).as("Flink has none").isNull();
  }

  @Test
  @DisplayName("U5 W2 the phase is a search attribute, if the server accepted it at the start")
  void phases() {
    decideUpgrade();
    var attributes =
        SearchAttributes.newBuilder()
            .set(WorkflowSearchAttributes.JOB_PHASE, JobPhase.LOOKING.name())
            .build();

    end(runInBackground(new SessionJobRequest(ID), attributes));

    assertThat(
            client()
                .newUntypedWorkflowStub(ID.workflowId())
                .describe()
                .getTypedSearchAttributes()
                .get(WorkflowSearchAttributes.JOB_PHASE))
        .isEqualTo("DONE");
    assertThat(inHistory("(EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES)")).hasSize(4);
  }

  @Test
  @DisplayName("U5 W2 progress and summaries show what is done")
  void progress() {
    decideUpgrade();

    run();

    assertThat(summaries())
        .filteredOn(it -> !it.equals("Read the resource and its cluster"))
        .containsExactly(
            "Look at the cluster and the job",
            "Fetch and upload the jar of generation 7",
            "Stop the job " + OLD.jobId() + " with a savepoint",
            "Delete the uploaded jar",
            "Submit the job " + NEW.jobId(),
            "Wait until all tasks are running");
    assertThat(history()).doesNotContain("UPSERT_WORKFLOW_SEARCH_ATTRIBUTES");
    assertThat(running().progress())
        .isEqualTo(InMemorySessionJob.claim(JobPhase.DONE, LOOK).progress());
    assertThat(running().progress().markdown())
        .startsWith("**DONE**, generation 7, submission 2\n\ndone\n\nJob id: `" + NEW.jobId())
        .contains("State: `" + PATH + "`");
  }

  private void decideUpgrade() {
    job.decide(JobPhase.LOOKING, LOOK)
        .decide(JobPhase.FETCHING_JAR, UPLOAD)
        .decide(JobPhase.STOPPING, STOP, DELETE_JAR)
        .decide(JobPhase.STARTING, SUBMIT, AWAIT_READY)
        .decide(JobPhase.DONE, done(ChangeOutcome.UPGRADED));
  }
}
