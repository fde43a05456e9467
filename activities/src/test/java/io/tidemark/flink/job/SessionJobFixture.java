package io.tidemark.flink.job;

import static io.tidemark.flink.FlinkBodies.JOB;
import static io.tidemark.flink.FlinkBodies.answer;
import static java.util.Objects.requireNonNull;

import io.temporal.activity.ActivityOptions;
import io.temporal.testing.TestActivityEnvironment;
import io.tidemark.flink.FlinkCalls;
import io.tidemark.flink.FlinkEndpoints;
import io.tidemark.flink.FlinkHttp;
import io.tidemark.flink.FlinkSettings;
import io.tidemark.flink.FlinkTimings;
import io.tidemark.flink.access.UnusableSecretException;
import io.tidemark.workflow.flink.FlinkJob;
import io.tidemark.workflow.job.JarRequest;
import io.tidemark.workflow.job.Program;
import io.tidemark.workflow.job.ProgramReference;
import io.tidemark.workflow.job.SessionJobFlinkActivities;
import io.tidemark.workflow.model.SessionJobId;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Dns;
import okhttp3.OkHttpClient;

/**
 * The activities in a test environment of Temporal, with a Flink that gives its answers by the
 * method and path of the requests, each kind in turn and the last of them from then on.
 */
final class SessionJobFixture implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  static final SessionJobId RESOURCE =
      new SessionJobId("shop", "orders", "0b4c7d6e-4c62-4a54-9a3b-6a3b0f3f9a11");
  static final ProgramReference PROGRAM =
      new ProgramReference(RESOURCE, ProgramReference.Spec.DESIRED, 3);

  final MockWebServer server = new MockWebServer();
  final FlinkJob job;
  final SessionJobFlinkActivities activities;
  Optional<Program> program;
  private final Map<String, Deque<MockResponse>> answers = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();
  private final SessionJobFlinkActivitiesImpl implementation;

  SessionJobFixture() {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return next(request);
          }
        });
    try {
      server.start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    job = new FlinkJob("shop", "orders", server.getPort(), JOB);
    program = Optional.of(program(jarUrl(), null));
    implementation = implementation();
    temporal.registerActivitiesImplementations(implementation);
    activities =
        temporal.newActivityStub(
            SessionJobFlinkActivities.class,
            ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofMinutes(5)).build());
    on("GET /config", answer(200, JobBodies.CONFIG));
    on("GET /overview", answer(200, "{\"taskmanagers\":1}"));
  }

  private SessionJobFlinkActivitiesImpl implementation() {
    var clock = Clock.fixed(NOW, ZoneOffset.UTC);
    var settings =
        new FlinkSettings(
            new FlinkEndpoints("http://" + server.getHostName() + ":{port}"),
            FlinkTimings.of(Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofMinutes(5)),
            "",
            "");
    var http = new OkHttpClient();
    return new SessionJobFlinkActivitiesImpl(
        new FlinkCalls(
            http,
            settings,
            (namespace, name) -> {
              throw new UnusableSecretException("there are no Secrets here");
            },
            clock),
        downloads(),
        reference -> program,
        clock,
        Duration.ofMillis(50));
  }

  private JarDownload downloads() {
    var jars =
        new JarSettings(Set.of("http"), List.of(AllowedHost.parse(server.getHostName())), 1 << 20);
    return new JarDownload(new OkHttpClient(), Dns.SYSTEM, jars, Duration.ofSeconds(10));
  }

  /** Returns an upload without its activity. */
  JarUpload upload(JarRequest request, Program uploaded) {
    var http = new OkHttpClient();
    var calls = new FlinkHttp(() -> http, server.url("/"), Duration.ofSeconds(10));
    return new JarUpload(new JobRestClient(calls), downloads(), request, uploaded);
  }

  static Program program(String jarUri, String sha256) {
    return new Program(jarUri, null, List.of(), null, false, Map.of(), sha256, Map.of());
  }

  String jarUrl() {
    return server.url("/files/job.jar").toString();
  }

  /** Gives these answers to such requests, as in {@code GET /jobs/overview}; J is the job's id. */
  SessionJobFixture on(String request, MockResponse... several) {
    answers.put(request.replace("/J", "/" + JOB), new ArrayDeque<>(List.of(several)));
    return this;
  }

  /** Returns the requests so far that are not queries, and those of a path. */
  List<String> writes() {
    return requests.stream().filter(request -> !request.startsWith("GET ")).toList();
  }

  long count(String request) {
    var whole = request.replace("/J", "/" + JOB);
    return requests.stream().filter(whole::equals).count();
  }

  private MockResponse next(RecordedRequest request) {
    var name = request.getMethod() + " " + requireNonNull(request.getUrl()).encodedPath();
    requests.add(name);
    var left = answers.get(name);
    if (left == null) {
      return answer(404, "{\"errors\":[\"no answer to " + name + "\"]}");
    }
    synchronized (left) {
      return left.size() > 1 ? left.remove() : left.element();
    }
  }

  @Override
  public void close() {
    temporal.close();
    server.close();
  }
}
