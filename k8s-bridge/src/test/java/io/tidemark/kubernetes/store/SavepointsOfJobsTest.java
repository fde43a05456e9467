package io.tidemark.kubernetes.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.kubernetes.fixture.PagingApiServer;
import io.tidemark.kubernetes.model.JobSavepoints;
import io.tidemark.workflow.model.SavepointPath;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SavepointsOfJobsTest {
  private static final String DEPLOYMENTS = "flinkdeployments";
  private static final String PATH = "s3://b/d/s-1";
  private static final String BOOKMARK_9 = bookmark("FlinkDeployment", 9);
  private static final int MANY = 600;

  private final PagingApiServer api = new PagingApiServer();
  private final SavepointsOfJobs jobs = new SavepointsOfJobs(api.client());

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  @DisplayName("R19 jobs that fit on one page are listed again for each question")
  void fewJobs() {
    api.put(DEPLOYMENTS, deployments(500));
    read();
    api.put(DEPLOYMENTS, List.of(deployment("new", PATH)));

    assertThat(usersOf(PATH)).containsExactly("FlinkDeployment flink/new");

    assertThat(api.lists()).hasSize(4);
    assertThat(api.watches()).isEmpty();
    assertThat(jobs.takeSeconds()).isFalse();
  }

  @Test
  @DisplayName("R19 S8 of more jobs only the changes since the last question are read")
  void manyJobs() {
    listMany();
    assertThat(jobs.takeSeconds()).isTrue();
    api.setVersion("9");
    api.answerWatch(DEPLOYMENTS, event("ADDED", deployment("new", 8, PATH)), BOOKMARK_9);

    assertThat(usersOf(PATH)).containsExactly("FlinkDeployment flink/new");

    assertThat(listsSinceTheFirst()).containsExactly("1", "500"); // session jobs are few
    assertThat(api.watches())
        .singleElement()
        .satisfies(
            watch ->
                assertThat(watch)
                    .containsAllEntriesOf(
                        Map.of(
                            "resourceVersion", "7",
                            "timeoutSeconds", "3",
                            "allowWatchBookmarks", "true")));
  }

  @Test
  @DisplayName("R19 S8 each question continues where the last one has ended")
  void continued() {
    listMany();
    api.setVersion("8");
    api.answerWatch(DEPLOYMENTS, bookmark("FlinkDeployment", 12));
    read();
    api.setVersion("13");
    api.answerWatch(DEPLOYMENTS, event("ADDED", deployment("new", 13, PATH)));

    assertThat(usersOf(PATH)).containsExactly("FlinkDeployment flink/new");
    assertThat(api.watches())
        .extracting(watch -> watch.get("resourceVersion"))
        .containsExactly("7", "12");
  }

  @Test
  @DisplayName("R19 S8 a change or a deletion of a job counts, and a new one under its name")
  void changes() {
    listMany();
    api.setVersion("9");
    api.answerWatch(
        DEPLOYMENTS,
        event("MODIFIED", deployment("orders-1", 8, PATH)),
        event("MODIFIED", deployment("orders-2", 8, PATH)),
        event("DELETED", deployment("orders-2", 8, PATH)),
        event("MODIFIED", deployment("orders-3", 8, PATH)),
        event("MODIFIED", deployment("orders-3", 8, "s3://b/d/s-2")),
        event("DELETED", deployment("orders-4", 8, "s3://b/d/s-2")),
        event("ADDED", deployment("orders-4", 8, PATH).replace("uid-of", "new-uid-of")),
        BOOKMARK_9);

    assertThat(usersOf(PATH))
        .containsExactlyInAnyOrder(
            "FlinkDeployment flink/orders-1", "FlinkDeployment flink/orders-4");
    assertThat(read().found()).hasSize(MANY - 1);
  }

  @Test
  @DisplayName("R19 S8 an answer waits for the version of its question, however late it comes")
  void laterVersion() {
    listMany();
    api.setVersion("100");
    api.answerWatch(
        DEPLOYMENTS,
        event("ADDED", deployment("other", 12, "s3://b/d/s-2")),
        bookmark("FlinkDeployment", 99),
        event("ADDED", deployment("new", 101, PATH)));

    assertThat(usersOf(PATH)).containsExactly("FlinkDeployment flink/new");
    assertThat(listsSinceTheFirst()).containsExactly("1", "500");
  }

  @Test
  @DisplayName("S8 nothing is watched if nothing was written since the last question")
  void unchanged() {
    listMany();

    assertThat(read().found()).hasSize(MANY);

    assertThat(listsSinceTheFirst()).containsExactly("1", "500");
    assertThat(api.watches()).isEmpty();
  }

  @Test
  @DisplayName("R19 jobs are listed again if the API server does not remember the changes")
  void forgotten() {
    listMany();
    api.setVersion("9");
    api.put(DEPLOYMENTS, many(deployment("new", PATH)));
    api.answerWatch(
        DEPLOYMENTS,
        """
        {"type": "ERROR", "object": {"apiVersion": "v1", "kind": "Status", "status": "Failure",
         "code": 410, "reason": "Expired", "message": "too old resource version: 7 (8)"}}""");

    assertThat(usersOf(PATH)).containsExactly("FlinkDeployment flink/new");
    assertThat(listsSinceTheFirst()).containsExactly("1", "500", "500", "500");
  }

  @ParameterizedTest(name = "with {0}")
  @ValueSource(ints = {403, 410})
  @DisplayName("R19 jobs are listed again if the API server refuses the watch")
  void gone(int code) {
    listMany();
    api.setVersion("9");
    api.put(DEPLOYMENTS, many(deployment("new", PATH)));
    api.refuseWatch(DEPLOYMENTS, code);

    assertThat(usersOf(PATH)).containsExactly("FlinkDeployment flink/new");
  }

  @Test
  @DisplayName("R19 jobs are listed again if the watch does not reach the version in some seconds")
  void noBookmark() {
    listMany();
    api.setVersion("9");
    api.put(DEPLOYMENTS, many(deployment("new", PATH)));
    api.answerWatch(DEPLOYMENTS, bookmark("FlinkDeployment", 8));

    assertThat(usersOf(PATH)).containsExactly("FlinkDeployment flink/new");
  }

  @ParameterizedTest(name = "version {0}")
  @DisplayName("R19 jobs are listed again if versions went back, or cannot be compared")
  @ValueSource(strings = {"6", "0", "07", "abc", ""})
  void strangeVersions(String version) {
    listMany();
    api.setVersion(version);
    api.put(DEPLOYMENTS, many(deployment("new", PATH)));

    assertThat(usersOf(PATH)).containsExactly("FlinkDeployment flink/new");
    assertThat(api.watches()).isEmpty();
  }

  @Test
  @DisplayName("R19 an event that cannot be read leads to a new list")
  void unreadableEvent() {
    listMany();
    api.setVersion("9");
    api.put(DEPLOYMENTS, many(deployment("new", PATH)));
    api.answerWatch(DEPLOYMENTS, bookmark("FlinkDeployment", 0));

    assertThat(usersOf(PATH)).containsExactly("FlinkDeployment flink/new");
  }

  @Test
  @DisplayName("R19 a failure of the API server is thrown, and the next question lists the jobs")
  void failure() {
    listMany();
    api.refuseList(DEPLOYMENTS, 500);

    assertThatThrownBy(this::read).isInstanceOf(KubernetesClientException.class);

    api.put(DEPLOYMENTS, many(deployment("new", PATH)));
    assertThat(usersOf(PATH)).containsExactly("FlinkDeployment flink/new");
  }

  @Test
  @DisplayName("R19 S3 a long list that is refused is a problem of its namespace alone")
  void refused() {
    var named = new WatchedNamespaces(Set.of("flink", "team-a"));
    api.put("namespaces/team-a/flinkdeployments", deployments(MANY));
    jobs.read(named);
    api.refuseList("namespaces/team-a/flinkdeployments", 403);
    api.put(DEPLOYMENTS, List.of(deployment("new", PATH)));

    var reading = jobs.read(named);

    assertThat(reading.found())
        .extracting(JobSavepoints::toString)
        .containsExactly("FlinkDeployment flink/new");
    assertThat(reading.problems()).containsOnlyKeys(new WatchedNamespaces(Set.of("team-a")));
  }

  @Test
  @DisplayName("S8 the changes of both kinds and all namespaces are waited for at the same time")
  void atTheSameTime() {
    var named = new WatchedNamespaces(Set.of("flink", "team-a"));
    for (var namespace : named.names()) {
      api.put("namespaces/" + namespace + "/flinkdeployments", deployments(MANY));
      api.put("namespaces/" + namespace + "/flinksessionjobs", sessionJobs(MANY));
    }
    jobs.read(named);
    api.setVersion("9");
    var allWatch = new CyclicBarrier(4);
    for (var namespace : named.names()) {
      api.answerWatch(
          "namespaces/" + namespace + "/flinkdeployments", () -> await(allWatch), BOOKMARK_9);
      api.answerWatch(
          "namespaces/" + namespace + "/flinksessionjobs",
          () -> await(allWatch),
          bookmark("FlinkSessionJob", 9));
    }
    var lists = api.lists().size();

    assertThat(jobs.read(named).found()).hasSize(4 * MANY);
    assertThat(api.lists()).hasSize(lists + 4);
  }

  @Test
  @DisplayName("S8 a list that has become short is not remembered")
  void shrunk() {
    api.put(DEPLOYMENTS, deployments(501));
    read();
    api.setVersion("9");
    api.answerWatch(DEPLOYMENTS, event("DELETED", deployment("orders-1", 9, "s3://b/d/orders-1")));

    assertThat(read().found()).hasSize(500);

    assertThat(jobs.takeSeconds()).isFalse();
    api.put(DEPLOYMENTS, List.of(deployment("new", PATH)));
    assertThat(usersOf(PATH)).containsExactly("FlinkDeployment flink/new");
    assertThat(api.watches()).hasSize(1);
  }

  @Test
  @DisplayName("S8 the jobs of a namespace that is not served any more are not remembered")
  void dropped() {
    var other = "namespaces/team-a/flinkdeployments";
    api.put(other, deployments(MANY));
    jobs.read(new WatchedNamespaces(Set.of("team-a")));
    assertThat(jobs.takeSeconds()).isTrue();

    read();

    assertThat(jobs.takeSeconds()).isFalse();
  }

  private void listMany() {
    api.put(DEPLOYMENTS, deployments(MANY));
    assertThat(read().found()).hasSize(MANY);
  }

  private NamespacedReading<JobSavepoints> read() {
    return jobs.read(WatchedNamespaces.ALL);
  }

  private List<String> usersOf(String path) {
    return read().found().stream()
        .filter(job -> job.mayUse(SavepointPath.of(path)))
        .map(JobSavepoints::toString)
        .toList();
  }

  /** The limits of the lists after the first question, which has read two pages and one. */
  private List<String> listsSinceTheFirst() {
    return api.lists().stream().skip(3).map(list -> list.get("limit")).toList();
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException late) {
      throw new IllegalStateException(late);
    }
  }

  private static List<String> many(String first) {
    return Stream.concat(Stream.of(first), deployments(MANY).stream()).toList();
  }

  private static List<String> deployments(int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> deployment("orders-" + number, "s3://b/d/orders-" + number))
        .toList();
  }

  private static List<String> sessionJobs(int count) {
    return deployments(count).stream()
        .map(json -> json.replace("FlinkDeployment", "FlinkSessionJob"))
        .toList();
  }

  private static String deployment(String name, String path) {
    return deployment(name, 1, path);
  }

  private static String deployment(String name, int version, String path) {
    return """
        {"apiVersion": "flink.apache.org/v1beta1", "kind": "FlinkDeployment",
         "metadata": {"namespace": "flink", "name": "%1$s", "uid": "uid-of-%1$s",
          "resourceVersion": "%2$d"},
         "spec": {"job": {"initialSavepointPath": "%3$s"}}}"""
        .formatted(name, version, path);
  }

  private static String event(String type, String object) {
    return "{\"type\": \"%s\", \"object\": %s}".formatted(type, object);
  }

  private static String bookmark(String kind, int version) {
    return event(
        "BOOKMARK",
        """
        {"apiVersion": "flink.apache.org/v1beta1", "kind": "%s",
         "metadata": {"resourceVersion": "%d", "creationTimestamp": null}}"""
            .formatted(kind, version));
  }
}
