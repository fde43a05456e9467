package io.tidemark.flink.job;

import static io.tidemark.flink.FlinkBodies.ACCEPTED;
import static io.tidemark.flink.FlinkBodies.IN_PROGRESS;
import static io.tidemark.flink.FlinkBodies.JOB;
import static io.tidemark.flink.FlinkBodies.LOCATION;
import static io.tidemark.flink.FlinkBodies.SAVEPOINT_COMPLETED;
import static io.tidemark.flink.FlinkBodies.TRIGGER;
import static io.tidemark.flink.FlinkBodies.answer;
import static io.tidemark.flink.FlinkBodies.errors;
import static io.tidemark.flink.FlinkBodies.restHandlerException;
import static io.tidemark.flink.FlinkBodies.savepointFailed;
import static io.tidemark.flink.FlinkBodies.unknownTrigger;
import static io.tidemark.flink.job.JobBodies.JAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.tidemark.flink.FlinkHttp;
import io.tidemark.flink.FlinkRestException;
import io.tidemark.workflow.job.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls with an answer that Flink's REST API defines. */
class JobRestClientTest {
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private static final Program PROGRAM =
      new Program(
          "https://jars/job.jar",
          "shop.Orders",
          List.of("--topic", "orders"),
          2,
          true,
          Map.of("pipeline.name", "orders"),
          null,
          Map.of());

  private static final JobMessages.Run RUN = RunBodies.of(PROGRAM, JOB, "s3://b/sp", "1.20.5");

  private final MockWebServer server = new MockWebServer();

  private JobRestClient flink;

  @TempDir private Path directory;

  @BeforeEach
  void start() throws IOException {
    server.start();
    var http = new OkHttpClient();
    flink = new JobRestClient(new FlinkHttp(() -> http, server.url("/"), LONGEST));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  @DisplayName("U2 a jar is streamed, and its id is the last part of the path")
  void uploads() throws Exception {
    server.enqueue(answer(200, JobBodies.UPLOADED));
    var jar = Files.writeString(directory.resolve("a.jar"), "x".repeat(200_000));
    var passed = new AtomicLong();

    assertThat(flink.upload(jar, "job.jar", passed::set, LONGEST)).isEqualTo(JAR);

    var request = server.takeRequest();
    assertThat(request.getMethod() + " " + path(request)).isEqualTo("POST /jars/upload");
    assertThat(body(request))
        .contains("name=\"jarfile\"; filename=\"job.jar\"", "x".repeat(200_000));
    assertThat(passed).hasValue(200_000);
  }

  @Test
  @DisplayName("U2 a run has the fields that Flink takes from 1.20 on")
  void runs() throws Exception {
    server.enqueue(answer(200, JobBodies.submitted(JOB)));

    assertThat(flink.run(JAR, RUN, LONGEST)).isEqualTo(new RunResponse.Accepted(JOB));

    var request = server.takeRequest();
    assertThat(path(request)).isEqualTo("/jars/" + JAR + "/run");
    assertThat(body(request))
        .isEqualTo(
            "{\"entryClass\":\"shop.Orders\",\"programArgsList\":[\"--topic\",\"orders\"],"
                + "\"parallelism\":2,\"jobId\":\"%s\",\"allowNonRestoredState\":true,"
                    .formatted(JOB)
                + "\"savepointPath\":\"s3://b/sp\",\"claimMode\":\"NO_CLAIM\","
                + "\"flinkConfiguration\":{\"pipeline.name\":\"orders\"}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.17.2", "1.19.3", "1.19-SNAPSHOT"})
  @DisplayName("U2 up to Flink 1.19 the claim mode is the restore mode")
  void restoreMode(String version) {
    var run = RunBodies.of(PROGRAM, JOB, "s3://b/sp", version);

    assertThat(run.restoreMode()).isEqualTo("NO_CLAIM");
    assertThat(run.claimMode()).isNull();
  }

  @Test
  @DisplayName("U2 a start from nothing has neither path nor claim mode")
  void startFromNothing() {
    var run = RunBodies.of(PROGRAM, JOB, null, "2.3.0");

    assertThat(run.savepointPath()).isNull();
    assertThat(run.restoreMode()).isNull();
    assertThat(run.claimMode()).isNull();
  }

  private static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(400, JobBodies.MAIN_THREW, "no such table"),
        Arguments.of(
            400,
            JobBodies.refused(
                "org.apache.flink.util.FlinkRuntimeException: No jobs included in application."),
            "No jobs included in application."),
        Arguments.of(
            400,
            JobBodies.refused(
                "java.lang.IllegalArgumentException: Parallelism must be at least one, or"
                    + " ExecutionConfig.PARALLELISM_DEFAULT"),
            "Parallelism must be at least one"),
        Arguments.of(
            400,
            restHandlerException("Request did not match expected format JarRunRequestBody."),
            "Request did not match expected format"),
        Arguments.of(
            400,
            restHandlerException("Cannot parse JobID from \"abc\""),
            "Cannot parse JobID from \"abc\""),
        Arguments.of(500, JobBodies.CLASS_MISSING, "'no.such.Main' was not found"),
        Arguments.of(
            500,
            JobBodies.internal(
                "org.apache.flink.client.program.ProgramInvocationException: Neither a"
                    + " 'Main-Class', nor a 'program-class' entry was found in the jar file."),
            "Neither a 'Main-Class'"),
        Arguments.of(
            500,
            JobBodies.internal(
                "org.apache.flink.client.program.ProgramInvocationException: Error while opening"
                    + " jar file '/x.jar'.\n\tat x.Y.z(Y.java:1)\nCaused by:"
                    + " java.util.zip.ZipException: zip END header not found"),
            "zip END header not found"),
        Arguments.of(400, JobBodies.RESTORE_REFUSED, "Cannot find checkpoint or savepoint"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  @DisplayName("U7 what Flink refuses is an answer with its reason")
  void refuses(int status, String body, String reason) {
    server.enqueue(answer(status, body));

    assertThat(flink.run(JAR, RUN, LONGEST))
        .isInstanceOfSatisfying(
            RunResponse.Refused.class, refused -> assertThat(refused.reason()).contains(reason));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  @DisplayName("U7 the plan finds out what the run would refuse")
  void refusesThePlan(int status, String body, String reason) {
    server.enqueue(answer(status, body));

    assertThat(flink.plan(JAR, RUN, LONGEST))
        .isInstanceOfSatisfying(
            PlanResponse.Refused.class, refused -> assertThat(refused.reason()).contains(reason));
  }

  @Test
  @DisplayName("U7 a plan is an answer, and a jar that is gone is not a refusal")
  void plans() {
    server.enqueue(answer(200, "{\"plan\":{\"jid\":\"%s\",\"nodes\":[]}}".formatted(JOB)));
    server.enqueue(answer(500, JobBodies.JAR_MISSING));

    assertThat(flink.plan(JAR, RUN, LONGEST)).isInstanceOf(PlanResponse.Planned.class);
    assertThat(flink.plan(JAR, RUN, LONGEST)).isInstanceOf(PlanResponse.JarMissing.class);
  }

  private static Stream<Arguments> missingJars() {
    return Stream.of(
        Arguments.of(500, JobBodies.JAR_MISSING), Arguments.of(400, JobBodies.JAR_DELETED));
  }

  @ParameterizedTest
  @MethodSource("missingJars")
  @DisplayName("U4 a run without its jar is distinguished from a refusal")
  void missesTheJar(int status, String body) {
    server.enqueue(answer(status, body));

    assertThat(flink.run(JAR, RUN, LONGEST)).isInstanceOf(RunResponse.JarMissing.class);
  }

  @Test
  @DisplayName("U4 a duplicate of either release, and a submission in doubt, are no refusals")
  void undecided() {
    server.enqueue(answer(400, JobBodies.TIMED_OUT));
    server.enqueue(answer(400, JobBodies.DUPLICATE));
    server.enqueue(answer(400, JobBodies.DUPLICATE_2));

    assertThat(flink.run(JAR, RUN, LONGEST)).isInstanceOf(RunResponse.Undecided.class);
    assertThat(flink.run(JAR, RUN, LONGEST)).isInstanceOf(RunResponse.Undecided.class);
    assertThat(flink.run(JAR, RUN, LONGEST)).isInstanceOf(RunResponse.Undecided.class);
  }

  @Test
  @DisplayName("U4 what leaves open whether the job is there is no refusal")
  void unknownOutcomes() {
    server.enqueue(answer(500, JobBodies.internal("java.lang.NullPointerException")));
    server.enqueue(answer(503, errors("Service temporarily unavailable")));
    server.enqueue(answer(502, "<html>Bad gateway</html>"));

    for (var call = 0; call < 3; call++) {
      assertThatExceptionOfType(FlinkRestException.class)
          .isThrownBy(() -> flink.run(JAR, RUN, LONGEST));
    }
  }

  @Test
  @DisplayName("U4 a deleted jar, and one that was gone, are confirmed")
  void deletesAJar() throws Exception {
    server.enqueue(answer(200, "{}"));
    server.enqueue(answer(400, JobBodies.jarUnknown(JAR)));
    server.enqueue(answer(404, errors("Not found: /jars/" + JAR)));

    assertThatNoException().isThrownBy(() -> flink.deleteJar(JAR));
    assertThatNoException().isThrownBy(() -> flink.deleteJar(JAR));
    assertThatExceptionOfType(FlinkRestException.class).isThrownBy(() -> flink.deleteJar(JAR));
    var request = server.takeRequest();
    assertThat(request.getMethod() + " " + path(request)).isEqualTo("DELETE /jars/" + JAR);
  }

  @Test
  @DisplayName("U1 a stop has the exact fields that every release takes")
  void stops() throws Exception {
    server.enqueue(answer(202, ACCEPTED));
    server.enqueue(
        answer(
            400,
            restHandlerException(
                "Config key [execution.checkpointing.savepoint-dir] is not set. Property"
                    + " [targetDirectory] must be provided.")));
    var stop = new JobMessages.Stop("/d", true, "NATIVE", TRIGGER);

    assertThat(flink.stop(JOB, stop)).isEmpty();
    assertThat(flink.stop(JOB, stop)).get().asString().contains("must be provided");
    var request = server.takeRequest();
    assertThat(path(request)).isEqualTo("/jobs/" + JOB + "/stop");
    assertThat(body(request))
        .isEqualTo(
            "{\"targetDirectory\":\"/d\",\"drain\":true,\"formatType\":\"NATIVE\",\"triggerId\":\"%s\"}"
                .formatted(TRIGGER));
  }

  @Test
  @DisplayName("U1 the states of a stop are distinguished")
  void stopStates() {
    server.enqueue(answer(200, IN_PROGRESS));
    server.enqueue(answer(200, SAVEPOINT_COMPLETED));
    server.enqueue(answer(404, unknownTrigger("savepoint")));
    server.enqueue(
        answer(
            200,
            savepointFailed(
                "java.util.concurrent.CompletionException:"
                    + " org.apache.flink.runtime.checkpoint.CheckpointException: Checkpoint"
                    + " Coordinator is suspending.\n\tat x.Y.z(Y.java:1)\n")));
    server.enqueue(
        answer(
            200,
            savepointFailed(
                "java.util.concurrent.CompletionException:"
                    + " org.apache.flink.runtime.scheduler.stopwithsavepoint.StopWithSavepointStoppingException:"
                    + " A savepoint has been created at: %s, but the corresponding job %s failed during stopping. The savepoint is consistent, but might have uncommitted transactions.\n\tat x.Y.z(Y.java:1)\n"
                        .formatted(LOCATION, JOB))));

    assertThat(flink.stopStatus(JOB, TRIGGER)).isEqualTo(new StopStatus.Pending());
    assertThat(flink.stopStatus(JOB, TRIGGER)).isEqualTo(new StopStatus.Completed(LOCATION));
    assertThat(flink.stopStatus(JOB, TRIGGER)).isInstanceOf(StopStatus.Unknown.class);
    assertThat(flink.stopStatus(JOB, TRIGGER))
        .isEqualTo(new StopStatus.Failed("Checkpoint Coordinator is suspending."));
    assertThat(flink.stopStatus(JOB, TRIGGER))
        .isInstanceOfSatisfying(
            StopStatus.StoppedWithFailure.class,
            stopped -> {
              assertThat(stopped.path()).isEqualTo(LOCATION);
              assertThat(stopped.reason()).contains("uncommitted transactions");
            });
  }

  @Test
  @DisplayName("U6 a job that has ended, or is unknown, needs no cancel")
  void cancels() throws Exception {
    server.enqueue(answer(202, "{}"));
    server.enqueue(
        answer(
            409,
            restHandlerException(
                "Job cancellation failed because the job has already reached another terminal"
                    + " state (FINISHED).")));
    server.enqueue(answer(404, restHandlerException("Job could not be found.")));

    for (var call = 0; call < 3; call++) {
      assertThatNoException().isThrownBy(() -> flink.cancel(JOB));
    }
    var request = server.takeRequest();
    assertThat(request.getMethod() + " " + path(request)).isEqualTo("PATCH /jobs/" + JOB);
    assertThat(request.getUrl())
        .hasToString(server.url("/jobs/" + JOB + "?mode=cancel").toString());
  }

  private static String path(RecordedRequest request) {
    return Objects.requireNonNull(request.getUrl()).encodedPath();
  }

  private static String body(RecordedRequest request) {
    return Objects.requireNonNull(request.getBody()).utf8();
  }
}
