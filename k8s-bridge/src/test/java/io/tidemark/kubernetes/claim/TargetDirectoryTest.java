package io.tidemark.kubernetes.claim;

import static io.tidemark.kubernetes.claim.Plans.claim;
import static io.tidemark.kubernetes.claim.Plans.on;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.fixture.Jobs;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetDirectoryTest {
  private static final String ETL = "jobReference: {kind: FlinkSessionJob, name: etl}\n";

  @ParameterizedTest(name = "{0} | {1} | {2} -> {3}")
  @DisplayName("R4 the first that is set: the spec's path, the session job's, its cluster's, none")
  @CsvSource(
      delimiter = '|',
      value = {
        "path: 's3://spec' | state.savepoints.dir: s3://job | state.savepoints.dir: s3://cluster | s3://spec",
        "path: ' '         | state.savepoints.dir: s3://job | state.savepoints.dir: s3://cluster | s3://job",
        "''                | state.savepoints.dir: s3://job | state.savepoints.dir: s3://cluster | s3://job",
        "''                | state.savepoints.dir: ''       | state.savepoints.dir: s3://cluster | s3://cluster",
        "''                | parallelism.default: 2         | state: {savepoints: {dir: s3://cluster}} | s3://cluster",
        "''                | execution.checkpointing.savepoint-dir: s3://job | state.savepoints.dir: s3://cluster | s3://job",
        "''                | state.savepoints.dir: s3://job | execution.checkpointing.savepoint-dir: s3://cluster | s3://job",
        "''                | ''                             | rest.port: 8085                     |",
        "path: 's3://spec' | ''                             | ''                                  | s3://spec",
      })
  void precedence(String spec, String job, String cluster, String directory) {
    var observed =
        on(
            Jobs.sessionJob("etl", configured("deploymentName: session", job), Jobs.RUNNING),
            Jobs.deployment("session", configured("job: null", cluster), "{}"));

    var claim = claim(SnapshotDraft.of(ETL + "savepoint: {" + spec + "}"), observed);

    assertThat(Plans.trigger(claim).targetDirectory()).isEqualTo(directory);
  }

  @Test
  @DisplayName("R4 a FlinkDeployment's own directory is taken")
  void deployment() {
    var orders =
        Jobs.deployment("orders", configured("job: {}", "state.savepoints.dir: d"), Jobs.RUNNING);

    assertThat(Plans.trigger(claim(SnapshotDraft.savepoint(), on(orders))).targetDirectory())
        .isEqualTo("d");
  }

  @Test
  @DisplayName("R4 a session job is reached through its cluster's name and REST port")
  void cluster() {
    var observed =
        on(
            Jobs.sessionJob(
                "etl", configured("deploymentName: session", "rest.port: 1"), Jobs.RUNNING),
            Jobs.deployment("session", configured("job: null", "rest: {port: 8085}"), "{}"));

    var job = Plans.trigger(claim(SnapshotDraft.of(ETL + "savepoint: {}"), observed)).job();

    assertThat(job.cluster()).isEqualTo("session");
    assertThat(job.restPort()).isEqualTo(8085);
    assertThat(job.jobId()).isEqualTo(Jobs.JOB_ID);
  }

  private static String configured(String spec, String configuration) {
    return configuration.isEmpty() ? spec : spec + "\nflinkConfiguration: {" + configuration + "}";
  }
}
