package io.tidemark.kubernetes.creation;

import static io.tidemark.workflow.model.SnapshotType.CHECKPOINT;
import static io.tidemark.workflow.model.SnapshotType.SAVEPOINT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.kubernetes.fixture.ApiServer;
import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.InvalidSettingException;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.store.JobStore;
import io.tidemark.workflow.model.SnapshotLabels;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerType;
import java.time.Instant;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotCreatorTest {
  private static final Instant TIME = Instant.ofEpochMilli(1_795_000_000_000L);
  private static final String NAME = "orders-savepoint-periodic-1795000000000";
  private static final String SNAPSHOTS =
      "/apis/flink.apache.org/v1beta1/namespaces/flink/flinkstatesnapshots";

  private final ApiServer api = new ApiServer();
  private final SnapshotCreator creator =
      creator(new CreationSettings("CANONICAL", false, Map.of()));

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  @DisplayName("T6 a savepoint has its job, format, disposal, retries and labels")
  void savepoint() {
    var created = create(Jobs.orders(), SAVEPOINT);

    assertThat(created).isEqualTo(new SnapshotCreationResult(NAME, true));
    var posted = posted();
    assertThat(posted.get("spec"))
        .isEqualTo(
            Map.of(
                "backoffLimit",
                3,
                "jobReference",
                Map.of("kind", "FlinkDeployment", "name", "orders"),
                "savepoint",
                Map.of("disposeOnDelete", false, "formatType", "CANONICAL")));
    assertThat(metadata(posted))
        .containsEntry("namespace", "flink")
        .containsEntry(
            "labels",
            Map.of(
                SnapshotLabels.TYPE, "SAVEPOINT",
                SnapshotLabels.STATE, "TRIGGER_PENDING",
                SnapshotLabels.TRIGGER_TYPE, "PERIODIC",
                SnapshotLabels.JOB_KIND, "FlinkDeployment",
                SnapshotLabels.JOB_NAME, "orders"));
  }

  @Test
  @DisplayName("T6 a checkpoint of a session job is created")
  void checkpoint() {
    var created =
        creator.create(
            Jobs.sessionJob("orders", "{}", Jobs.RUNNING), CHECKPOINT, TriggerType.MANUAL, TIME);

    assertThat(created.name()).isEqualTo("orders-checkpoint-manual-1795000000000");
    assertThat(posted().get("spec"))
        .isEqualTo(
            Map.of(
                "backoffLimit",
                3,
                "jobReference",
                Map.of("kind", "FlinkSessionJob", "name", "orders"),
                "checkpoint",
                Map.of()));
  }

  @Test
  @DisplayName("T6 format and disposal come from the job's configuration, as Flink reads them")
  void configured() {
    create(configured("savepoint: {format.type: native, dispose-on-delete: 'TRUE'}"), SAVEPOINT);

    assertThat(posted())
        .extractingByKey("spec")
        .asString()
        .contains("formatType=NATIVE", "disposeOnDelete=true");
  }

  @ParameterizedTest(name = "job {0}, cluster {1}, setting {2}: {3}")
  @DisplayName(
      "T6 M1 format and disposal are the job's, else its cluster's, else those of the settings")
  @CsvSource({
    "CANONICAL, CANONICAL, NATIVE, CANONICAL",
    "'', NATIVE, CANONICAL, NATIVE",
    "'', '', NATIVE, NATIVE",
  })
  void inherited(String ofTheJob, String ofTheCluster, String setting, String created) {
    var keys =
        "flinkConfiguration: {kubernetes.operator.savepoint.format.type: '%s',"
            + " kubernetes.operator.savepoint.dispose-on-delete: '%s'}";
    api.put(Jobs.deployment("session", keys.formatted(ofTheCluster, isNative(ofTheCluster)), "{}"));
    var job =
        Jobs.sessionJob(
            "etl",
            "{deploymentName: session, " + keys.formatted(ofTheJob, isNative(ofTheJob)) + "}",
            Jobs.RUNNING);

    creator(new CreationSettings(setting, setting.equals("NATIVE"), Map.of()))
        .create(job, SAVEPOINT, TriggerType.PERIODIC, TIME);

    assertThat(posted())
        .extractingByKey("spec")
        .asString()
        .contains("formatType=" + created, "disposeOnDelete=" + created.equals("NATIVE"));
  }

  /** Disposal has another value for each format, so that one row of a table has both. */
  private static String isNative(String format) {
    return format.isEmpty() ? "" : String.valueOf(format.equals("NATIVE"));
  }

  @ParameterizedTest
  @DisplayName("T6 an invalid value is reported with its key, and creates nothing")
  @CsvSource({
    "savepoint.format.type, UNKNOWN, neither CANONICAL nor NATIVE",
    "savepoint.dispose-on-delete, yes, neither true nor false"
  })
  void invalid(String key, String value, String reason) {
    var job = configured(key + ": '" + value + "'");

    assertThatThrownBy(() -> create(job, SAVEPOINT))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("kubernetes.operator.%s is '%s': %s", key, value, reason);
    assertThat(api.requests()).isEmpty();
    assertThat(create(job, CHECKPOINT).created()).isTrue();
  }

  @Test
  @DisplayName("T6 a repeated call finds the same snapshot")
  void again() {
    create(Jobs.orders(), SAVEPOINT);

    assertThat(create(Jobs.orders(), SAVEPOINT)).isEqualTo(new SnapshotCreationResult(NAME, false));
    assertThat(count()).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "T6 a job of the other kind with the same name has its own snapshot, and each is found again")
  void namesake() {
    var sessionJob = Jobs.sessionJob("orders", "{}", Jobs.RUNNING);
    create(Jobs.orders(), SAVEPOINT);

    var second = create(sessionJob, SAVEPOINT);

    assertThat(second.created()).isTrue();
    assertThat(second.name()).startsWith(NAME + "-");
    assertThat(create(sessionJob, SAVEPOINT))
        .isEqualTo(new SnapshotCreationResult(second.name(), false));
    assertThat(create(Jobs.orders(), SAVEPOINT).name()).isEqualTo(NAME);
    assertThat(count()).isEqualTo(2);
  }

  @Test
  @DisplayName("T6 if a snapshot of another type has the name, another name is used")
  void otherType() {
    api.put(SnapshotDraft.checkpoint().named(NAME).resource());

    assertThat(create(Jobs.orders(), SAVEPOINT).name()).startsWith(NAME + "-");
  }

  @Test
  @DisplayName("S8 a created snapshot has the labels by which it is served, and those of R13")
  void labels() {
    var labels = Map.of("served-by", "us", SnapshotLabels.TYPE, "OTHER");

    creator(new CreationSettings("CANONICAL", false, labels))
        .create(Jobs.orders(), CHECKPOINT, TriggerType.MANUAL, TIME);

    assertThat(metadata(posted()).get("labels"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("served-by", "us")
        .containsEntry(SnapshotLabels.TYPE, "CHECKPOINT");
  }

  @Test
  @DisplayName("T6 a request that the API server refuses throws")
  void refused() {
    api.refusePost(SNAPSHOTS, 403);

    assertThatThrownBy(() -> create(Jobs.orders(), SAVEPOINT))
        .isInstanceOf(KubernetesClientException.class);
  }

  private SnapshotCreator creator(CreationSettings settings) {
    return new SnapshotCreator(api.client(), new JobStore(api.client()), settings);
  }

  private SnapshotCreationResult create(JobResource job, SnapshotType type) {
    return creator.create(job, type, TriggerType.PERIODIC, TIME);
  }

  private static JobResource configured(String operator) {
    return Jobs.deployment(
        "orders",
        "{flinkConfiguration: {kubernetes: {operator: {" + operator + "}}}}",
        Jobs.RUNNING);
  }

  private int count() {
    return api.client()
        .resources(FlinkStateSnapshot.class)
        .inNamespace("flink")
        .list()
        .getItems()
        .size();
  }

  private Map<String, Object> posted() {
    return api.requests().stream()
        .filter(request -> request.line().equals("POST " + SNAPSHOTS))
        .findFirst()
        .orElseThrow()
        .body();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> metadata(Map<String, Object> resource) {
    return (Map<String, Object>) resource.get("metadata");
  }
}
