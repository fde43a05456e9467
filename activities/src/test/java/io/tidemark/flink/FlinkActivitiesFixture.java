package io.tidemark.flink;

import static java.util.Objects.requireNonNull;

import io.temporal.activity.LocalActivityOptions;
import io.temporal.testing.TestActivityEnvironment;
import io.tidemark.flink.access.FlinkSecrets;
import io.tidemark.flink.access.SecretReader;
import io.tidemark.flink.access.UnusableSecretException;
import io.tidemark.workflow.flink.FlinkActivities;
import io.tidemark.workflow.flink.FlinkJob;
import io.tidemark.workflow.flink.SnapshotTrigger;
import io.tidemark.workflow.model.SnapshotType;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;

/**
 * The Flink activities in a test environment of Temporal, with a server that gives Flink's answers
 * in turn.
 */
final class FlinkActivitiesFixture implements AutoCloseable {
  private static final SecretReader NO_SECRETS =
      (namespace, name) -> {
        throw new UnusableSecretException("there are no Secrets here");
      };
  static final FlinkSecrets SECRETS = new FlinkSecrets(NO_SECRETS, "", "");
  static final FlinkTimings TIMINGS =
      FlinkTimings.of(Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofMinutes(5));
  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  final MockWebServer server = new MockWebServer();
  final TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();
  final FlinkJob job;

  FlinkActivitiesFixture() {
    try {
      server.start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    job = new FlinkJob("shop", "orders", server.getPort(), FlinkBodies.JOB);
  }

  /** Returns the implementation without a worker around it. */
  FlinkActivitiesImpl implementation(OkHttpClient http, FlinkTimings timings) {
    var endpoints = new FlinkEndpoints("http://" + server.getHostName() + ":{port}");
    var settings = new FlinkSettings(endpoints, timings, "", "");
    return new FlinkActivitiesImpl(http, settings, NO_SECRETS, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  FlinkActivities activities() {
    return activities(TIMINGS);
  }

  FlinkActivities activities(FlinkTimings timings) {
    return activities(new OkHttpClient(), timings);
  }

  FlinkActivities activities(OkHttpClient http, FlinkTimings timings) {
    return activities(implementation(http, timings));
  }

  FlinkActivities activities(FlinkActivitiesImpl implementation) {
    temporal.registerActivitiesImplementations(implementation);
    return temporal.newActivityStub(FlinkActivities.class);
  }

  FlinkActivities localActivities() {
    temporal.registerActivitiesImplementations(implementation(new OkHttpClient(), TIMINGS));
    var options =
        LocalActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofMinutes(1)).build();
    return temporal.newLocalActivityStub(FlinkActivities.class, options, Map.of());
  }

  /** Returns the default timings with another limit for polls that fail in a row. */
  static FlinkTimings outageOf(Duration outage) {
    return new FlinkTimings(
        TIMINGS.callTimeout(),
        TIMINGS.firstPoll(),
        TIMINGS.longestPoll(),
        TIMINGS.longestReadinessPoll(),
        outage,
        TIMINGS.storeDuration());
  }

  SnapshotTrigger savepoint(SnapshotTrigger.Mode mode) {
    return savepoint(mode, age(mode));
  }

  private static Duration age(SnapshotTrigger.Mode mode) {
    return Duration.ofSeconds(mode == SnapshotTrigger.Mode.FIRST ? 1 : 20);
  }

  /** Returns an attempt that was written at this age before now. */
  SnapshotTrigger savepoint(SnapshotTrigger.Mode mode, Duration age) {
    return new SnapshotTrigger(
        job,
        SnapshotType.SAVEPOINT,
        FlinkBodies.TRIGGER,
        "file:/d",
        "CANONICAL",
        null,
        NOW.minus(age),
        mode);
  }

  SnapshotTrigger checkpoint(SnapshotTrigger.Mode mode) {
    return new SnapshotTrigger(
        job,
        SnapshotType.CHECKPOINT,
        FlinkBodies.TRIGGER,
        null,
        null,
        "FULL",
        NOW.minus(age(mode)),
        mode);
  }

  void enqueue(MockResponse... answers) {
    for (var answer : answers) {
      server.enqueue(answer);
    }
  }

  void enqueue(int code, String... bodies) {
    for (var body : bodies) {
      server.enqueue(FlinkBodies.answer(code, body));
    }
  }

  /**
   * Returns an overview of a job whose tasks all run and which its JobManager has known for the
   * age.
   */
  static String runningSince(Duration age) {
    return FlinkBodies.overview("RUNNING", 2, 0, 2, age.toMillis());
  }

  /** Returns the methods and last path segments of all requests so far, in order. */
  List<String> requests() {
    var requests = new ArrayList<String>();
    while (requests.size() < server.getRequestCount()) {
      requests.add(nextRequest());
    }
    return requests;
  }

  private String nextRequest() {
    try {
      var request = server.takeRequest();
      var segments = requireNonNull(request.getUrl()).pathSegments();
      return request.getMethod() + " " + segments.get(segments.size() - 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    temporal.close();
    server.close();
  }
}
