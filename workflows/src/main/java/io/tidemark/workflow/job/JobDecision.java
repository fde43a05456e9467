package io.tidemark.workflow.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.tidemark.workflow.flink.FlinkJob;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The next step of a session job, with exactly what the step needs. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "step")
@JsonSubTypes({
  @JsonSubTypes.Type(value = JobDecision.Done.class, name = "DONE"),
  @JsonSubTypes.Type(value = JobDecision.Wait.class, name = "WAIT"),
  @JsonSubTypes.Type(value = JobDecision.Look.class, name = "LOOK"),
  @JsonSubTypes.Type(value = JobDecision.UploadJar.class, name = "UPLOAD_JAR"),
  @JsonSubTypes.Type(value = JobDecision.DeleteJar.class, name = "DELETE_JAR"),
  @JsonSubTypes.Type(value = JobDecision.Submit.class, name = "SUBMIT"),
  @JsonSubTypes.Type(value = JobDecision.AwaitReady.class, name = "AWAIT_READY"),
  @JsonSubTypes.Type(value = JobDecision.Stop.class, name = "STOP"),
  @JsonSubTypes.Type(value = JobDecision.Cancel.class, name = "CANCEL")
})
public sealed interface JobDecision {

  /** Calls the method for this case. */
  <T> T accept(JobDecisionCases<T> cases);

  /**
   * Nothing is left to do in this run.
   *
   * @param outcome the run's outcome
   * @param path the state that the job started from, or that its stop has left; null without one
   * @param message one readable line
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Done(ChangeOutcome outcome, @Nullable String path, String message) implements JobDecision {
    public Done {
      requireNonNull(outcome, "outcome is null");
      requireNonNull(message, "message is null");
    }

    @Override
    public <T> T accept(JobDecisionCases<T> cases) {
      return cases.done(this);
    }
  }

  /**
   * Something else has to happen first; the resource is read again after a change, a request or the
   * time.
   *
   * @param reason one readable line; for a change that is held, what a person must do
   * @param longest the time after which the resource is read again
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Wait(String reason, Duration longest) implements JobDecision {
    public Wait {
      requireNonNull(reason, "reason is null");
      requireNonNull(longest, "longest is null");
    }

    @Override
    public <T> T accept(JobDecisionCases<T> cases) {
      return cases.await(this);
    }
  }

  /** Flink is asked for the cluster and the job. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Look(FlinkJob job) implements JobDecision {
    public Look {
      requireNonNull(job, "job is null");
    }

    @Override
    public <T> T accept(JobDecisionCases<T> cases) {
      return cases.look(this);
    }
  }

  /** The jar is fetched, checked and uploaded. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record UploadJar(JarRequest request) implements JobDecision {
    public UploadJar {
      requireNonNull(request, "request is null");
    }

    @Override
    public <T> T accept(JobDecisionCases<T> cases) {
      return cases.uploadJar(this);
    }
  }

  /** The jar is deleted, and its absence confirmed. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record DeleteJar(JarDeletionRequest request) implements JobDecision {
    public DeleteJar {
      requireNonNull(request, "request is null");
    }

    @Override
    public <T> T accept(JobDecisionCases<T> cases) {
      return cases.deleteJar(this);
    }
  }

  /** The job is submitted. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Submit(SubmissionRequest request) implements JobDecision {
    public Submit {
      requireNonNull(request, "request is null");
    }

    @Override
    public <T> T accept(JobDecisionCases<T> cases) {
      return cases.submit(this);
    }
  }

  /** The submitted job is waited for until its tasks run. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record AwaitReady(ReadinessRequest request) implements JobDecision {
    public AwaitReady {
      requireNonNull(request, "request is null");
    }

    @Override
    public <T> T accept(JobDecisionCases<T> cases) {
      return cases.awaitReady(this);
    }
  }

  /** The job is stopped with a savepoint. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Stop(StopRequest request) implements JobDecision {
    public Stop {
      requireNonNull(request, "request is null");
    }

    @Override
    public <T> T accept(JobDecisionCases<T> cases) {
      return cases.stop(this);
    }
  }

  /** The job is cancelled, and its end waited for. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Cancel(FlinkJob job) implements JobDecision {
    public Cancel {
      requireNonNull(job, "job is null");
    }

    @Override
    public <T> T accept(JobDecisionCases<T> cases) {
      return cases.cancel(this);
    }
  }
}
