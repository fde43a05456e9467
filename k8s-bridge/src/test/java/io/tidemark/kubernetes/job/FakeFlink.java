package io.tidemark.kubernetes.job;

import io.tidemark.workflow.flink.FlinkJob;
import io.tidemark.workflow.job.FlinkReport;
import io.tidemark.workflow.job.JarDeletionResult;
import io.tidemark.workflow.job.JarResult;
import io.tidemark.workflow.job.JobDecision;
import io.tidemark.workflow.job.JobDecisionCases;
import io.tidemark.workflow.job.JobLook;
import io.tidemark.workflow.job.KnownJob;
import io.tidemark.workflow.job.StopResult;
import io.tidemark.workflow.job.SubmissionResult;
import io.tidemark.workflow.resource.EventReason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Flink, as far as a claim sees it: jars, jobs and savepoints, and each request that it got. */
final class FakeFlink implements JobDecisionCases<Optional<FlinkReport>> {
  private final Set<String> jars = new LinkedHashSet<>();
  private final Map<String, Job> jobs = new LinkedHashMap<>();
  private final Map<String, StopResult> stops = new LinkedHashMap<>();
  private final List<String> requests = new ArrayList<>();
  private int uploads;
  private @Nullable EventReason jarRefusal;
  private SubmissionResult.@Nullable Outcome submissionRefusal;
  private boolean ready = true;
  private boolean keepsCheckpoints = true;
  private boolean savepointRunning;
  private int failingStops;
  private String version = "1.20.5";
  private @Nullable String savepointDirectory = "s3://savepoints";
  private @Nullable String jobResultStore;

  private record Job(String state, @Nullable String restored, @Nullable String newest) {
    Job in(String other, @Nullable String state) {
      return new Job(other, restored, state);
    }
  }

  /** Refuses the next jar. */
  void refuseJar(EventReason reason) {
    jarRefusal = reason;
  }

  /** Refuses the next submission. */
  void refuseSubmission(SubmissionResult.Outcome outcome) {
    submissionRefusal = outcome;
  }

  void ready(boolean value) {
    ready = value;
  }

  void keepsCheckpoints(boolean value) {
    keepsCheckpoints = value;
  }

  void savepointRunning(boolean value) {
    savepointRunning = value;
  }

  void failStops(int number) {
    failingStops = number;
  }

  /** Sets the savepoint directory of the cluster's own configuration. */
  void savepointDirectory(String directory) {
    savepointDirectory = directory;
  }

  /** Turns the cluster into one of Flink 2.3 with high availability. */
  void highlyAvailable(String resultStore) {
    version = "2.3.0";
    jobResultStore = resultStore;
  }

  /** Completes a checkpoint of a job. */
  void checkpoint(String jobId, String path) {
    jobs.computeIfPresent(jobId, (id, job) -> job.in(job.state(), path));
  }

  /** Runs a job that another system has started. */
  void run(String jobId, @Nullable String restored) {
    jobs.put(jobId, new Job("RUNNING", asFlinkWrites(restored), asFlinkWrites(restored)));
  }

  void state(String jobId, String state) {
    jobs.computeIfPresent(jobId, (id, job) -> job.in(state, job.newest()));
  }

  /** Forgets all jobs, as a JobManager without high availability does. */
  void forget() {
    jobs.clear();
  }

  List<String> running() {
    return jobs.entrySet().stream()
        .filter(job -> job.getValue().state().equals("RUNNING"))
        .map(Map.Entry::getKey)
        .toList();
  }

  @Nullable String restored(String jobId) {
    return jobs.get(jobId).restored();
  }

  Set<String> jars() {
    return jars;
  }

  /** Returns the requests since the last call. */
  List<String> requests() {
    var since = List.copyOf(requests);
    requests.clear();
    return since;
  }

  @Override
  public Optional<FlinkReport> done(JobDecision.Done end) {
    return Optional.empty();
  }

  @Override
  public Optional<FlinkReport> await(JobDecision.Wait wait) {
    return Optional.empty();
  }

  @Override
  public Optional<FlinkReport> look(JobDecision.Look look) {
    return Optional.of(report(look.job()));
  }

  @Override
  public Optional<FlinkReport> uploadJar(JobDecision.UploadJar upload) {
    requests.add("upload " + upload.request().program().spec());
    if (jarRefusal != null) {
      var reason = jarRefusal;
      jarRefusal = null;
      return Optional.of(
          JarResult.refused(upload.request().program(), reason, "https://a/b.jar: 404"));
    }
    var jarId = "jar-" + ++uploads;
    jars.add(jarId);
    return Optional.of(JarResult.uploaded(upload.request().program(), jarId));
  }

  @Override
  public Optional<FlinkReport> deleteJar(JobDecision.DeleteJar deletion) {
    requests.add("delete " + deletion.request().jarId());
    jars.remove(deletion.request().jarId());
    return Optional.of(new JarDeletionResult(deletion.request().jarId()));
  }

  @Override
  public Optional<FlinkReport> submit(JobDecision.Submit submission) {
    var request = submission.request();
    var jobId = request.job().jobId();
    requests.add("submit " + jobId + (request.blind() ? " blind" : ""));
    if (!request.blind() && jobs.containsKey(jobId)) {
      return result(jobId, SubmissionResult.Outcome.STARTED);
    }
    if (!jars.contains(request.jarId())) {
      return result(jobId, SubmissionResult.Outcome.JAR_MISSING);
    }
    if (submissionRefusal != null) {
      var outcome = submissionRefusal;
      submissionRefusal = null;
      if (outcome == SubmissionResult.Outcome.RESTORE_REFUSED) {
        jobs.put(jobId, new Job("FAILED", null, null));
      }
      return result(jobId, outcome);
    }
    if (jobs.containsKey(jobId)) {
      throw new AssertionError("job " + jobId + " was started twice");
    }
    var restored = asFlinkWrites(request.savepoint());
    jobs.put(jobId, new Job("RUNNING", restored, restored));
    if (running().size() > 1) {
      throw new AssertionError("two jobs run: " + running());
    }
    return result(jobId, SubmissionResult.Outcome.STARTED);
  }

  private static @Nullable String asFlinkWrites(@Nullable String path) {
    return path == null
        ? null
        : path.replaceFirst("^file:/+", "file:/").replaceFirst("/(_metadata)?$", "");
  }

  private Optional<FlinkReport> result(String jobId, SubmissionResult.Outcome outcome) {
    return Optional.of(
        new SubmissionResult(
            jobId,
            outcome,
            "no such class",
            outcome == SubmissionResult.Outcome.RESTORE_REFUSED && jobResultStore != null
                ? jobResultStore + "/" + jobId + "_DIRTY.json"
                : null));
  }

  @Override
  public Optional<FlinkReport> awaitReady(JobDecision.AwaitReady readiness) {
    return Optional.of(report(readiness.request().job()));
  }

  @Override
  public Optional<FlinkReport> stop(JobDecision.Stop stop) {
    var request = stop.request();
    var triggerId = request.triggerId();
    requests.add("stop " + request.job().jobId() + (request.blind() ? " blind" : ""));
    return Optional.of(stops.computeIfAbsent(triggerId, id -> stopped(id, request.job().jobId())));
  }

  private StopResult stopped(String triggerId, String jobId) {
    if (failingStops > 0) {
      failingStops--;
      return new StopResult(triggerId, StopResult.Outcome.FAILED, null, "checkpoint declined");
    }
    var path = "s3://savepoints/savepoint-" + (stops.size() + 1);
    jobs.computeIfPresent(jobId, (id, job) -> job.in("FINISHED", path));
    return new StopResult(triggerId, StopResult.Outcome.STOPPED, path, null);
  }

  @Override
  public Optional<FlinkReport> cancel(JobDecision.Cancel cancellation) {
    var jobId = cancellation.job().jobId();
    requests.add("cancel " + jobId);
    jobs.computeIfPresent(
        jobId,
        (id, job) ->
            job.state().equals("RUNNING")
                ? job.in("CANCELED", keepsCheckpoints ? job.newest() : job.restored())
                : job);
    return Optional.of(report(cancellation.job()));
  }

  private JobLook report(FlinkJob job) {
    var known = Optional.ofNullable(jobs.get(job.jobId())).map(this::known).orElse(null);
    return new JobLook(job, version, true, savepointDirectory, jobResultStore, known);
  }

  private KnownJob known(Job job) {
    return new KnownJob(
        job.state(),
        ready && job.state().equals("RUNNING"),
        job.restored(),
        job.newest() != null && !job.newest().equals(job.restored()),
        job.newest(),
        keepsCheckpoints,
        savepointRunning,
        null);
  }
}
