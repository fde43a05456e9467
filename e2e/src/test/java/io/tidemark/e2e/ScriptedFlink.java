package io.tidemark.e2e;

import io.tidemark.dev.FlinkJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;

/**
 * A cluster with one job that does what a test says, for the moments to which a real Flink cannot
 * be brought. Its answers are those that flink-rest.md measured; a savepoint is nothing but its
 * answer.
 */
final class ScriptedFlink implements AutoCloseable {
  /** The response to requests. */
  enum Mood {
    ANSWERING,
    /** It takes requests and never answers. */
    STALLING,
    /** Each connection breaks before the answer. */
    DROPPING,
    /** 503, as of a JobManager that does not lead yet. */
    UNAVAILABLE
  }

  private static final Pattern TRIGGER = Pattern.compile("/jobs/(\\w+)/(savepoint|checkpoint)s");
  private static final Pattern STATUS =
      Pattern.compile("/jobs/(\\w+)/(savepoint|checkpoint)s/(\\w+)");
  private static final Pattern CHECKPOINTS = Pattern.compile("/jobs/(\\w+)/checkpoints");
  private static final Pattern JOB = Pattern.compile("/jobs/(\\w{32})");
  private static final Pattern DIRECTORY = Pattern.compile("\"target-directory\":\"([^\"]+)\"");
  private static final int TASKS = 2;
  private static final Pattern DISPOSAL = Pattern.compile("/savepoint-disposal(?:/(\\w+))?");
  private static final String ELECTION =
      "Service temporarily unavailable due to an ongoing leader election. Please refresh.";
  private static final String PENDING =
      """
      {"status":{"id":"IN_PROGRESS"},"operation":null}""";

  private final MockWebServer server = PromptSockets.server();
  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  private final Map<String, Taken> operations = new ConcurrentHashMap<>();
  private final Queue<Taken> taken = new ConcurrentLinkedQueue<>();
  private final Map<Pattern, MockResponse> scripts = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private volatile Mood mood = Mood.ANSWERING;
  private volatile boolean finishing = true;
  private volatile int runningTasks = TASKS;
  private volatile String jobState = "RUNNING";
  private volatile String jobId = newId();
  private volatile Instant jobStart = Instant.now();

  /** An entry of the checkpoint history, which outlives the operation that triggered it. */
  private record Taken(int number, boolean savepoint, String location, Instant at) {}

  ScriptedFlink() {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return meet(Call.of(request));
          }
        });
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  /** The job as it is now; the file for its behaviour is never read. */
  FlinkJob job() {
    return new FlinkJob(jobId, "scripted", Path.of("none"));
  }

  void become(Mood next) {
    mood = next;
  }

  /** From now on snapshots stay in progress, or are at their end when they are asked for. */
  void finishSnapshots(boolean atOnce) {
    finishing = atOnce;
  }

  /** Sets how many of the job's tasks run. */
  void runTasks(int count) {
    runningTasks = count;
  }

  /** Answers calls in this way from now on; the pattern is for the method and the path. */
  void script(String call, int status, String body) {
    scripts.put(Pattern.compile(call), json(status, body));
  }

  /** Returns to a healthy cluster without any script. */
  void behave() {
    scripts.clear();
    become(Mood.ANSWERING);
    finishSnapshots(true);
    runTasks(TASKS);
    showJob("RUNNING");
  }

  /** Sets the job's state in the overview. */
  void showJob(String state) {
    jobState = state;
  }

  /** Forgets all operations, as after {@code rest.async.store-duration}. */
  void forget() {
    operations.clear();
  }

  /** Starts a new JobManager process that runs the job from its start. */
  void restart() {
    forget();
    taken.clear();
    jobId = newId();
    jobStart = Instant.now();
  }

  /** Returns the number of matching requests received, answered or not. */
  long received(Predicate<Call> matching) {
    return calls.stream().filter(matching).count();
  }

  @Override
  public void close() {
    server.close();
  }

  private MockResponse meet(Call call) {
    calls.add(call);
    return switch (mood) {
      case ANSWERING -> scripted(call).orElseGet(() -> answer(call));
      case STALLING -> effect(SocketEffect.Stall.INSTANCE);
      case DROPPING -> effect(new SocketEffect.CloseSocket());
      case UNAVAILABLE -> error(503, ELECTION);
    };
  }

  private Optional<MockResponse> scripted(Call call) {
    var line = call.method() + " " + call.path();
    return scripts.entrySet().stream()
        .filter(script -> script.getKey().matcher(line).matches())
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private MockResponse answer(Call call) {
    var post = call.method().equals("POST");
    var path = call.path();
    if (path.equals("/config")) {
      return json(200, "{\"refresh-interval\":3000,\"flink-version\":\"1.20.5\"}");
    }
    if (path.equals("/jobs/overview")) {
      return json(200, overview());
    }
    if (match(DISPOSAL, path).isPresent()) {
      return post ? accepted(200, newId()) : completed("{}");
    }
    if (post) {
      return match(TRIGGER, path).map(it -> trigger(it, call)).orElseGet(() -> missing(path));
    }
    return match(STATUS, path)
        .map(this::status)
        .or(() -> match(CHECKPOINTS, path).map(it -> history()))
        .or(() -> match(JOB, path).map(it -> json(200, details())))
        .orElseGet(() -> missing(path));
  }

  /** Accepts a trigger even if there is no such job: the refusal comes with the status. */
  private MockResponse trigger(Matcher path, Call call) {
    var id = call.triggerId();
    operations.computeIfAbsent(path.group(2) + id, key -> take(path.group(2), call));
    return accepted(202, id);
  }

  private Taken take(String type, Call call) {
    var directory = DIRECTORY.matcher(call.body());
    var number = numbers.incrementAndGet();
    var location =
        (directory.find() ? directory.group(1) : "file:/scripted/" + jobId) + "/" + number;
    var entry = new Taken(number, type.equals("savepoint"), location, Instant.now());
    taken.add(entry);
    return entry;
  }

  private MockResponse status(Matcher path) {
    var operation = operations.get(path.group(2) + path.group(3));
    if (operation == null) {
      return error(
          404,
          "org.apache.flink.runtime.rest.handler.RestHandlerException: There is no %s operation with"
                  .formatted(path.group(2))
              + " triggerId=%s for job %s.".formatted(path.group(3), path.group(1)));
    }
    if (!finishing) {
      return json(200, PENDING);
    }
    return path.group(2).equals("savepoint")
        ? completed("{\"location\":\"%s\"}".formatted(operation.location()))
        : completed("{\"checkpointId\":%d}".formatted(operation.number()));
  }

  private String overview() {
    return """
        {"jobs":[{"jid":"%s","name":"scripted","start-time":%d,"end-time":-1,"duration":%d,
         "state":"%s","last-modification":%d,"tasks":{"running":%d,"canceling":0,"canceled":0,
         "total":%d,"created":0,"scheduled":0,"deploying":0,"reconciling":0,"finished":0,
         "initializing":0,"failed":0}}]}"""
        .formatted(
            jobId,
            jobStart.toEpochMilli(),
            Duration.between(jobStart, Instant.now()).toMillis(),
            jobState,
            jobStart.toEpochMilli(),
            runningTasks,
            TASKS);
  }

  private String details() {
    return """
        {"jid":"%s","name":"scripted","state":"RUNNING","now":%d,
         "timestamps":{"RUNNING":%d,"RESTARTING":0}}"""
        .formatted(jobId, Instant.now().toEpochMilli(), jobStart.toEpochMilli());
  }

  private MockResponse history() {
    var entries =
        taken.stream()
            .sorted(Comparator.comparing(Taken::number).reversed())
            .map(
                it ->
                    """
                    {"className":"completed","id":%d,"status":"COMPLETED","is_savepoint":%b,
                     "trigger_timestamp":%d,"external_path":"%s","discarded":false}"""
                        .formatted(
                            it.number(), it.savepoint(), it.at().toEpochMilli(), it.location()))
            .toList();
    return json(
        200,
        """
        {"counts":{"restored":0,"total":%1$d,"in_progress":0,"completed":%1$d,"failed":0},
         "latest":{"completed":null,"savepoint":null,"failed":null,"restored":null},
         "history":[%2$s]}"""
            .formatted(entries.size(), String.join(",", entries)));
  }

  private static Optional<Matcher> match(Pattern pattern, String path) {
    return Optional.of(pattern.matcher(path)).filter(Matcher::matches);
  }

  private static MockResponse missing(String path) {
    return error(404, "Not found: " + path);
  }

  private static MockResponse accepted(int status, String id) {
    return json(status, "{\"request-id\":\"%s\"}".formatted(id));
  }

  private static MockResponse completed(String operation) {
    return json(200, "{\"status\":{\"id\":\"COMPLETED\"},\"operation\":%s}".formatted(operation));
  }

  private static MockResponse error(int status, String message) {
    return json(status, "{\"errors\":[\"%s\"]}".formatted(message));
  }

  private static MockResponse json(int status, String body) {
    return new MockResponse.Builder()
        .code(status)
        .addHeader("Content-Type", "application/json; charset=UTF-8")
        .body(body)
        .build();
  }

  private static MockResponse effect(SocketEffect effect) {
    return new MockResponse.Builder().onResponseStart(effect).build();
  }

  private static String newId() {
    return UUID.randomUUID().toString().replace("-", "");
  }
}
