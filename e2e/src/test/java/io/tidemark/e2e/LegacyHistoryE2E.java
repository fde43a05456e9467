package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.dev.TidemarkServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The savepoints in the status of jobs that were, or are, in legacy mode. */
class LegacyHistoryE2E {
  private static final String SAVEPOINT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: %1$s}
      spec:
        jobReference: {kind: FlinkDeployment, name: %2$s}
        savepoint: {path: "%3$s", disposeOnDelete: false}
      """;

  @RegisterExtension static final Story story = Story.in("legacy-history").standalone();

  private static ApiProxy kubernetes;
  private static TidemarkServer tidemark;

  @BeforeAll
  static void start() {
    var server = story.stack().kubernetes();
    kubernetes = ApiProxy.before(server);
    var account = server.serviceAccountKubeconfig("tidemark", "standalone");
    var settings = new HashMap<>(Story.CLEANUP_ON_REQUEST);
    settings.put("TIDEMARK_MODE", "standalone");
    settings.put("KUBECONFIG", kubernetes.kubeconfig(account).toString());
    tidemark = story.serve("legacy-history", settings);
  }

  @AfterAll
  static void close() {
    kubernetes.close();
  }

  @Test
  @DisplayName(
      "H6 H5 of ten entries, those beyond the limit go with their files, also where these are gone;"
          + " one outside the allowed directories, one in use and the newest stay, as the dry run"
          + " says")
  void cleanUp() {
    story.deploy("orders");
    var inside = IntStream.range(0, 10).filter(i -> i != 5).boxed().toList();
    var taken = new TreeMap<Integer, Snapshot>();
    inside.forEach(i -> taken.put(i, take("orders", i, story.directory("orders"))));
    taken.put(5, take("orders", 5, story.directory("elsewhere")));
    IntStream.range(0, 5).forEach(i -> delete(taken.get(i).directory()));
    limitOrders(taken.get(6).path());
    var paths = taken.values().stream().map(Snapshot::path).toList();
    writeHistory("orders", Instant.now().toEpochMilli(), paths);

    var dry = cleanUp("dry-run", true);
    var untouched = history("orders");
    var real = cleanUp("real", false);
    var again = cleanUp("again", false);

    assertThat(untouched).hasSize(10);
    assertThat(dry.path("jobs")).isEqualTo(real.path("jobs"));
    assertThat(lines(real))
        .containsExactlyElementsOf(
            Stream.of(0, 1, 2, 3, 4, 7, 8)
                .map(i -> paths.get(i) + " deleted: not among the newest 1 completed")
                .toList());
    assertThat(real.at("/jobs/0/summary").asText())
        .contains("1 kept: newest completed", "1 kept: in use", "1 kept: it is below neither");
    assertThat(history("orders")).containsExactly(paths.get(5), paths.get(6), paths.get(9));
    assertThat(taken.entrySet().stream().filter(it -> Files.exists(it.getValue().directory())))
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder(5, 6, 9);
    assertThat(again.path("summary").asText()).isEqualTo("jobs: 1, snapshots deleted: 0");
    assertThat(story.snapshots().events("orders", "SavepointAlreadyGone")).hasSize(5);
    assertThat(story.snapshots().events("orders", "DisposalSkipped")).hasSize(1);
    assertThat(story.snapshots().awaitEvent("orders", "HistoryCleanedUp").getMessage())
        .startsWith("Deleted " + paths.get(0));
  }

  @ParameterizedTest(name = "H7 S1 kill -9 {0}")
  @DisplayName("H7 S1 kill -9 in the middle of an import: one snapshot for each entry")
  @EnumSource
  void killed(ImportStep step) {
    var name = "import-" + step.name().toLowerCase(Locale.ROOT);
    story.deploy(name);
    var paths = IntStream.range(0, 5).mapToObj(i -> "s3://team/" + name + "/" + i).toList();
    writeHistory(name, 1000, paths);
    var hold = step.hold(kubernetes, name);
    story.snapshots().kubectl("annotate", "flinkdep", name, "tidemark.io/import-history=true");
    hold.awaitReached();

    tidemark.process().kill();
    hold.drop();
    tidemark.process().start();

    await("the history to be empty").until(() -> history(name).isEmpty());
    var imported = snapshots(name);
    assertThat(imported)
        .extracting(it -> it.text("/metadata/name") + " " + it.text("/spec/savepoint/path"))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 5)
                .mapToObj(i -> name + "-savepoint-manual-" + (1000 + i) + " " + paths.get(i))
                .toList());
    imported.forEach(it -> story.snapshots().await(it.text("/metadata/name"), "COMPLETED"));
    assertThat(story.snapshots().awaitEvent(name, "HistoryImported").getMessage())
        .startsWith("Imported 5 savepoints of status.jobStatus.savepointInfo.savepointHistory");
    writeHistory(name, 1000, paths.subList(0, 1));
    await("the history to be empty again").until(() -> history(name).isEmpty());
    assertThat(snapshots(name)).hasSize(5);
  }

  /** Puts "orders" into legacy mode, with a limit of one savepoint, and one in use. */
  private static void limitOrders(String inUse) {
    patch(
        "orders",
        """
        {"spec": {"job": {"initialSavepointPath": "%s"}, "flinkConfiguration": {
          "kubernetes.operator.savepoint.history.max.count": "1",
          "kubernetes.operator.snapshot.resource.enabled": "false",
          "state.savepoints.dir": "%s"}}}
        """
            .formatted(inUse, story.directory("orders").toUri()));
  }

  /** Takes a savepoint whose resource is gone, as if legacy mode had taken it. */
  private static Snapshot take(String job, int number, Path directory) {
    var name = job + "-" + number;
    story.snapshots().apply(SAVEPOINT.formatted(name, job, directory));
    var snapshot = story.snapshots().await(name, "COMPLETED");
    story.snapshots().delete(name);
    story.snapshots().awaitGone(name);
    return snapshot;
  }

  private static void delete(Path directory) {
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void patch(String job, String patch, String... options) {
    var arguments = Stream.of("patch", "flinkdep", job, "--type=merge", "--patch=" + patch);
    story.snapshots().kubectl(Stream.concat(arguments, Stream.of(options)).toArray(String[]::new));
  }

  /** Writes the history of a job, with times of one millisecond after the other. */
  private static void writeHistory(String job, long first, List<String> paths) {
    var entries =
        IntStream.range(0, paths.size())
            .mapToObj(
                i ->
                    """
                    {"timeStamp": %d, "location": "%s", "triggerType": "MANUAL",
                     "formatType": "CANONICAL"}
                    """
                        .formatted(first + i, paths.get(i)))
            .collect(Collectors.joining(","));
    var status =
        """
        {"status": {"jobStatus": {"savepointInfo": {
          "lastPeriodicSavepointTimestamp": 0, "savepointHistory": [%s]}}}}
        """;
    patch(job, status.formatted(entries), "--subresource=status");
  }

  private static List<String> history(String job) {
    List<Map<String, Object>> entries =
        story
            .resource("FlinkDeployment", job)
            .get()
            .get("status", "jobStatus", "savepointInfo", "savepointHistory");
    return entries.stream().map(it -> it.get("location") + "").toList();
  }

  private static List<Snapshot> snapshots(String job) {
    return story.snapshots().labelled("job-reference.name", job);
  }

  /** Starts a history cleanup as a user does and returns its result. */
  private static JsonNode cleanUp(String workflow, boolean dryRun) {
    var input = "{\"job\": \"orders\", \"dryRun\": %s}".formatted(dryRun);
    story.temporal().startCleanup("legacy-history", workflow, input);
    return story.temporal().temporalJson("workflow", "result", "-w", workflow).path("result");
  }

  private static List<String> lines(JsonNode result) {
    return StreamSupport.stream(result.at("/jobs/0/snapshots").spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  /** A step of an import, by the request that it is. */
  private enum ImportStep {
    /** Two of five snapshots are created, and who asked for the second does not know. */
    CREATION,
    /** All are created, and their entries are still there. */
    CREATED,
    /** The entries are removed, and who asked for that does not know. */
    REMOVAL;

    Hold hold(ApiProxy proxy, String job) {
      return switch (this) {
        case CREATION ->
            proxy.holdAnswers(
                call ->
                    call.method().equals("POST")
                        && call.body().contains(job + "-savepoint-manual-1001"));
        case CREATED -> proxy.holdRequests(call -> removes(call, job));
        case REMOVAL -> proxy.holdAnswers(call -> removes(call, job));
      };
    }

    private static boolean removes(Call call, String job) {
      return call.method().equals("PATCH")
          && call.path().contains("/flinkdeployments/" + job + "/status")
          && call.body().contains("savepointHistory");
    }
  }
}
