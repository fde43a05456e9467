package io.tidemark.dev;

import static io.tidemark.dev.Waits.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * A session cluster with its REST endpoint in a JVM of its own, and the sample jobs submitted to
 * it. Checkpoints and savepoints go to local files.
 */
public final class FlinkCluster {
  private static final String LOG_LINES =
      "-Djava.util.logging.SimpleFormatter.format=%1$tT.%1$tL %4$s %3$s %5$s%6$s%n";

  private final int port = FreePorts.next();
  private final FlinkRest rest;
  private final Map<FlinkJob, FlinkJobOptions> jobs =
      Collections.synchronizedMap(new LinkedHashMap<>());
  private final FlinkRelease release;
  private final Path directory;
  private final Checkpoints checkpoints;
  private final Path jar;
  private final Optional<ZooKeeperServer> zooKeeper;
  private final DevProcess process;
  private String jarId;

  /**
   * @param settings over the defaults of the stack
   * @param zooKeeper the folder of a ZooKeeper for high availability; empty for a cluster without
   */
  FlinkCluster(
      FlinkRelease release,
      Path directory,
      Map<String, String> settings,
      Http http,
      Optional<Path> zooKeeper) {
    this.release = release;
    this.rest = new FlinkRest(http.local(port), http);
    this.directory = directory;
    this.checkpoints = new Checkpoints(FlinkSettings.checkpoints(directory));
    this.jar = JobJar.write(directory.resolve("sample-job.jar"));
    this.zooKeeper = zooKeeper.map(folder -> new ZooKeeperServer(release, folder, jar));
    this.process = new DevProcess("flink", directory, command(available(settings)), this::isReady);
  }

  void start() {
    zooKeeper.ifPresent(ZooKeeperServer::start);
    process.start();
    jarId = rest.upload(jar);
  }

  /** Submits a job and waits until all its tasks run. */
  public FlinkJob submit(FlinkJobOptions options) {
    return submit(List.of(options)).get(0);
  }

  /** Submits jobs and waits until all their tasks run. */
  public List<FlinkJob> submit(List<FlinkJobOptions> several) {
    var submitted = several.stream().map(this::newJob).toList();
    submitted.forEach(it -> run(it, jobs.get(it).savepoint()));
    submitted.forEach(this::awaitRunning);
    return submitted;
  }

  /**
   * Starts a program under this job id, as the Flink operator does: its jar is uploaded, run and
   * deleted.
   */
  public void run(Path program, String jobId, List<String> arguments) {
    var uploaded = "/jars/" + rest.upload(program);
    rest.post(uploaded + "/run", Map.of("jobId", jobId, "programArgsList", arguments));
    rest.delete(uploaded);
  }

  /** Cancels a job that was started by {@link #run(Path, String, List)}. */
  public void cancel(String jobId) {
    rest.cancel(jobId);
  }

  /** Cancels a job and waits until it is CANCELED. */
  public void cancel(FlinkJob job) {
    rest.cancel(job.id());
    jobs.remove(job);
    await("CANCELED").until(() -> status(job).equals("CANCELED"));
  }

  /** Waits until all tasks of the job run. */
  public void awaitRunning(FlinkJob job) {
    await(job.name()).until(() -> isRunning(job));
  }

  /**
   * Kills the cluster and brings it back on the same port with its jobs. They keep their ids and go
   * on from their latest checkpoints, as with high availability; the operations are forgotten.
   */
  public void restart() {
    process.kill();
    start();
    var before = List.copyOf(jobs.keySet());
    before.forEach(it -> run(it, checkpoints.latest(it).orElse(jobs.get(it).savepoint())));
    before.forEach(this::awaitRunning);
  }

  /** Ends all processes of the cluster. */
  void kill() {
    process.kill();
    zooKeeper.ifPresent(ZooKeeperServer::kill);
  }

  /** Returns the settings with those of high availability, if the cluster has it. */
  private Map<String, String> available(Map<String, String> settings) {
    var all = new LinkedHashMap<>(settings);
    zooKeeper.ifPresent(
        server ->
            all.putAll(
                Map.of(
                    "high-availability.type",
                    "zookeeper",
                    "high-availability.zookeeper.quorum",
                    server.address(),
                    "high-availability.storageDir",
                    directory.resolve("ha").toUri().toString(),
                    "high-availability.cluster-id",
                    "/dev")));
    return all;
  }

  /** The job's state by {@code GET /jobs/:id/status}: RUNNING, RESTARTING … */
  public String status(FlinkJob job) {
    return rest.get("/jobs/" + job.id() + "/status").path("status").asText();
  }

  /**
   * Returns the number of snapshots of any kind that the job has completed, from statistics that
   * can be 3 s old.
   */
  public int completedSnapshots(FlinkJob job) {
    return rest.get("/jobs/" + job.id() + "/checkpoints").at("/counts/completed").asInt();
  }

  /** Returns true if the cluster still knows a savepoint by its trigger id. */
  public boolean remembers(FlinkJob job, String triggerId) {
    return rest.knows("/jobs/" + job.id() + "/savepoints/" + triggerId);
  }

  /** Returns an answer of Flink's REST API; empty for one that is no JSON. */
  public JsonNode answer(String path) {
    return rest.get(path);
  }

  /** The jobs submitted here and not cancelled, in the order of submission. */
  public List<FlinkJob> jobs() {
    return List.copyOf(jobs.keySet());
  }

  /** The address of the REST endpoint and Flink's Web UI. */
  public URI restAddress() {
    return rest.address();
  }

  /** Returns the default savepoint directory, which a trigger can override. */
  public Path savepointDirectory() {
    return FlinkSettings.savepoints(directory);
  }

  public FlinkRelease release() {
    return release;
  }

  /** The cluster's JVM, to kill and pause; {@link #restart()} brings back the jobs too. */
  public DevProcess process() {
    return process;
  }

  private FlinkJob newJob(FlinkJobOptions options) {
    var id = UUID.randomUUID().toString().replace("-", "");
    var job = new FlinkJob(id, options.name(), directory.resolve("behaviour-" + id));
    jobs.put(job, options);
    return job;
  }

  private void run(FlinkJob job, String savepoint) {
    var options = jobs.get(job);
    var body = new LinkedHashMap<String, Object>();
    body.put("entryClass", JobJar.JOB_CLASS);
    body.put("jobId", job.id());
    body.put("programArgsList", options.programArguments(job));
    body.put("flinkConfiguration", options.flinkConfiguration());
    if (!savepoint.isEmpty()) {
      body.put("savepointPath", savepoint);
    }
    rest.post("/jars/" + jarId + "/run", body);
  }

  /** Returns the number of tasks of a running job that have finished. */
  public int finishedTasks(FlinkJob job) {
    return tasks(job).map(it -> it.path("finished").asInt()).orElse(0);
  }

  private boolean isRunning(FlinkJob job) {
    return tasks(job).filter(FlinkCluster::runOrFinished).isPresent();
  }

  private static boolean runOrFinished(JsonNode tasks) {
    var running = tasks.path("running").asInt();
    return running > 0 && running + tasks.path("finished").asInt() == tasks.path("total").asInt();
  }

  private Optional<JsonNode> tasks(FlinkJob job) {
    var all = rest.get("/jobs/overview").path("jobs");
    return StreamSupport.stream(all.spliterator(), false)
        .filter(it -> it.path("jid").asText().equals(job.id()))
        .filter(it -> it.path("state").asText().equals("RUNNING"))
        .map(it -> it.path("tasks"))
        .findFirst();
  }

  private boolean isReady() {
    return rest.get("/overview").path("taskmanagers").asInt() == 1;
  }

  private List<String> command(Map<String, String> settings) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx700m", "-XX:+UseSerialGC", JavaFlags.QUICK_COMPILER, LOG_LINES));
    command.addAll(List.of("--add-opens", "java.base/java.util=ALL-UNNAMED"));
    command.addAll(List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED"));
    command.addAll(List.of("-cp", release.classPath(jar), JobJar.CLUSTER_CLASS));
    FlinkSettings.of(port, directory, settings)
        .forEach((key, value) -> command.add(key + "=" + value));
    return command;
  }
}
