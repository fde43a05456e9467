package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.activity.ActivityOptions;
import io.temporal.testing.TestActivityEnvironment;
import io.tidemark.dev.DevStack;
import io.tidemark.dev.FlinkRelease;
import io.tidemark.flink.FlinkCalls;
import io.tidemark.flink.FlinkEndpoints;
import io.tidemark.flink.FlinkSettings;
import io.tidemark.flink.FlinkTimings;
import io.tidemark.flink.access.UnusableSecretException;
import io.tidemark.flink.job.AllowedHost;
import io.tidemark.flink.job.JarSettings;
import io.tidemark.flink.job.SessionJobFlinkActivitiesImpl;
import io.tidemark.workflow.flink.FlinkJob;
import io.tidemark.workflow.job.JarDeletionRequest;
import io.tidemark.workflow.job.JarRequest;
import io.tidemark.workflow.job.JarResult;
import io.tidemark.workflow.job.JobLook;
import io.tidemark.workflow.job.KnownJob;
import io.tidemark.workflow.job.Program;
import io.tidemark.workflow.job.ProgramReference;
import io.tidemark.workflow.job.ReadinessRequest;
import io.tidemark.workflow.job.SessionJobFlinkActivities;
import io.tidemark.workflow.job.StopRequest;
import io.tidemark.workflow.job.StopResult;
import io.tidemark.workflow.job.SubmissionRequest;
import io.tidemark.workflow.job.SubmissionResult;
import io.tidemark.workflow.job.SubmissionResult.Outcome;
import io.tidemark.workflow.model.SessionJobId;
import io.tidemark.workflow.resource.EventReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The calls that start and stop session jobs, of both releases of Flink. */
class SessionJobCallsE2E {
  private static final Map<FlinkRelease, DevStack> STACKS = new EnumMap<>(FlinkRelease.class);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final OkHttpClient HTTP = new OkHttpClient();

  private final TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();
  private final Map<ProgramReference, Program> programs = new ConcurrentHashMap<>();
  private final List<FlinkCalls> calls = new ArrayList<>();
  private final SessionJobId resource =
      new SessionJobId("shop", "orders", UUID.randomUUID().toString());
  private DevStack stack;
  private SessionJobFlinkActivities flink;
  private long generation;
  private Path mark;

  @BeforeAll
  static void start() {
    for (var release : FlinkRelease.values()) {
      STACKS.put(
          release,
          DevStack.builder()
              .flink(release)
              .jobs(0)
              .flinkSetting("heartbeat.interval", "500")
              .flinkSetting("web.refresh-interval", "1000")
              .start());
    }
  }

  @AfterAll
  static void stop() {
    STACKS.values().forEach(DevStack::close);
  }

  @AfterEach
  void close() {
    calls.forEach(FlinkCalls::close);
    temporal.close();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("U1 U2 U6 a job is started, stopped, and started again from what the stop has left")
  void lifecycle(FlinkRelease release) throws IOException {
    use(release);
    var first = job(1);
    var jar = upload(program(), first, true);
    var started = submit(program(), first, jar, null);
    flink.deleteJar(new JarDeletionRequest(first, jar));
    flink.deleteJar(new JarDeletionRequest(first, jar));
    var running = ready(first);
    await("a count").until(() -> accumulator(first, "count") > 20);

    var stopped = flink.stop(stop(first, 1));
    var repeated = flink.stop(stop(first, 1));

    assertThat(started.outcome()).isEqualTo(Outcome.STARTED);
    assertThat(running.ready()).isTrue();
    assertThat(running.restored()).isNull();
    assertThat(stopped.outcome()).isEqualTo(StopResult.Outcome.STOPPED);
    assertThat(repeated).isEqualTo(stopped);
    var ended = known(flink.look(first));
    assertThat(ended.state()).isEqualTo("FINISHED");
    assertThat(ended.newestState()).isEqualTo(stopped.path());

    var second = job(2);
    var secondJar = upload(program(), second, true);
    var restarted = submit(program(), second, secondJar, stopped.path());
    var restored = ready(second);
    assertThat(restarted.outcome()).isEqualTo(Outcome.STARTED);
    assertThat(restored.restored()).isEqualTo(stopped.path());
    // Flink 2.3 takes a checkpoint as soon as the restored job runs.
    assertThat(restored.newestState())
        .contains(restored.ownCheckpoint() ? second.jobId() : stopped.path());
    await("the count before").until(() -> accumulator(second, "restored") > 20);

    var cancelled = known(flink.cancel(second));
    assertThat(cancelled.state()).isEqualTo("CANCELED");
    assertThat(cancelled.newestState()).isEqualTo(stopped.path());
    assertThat(flink.look(job(3)).known()).isNull();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("U7 what Flink refuses before a job exists is refused, and the id stays free")
  void refusals(FlinkRelease release) throws IOException {
    use(release);
    var job = job(1);
    var throwing = program("mainThrows=no such table");

    var planned = flink.fetchAndUploadJar(new JarRequest(throwing, job, true));
    var jar = upload(throwing, job, false);
    var run = submit(throwing, job, jar, null);
    var zero = submit(programOf(0, Map.of()), job, jar, null);
    var unparsed = submit(programOf(1, Map.of("pipeline.object-reuse", "soon")), job, jar, null);
    var noClass = submit(classProgram("no.such.Main"), job, jar, null);

    assertThat(planned.refusal()).isEqualTo(EventReason.UPGRADE_REFUSED);
    assertThat(planned.message()).contains("no such table");
    for (var refused : List.of(run, zero, unparsed, noClass)) {
      assertThat(refused.outcome()).as(refused.toString()).isEqualTo(Outcome.REFUSED);
    }
    assertThat(run.message()).contains("no such table");
    assertThat(zero.message()).contains("Parallelism must be at least one");
    assertThat(unparsed.message()).contains("soon");
    assertThat(noClass.message()).contains("no.such.Main");

    assertThat(submit(program(), job, jar, null).outcome()).isEqualTo(Outcome.STARTED);
    assertThat(submit(program(), job, jar, null).outcome()).isEqualTo(Outcome.STARTED);
    assertThat(known(flink.cancel(job)).state()).isEqualTo("CANCELED");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("U7 a refused restore uses the id up, and is distinguished from a refused program")
  void refusedRestore(FlinkRelease release) throws IOException {
    use(release);
    var job = job(1);
    var jar = upload(program(), job, true);

    var refused = submit(program(), job, jar, "file:/tmp/none-such");
    var again = submit(program(), job, jar, null);

    for (var result : List.of(refused, again)) {
      assertThat(result.outcome()).isEqualTo(Outcome.RESTORE_REFUSED);
      assertThat(result.message()).contains("Cannot find checkpoint or savepoint");
    }
    assertThat(known(flink.look(job)).state()).isEqualTo("FAILED");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("U4 a submission whose jar is deleted meanwhile starts no job")
  void fence(FlinkRelease release) throws IOException {
    use(release);
    var job = job(1);
    mark = stack.directory().resolve("main-of-" + job.jobId());
    var slow = program("mainSleeps=4000", "mainWrites=" + mark);
    var jar = upload(slow, job, false);

    var deletion = CompletableFuture.runAsync(() -> deleteOnceMainRuns(job, jar));
    var submitted = submit(slow, job, jar, null);

    deletion.join();
    assertThat(submitted.outcome()).isEqualTo(Outcome.JAR_MISSING);
    assertThat(submit(slow, job, jar, null).outcome()).isEqualTo(Outcome.JAR_MISSING);
    assertThat(flink.look(job).known()).isNull();
  }

  /** Beside the activity, as another replica would; the test environment runs one at a time. */
  private void deleteOnceMainRuns(FlinkJob job, String jarId) {
    await("main").until(() -> Files.exists(mark));
    var url = "http://127.0.0.1:%d/jars/%s".formatted(job.restPort(), jarId);
    try (var answer = HTTP.newCall(new Request.Builder().url(url).delete().build()).execute()) {
      assertThat(answer.code()).isEqualTo(200);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void use(FlinkRelease release) {
    stack = STACKS.get(release);
    var settings =
        new FlinkSettings(
            new FlinkEndpoints("http://127.0.0.1:{port}"),
            FlinkTimings.of(Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofMinutes(5)),
            "",
            "");
    var jars = new JarSettings(Set.of("http"), List.of(AllowedHost.parse("127.0.0.1")), 1 << 20);
    var cluster =
        new FlinkCalls(
            HTTP,
            settings,
            (namespace, name) -> {
              throw new UnusableSecretException("there are no Secrets here");
            },
            Clock.systemUTC());
    calls.add(cluster);
    temporal.registerActivitiesImplementations(
        new SessionJobFlinkActivitiesImpl(
            cluster,
            HTTP,
            jars,
            reference -> Optional.ofNullable(programs.get(reference)),
            Clock.systemUTC()));
    flink =
        temporal.newActivityStub(
            SessionJobFlinkActivities.class,
            ActivityOptions.newBuilder()
                .setStartToCloseTimeout(Duration.ofMinutes(5))
                .setHeartbeatTimeout(Duration.ofMinutes(1))
                .build());
  }

  private FlinkJob job(int submission) {
    return new FlinkJob(
        "shop", "orders", stack.flink().restAddress().getPort(), resource.jobId(submission));
  }

  private ProgramReference program(String... args) {
    return add(
        jarProgram(null, List.of(args), null, Map.of("execution.checkpointing.interval", "1 h")));
  }

  private ProgramReference programOf(int parallelism, Map<String, String> configuration) {
    return add(jarProgram(null, List.of(), parallelism, configuration));
  }

  private ProgramReference classProgram(String entryClass) {
    return add(jarProgram(entryClass, List.of(), null, Map.of()));
  }

  private Program jarProgram(
      String entryClass,
      List<String> args,
      Integer parallelism,
      Map<String, String> configuration) {
    return new Program(
        stack.jars().countingJob(1).toString(),
        entryClass,
        args,
        parallelism,
        false,
        configuration,
        null,
        Map.of());
  }

  private ProgramReference add(Program program) {
    var reference = new ProgramReference(resource, ProgramReference.Spec.DESIRED, generation++);
    programs.put(reference, program);
    return reference;
  }

  private String upload(ProgramReference program, FlinkJob job, boolean planned) {
    JarResult result = flink.fetchAndUploadJar(new JarRequest(program, job, planned));
    assertThat(result.message()).isNull();
    return String.valueOf(result.jarId());
  }

  private SubmissionResult submit(
      ProgramReference program, FlinkJob job, String jarId, String savepoint) {
    return flink.submit(new SubmissionRequest(program, job, jarId, savepoint, true, LONGEST));
  }

  private StopRequest stop(FlinkJob job, int tries) {
    return new StopRequest(
        job,
        resource.stopTriggerId(1, tries),
        stack.flink().savepointDirectory().toUri().toString(),
        "CANONICAL",
        false,
        true,
        Instant.now());
  }

  private KnownJob ready(FlinkJob job) {
    return known(flink.awaitReady(new ReadinessRequest(job, LONGEST)));
  }

  private static KnownJob known(JobLook look) {
    assertThat(look.known()).isNotNull();
    return look.known();
  }

  private static long accumulator(FlinkJob job, String name) {
    var all = get(job, "accumulators").path("user-task-accumulators");
    for (var accumulator : all) {
      if (accumulator.path("name").asText().equals(name)) {
        return accumulator.path("value").asLong();
      }
    }
    return 0;
  }

  private static JsonNode get(FlinkJob job, String path) {
    var url = "http://127.0.0.1:%d/jobs/%s/%s".formatted(job.restPort(), job.jobId(), path);
    try (var answer = HTTP.newCall(new Request.Builder().url(url).build()).execute()) {
      return new ObjectMapper().readTree(answer.body().string());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
