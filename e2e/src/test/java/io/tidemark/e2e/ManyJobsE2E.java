package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.tidemark.kubernetes.model.JobSavepoints;
import io.tidemark.kubernetes.store.SavepointsOfJobs;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import io.tidemark.workflow.model.SavepointPath;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** More jobs than fit on one page of a list, so that only their changes are read. */
class ManyJobsE2E {
  private static final int JOBS = 600;
  private static final int QUESTIONS = 51; // so that the last job is deleted
  private static final String CREATED = "/savepoints/created-%d";
  private static final String EDITED = "/savepoints/edited-%d";
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
  private static final String DEPLOYMENT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkDeployment
      metadata: {name: %s}
      spec: {job: {jarURI: "local:///job.jar", initialSavepointPath: "%s"}}
      ---
      """;
  private static final String SAVEPOINT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: %1$s}
      spec:
        jobReference: {kind: FlinkDeployment, name: job}
        savepoint: {path: "%2$s", disposeOnDelete: true}
      """;

  @RegisterExtension static final Story story = Story.in("many-jobs");

  private static ApiProxy kubernetes;

  @BeforeAll
  static void start() {
    kubernetes = ApiProxy.before(story.stack().kubernetes());
    var kubeconfig = kubernetes.kubeconfig(story.shared().kubeconfig()).toString();
    story.deploy("job");
    story
        .snapshots()
        .create(
            IntStream.range(0, JOBS)
                .mapToObj(number -> DEPLOYMENT.formatted("job-" + number, "/savepoints/" + number))
                .collect(Collectors.joining()));
    story.serve("many-jobs", Map.of("KUBECONFIG", kubeconfig));
  }

  @AfterAll
  static void close() {
    kubernetes.close();
  }

  @Test
  @DisplayName("S8 R19 among many jobs a disposal lists them once, and sees each job from then on")
  void disposals() {
    take("first");
    take("second");
    var kept = take("kept");

    story.snapshots().delete("first");
    var listed = lists("limit=500");
    story.snapshots().delete("second");
    create("starts-from-it", kept.path());
    story.snapshots().delete("kept");

    assertThat(listed).isPositive();
    assertThat(lists("limit=500")).isEqualTo(listed);
    assertThat(lists("limit=1")).isPositive();
    assertThat(Story.savepoints(story.directory("first"))).isEmpty();
    assertThat(Story.savepoints(story.directory("second"))).isEmpty();
    assertThat(kept.directory().resolve("_metadata")).exists();
    assertThat(story.snapshots().awaitEvent("kept", "DisposalSkipped").getMessage())
        .contains("FlinkDeployment many-jobs/starts-from-it");
    assertThat(activitiesOf(kept)).contains("Claim");
  }

  @Test
  @DisplayName(
      "R19 the next question sees a job that was just written, while other jobs are written")
  void freshAmongJobs() {
    askWhile(number -> edit("job-" + number % JOBS, "/savepoints/written-" + number));
  }

  @Test
  @DisplayName("R19 the next question sees a job that was just written, while anything else is")
  void freshAmongOthers() {
    story.snapshots().kubectl("create", "configmap", "written");
    var written = story.stack().kubernetes().client().configMaps().inNamespace(story.namespace());
    askWhile(
        number ->
            written.withName("written").patch(MERGE, "{\"data\": {\"n\": \"" + number + "\"}}"));
  }

  /** Asks after each time that a job was created, edited or deleted. */
  private static void askWhile(IntConsumer write) {
    var jobs = new SavepointsOfJobs(story.stack().kubernetes().client());
    var namespace = new WatchedNamespaces(Set.of(story.namespace()));
    var before = jobs.read(namespace).found().size();
    try (var writers = new Writers(write)) {
      for (var number = 0; number < QUESTIONS; number++) {
        var round = number / 3;
        switch (number % 3) {
          case 0 -> create("fresh-" + round, CREATED.formatted(round));
          case 1 -> edit("fresh-" + round, EDITED.formatted(round));
          default -> story.resource("FlinkDeployment", "fresh-" + round).delete();
        }

        var found = jobs.read(namespace).found();

        assertThat(isUsed(found, CREATED.formatted(round))).isEqualTo(number % 3 == 0);
        assertThat(isUsed(found, EDITED.formatted(round))).isEqualTo(number % 3 == 1);
        assertThat(found).hasSize(number % 3 == 2 ? before : before + 1);
      }
      assertThat(writers.written()).isGreaterThan(QUESTIONS);
    }
    assertThat(jobs.takeSeconds()).isTrue();
  }

  private static Snapshot take(String name) {
    story.snapshots().apply(SAVEPOINT.formatted(name, story.directory(name)));
    return story.snapshots().await(name, "COMPLETED");
  }

  private static void create(String name, String path) {
    story.snapshots().create(DEPLOYMENT.formatted(name, path));
  }

  private static void edit(String name, String path) {
    var patch = "{\"spec\": {\"job\": {\"initialSavepointPath\": \"%s\"}}}".formatted(path);
    story.resource("FlinkDeployment", name).patch(MERGE, patch);
  }

  private static boolean isUsed(List<JobSavepoints> jobs, String path) {
    return jobs.stream().anyMatch(job -> job.mayUse(SavepointPath.of(path)));
  }

  /** The lists of deployments with this limit that Tidemark has asked for. */
  private static long lists(String limit) {
    return kubernetes
        .calls()
        .map(Call::path)
        .filter(path -> path.contains("/namespaces/many-jobs/flinkdeployments?"))
        .filter(path -> !path.contains("watch="))
        .filter(path -> path.matches(".*[?&]" + limit + "(&.*)?"))
        .count();
  }

  /** The types of the activities that ran outside of a workflow task. */
  private static List<String> activitiesOf(Snapshot snapshot) {
    var history =
        story.temporal().temporalJson("workflow", "show", "--workflow-id", snapshot.workflowId());
    return history.findValues("activityTaskScheduledEventAttributes").stream()
        .map(scheduled -> scheduled.at("/activityType/name").asText())
        .toList();
  }

  /** Two threads that write until the end. */
  private static final class Writers implements AutoCloseable {
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicInteger written = new AtomicInteger();
    private final List<CompletableFuture<Void>> running;

    Writers(IntConsumer write) {
      running =
          Stream.generate(() -> CompletableFuture.runAsync(() -> write(write), threads))
              .limit(2)
              .toList();
    }

    private void write(IntConsumer write) {
      while (!closed.get()) {
        write.accept(written.incrementAndGet());
      }
    }

    int written() {
      return written.get();
    }

    @Override
    public void close() {
      closed.set(true);
      running.forEach(CompletableFuture::join);
      threads.shutdown();
    }
  }
}
