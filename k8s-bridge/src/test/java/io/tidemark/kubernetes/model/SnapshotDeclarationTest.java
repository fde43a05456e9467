package io.tidemark.kubernetes.model;

import static io.tidemark.kubernetes.fixture.SnapshotDraft.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SnapshotType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotDeclarationTest {
  private static final String FLAWED =
      """
      {}                                                  | spec.savepoint    | neither
      savepoint: {}, checkpoint: {}                       | spec.checkpoint   | both
      savepoint: {}, backoffLimit: -2                     | spec.backoffLimit | -2
      checkpoint: {}, backoffLimit: -7                    | spec.backoffLimit | -7
      savepoint: {alreadyExists: true}                    | spec.savepoint.path | alreadyExists is true
      savepoint: {alreadyExists: true, path: ' '}         | spec.savepoint.path | alreadyExists is true
      savepoint: {alreadyExists: true, path: p}, backoffLimit: -2 | spec.backoffLimit | -2
      savepoint: {formatType: UNKNOWN}                    | spec.savepoint.formatType | UNKNOWN
      savepoint: {formatType: native}                     | spec.savepoint.formatType | native
      """;

  @ParameterizedTest
  @DisplayName("R2 R3 what cannot be carried out is said with field and value")
  @CsvSource(delimiter = '|', textBlock = FLAWED)
  void flaws(String spec, String field, String value) {
    assertThat(declared("{" + ORDERS.strip() + ", " + spec.replaceAll("^\\{}$", "") + "}").error())
        .hasValueSatisfying(error -> assertThat(error).contains(field, value).endsWith("."));
  }

  @ParameterizedTest
  @DisplayName("R3 an incomplete job reference is said with field and value")
  @CsvSource(
      delimiter = '|',
      value = {
        "savepoint: {}                                                     | spec.jobReference.name | not set",
        "{checkpoint: {}, jobReference: {}}                                | spec.jobReference.name | not set",
        "{savepoint: {}, jobReference: {kind: FlinkDeployment}}            | spec.jobReference.name | not set",
        "{savepoint: {}, jobReference: {kind: FlinkDeployment, name: ' '}} | spec.jobReference.name | not set",
        "{savepoint: {}, jobReference: {name: orders}}                     | spec.jobReference.kind | null",
        "{savepoint: {}, jobReference: {kind: Deployment, name: orders}}   | spec.jobReference.kind | Deployment",
        "{savepoint: {}, jobReference: {kind: flinkdeployment, name: o}}   | spec.jobReference.kind | flinkdeployment",
        "{savepoint: {}, jobReference: {kind: FlinkDeployment, name: a/b}}    | spec.jobReference.name | a/b",
        "{savepoint: {}, jobReference: {kind: FlinkDeployment, name: Orders}} | spec.jobReference.name | Orders",
      })
  void jobReferences(String spec, String field, String value) {
    assertThat(declared(spec).error())
        .hasValueSatisfying(error -> assertThat(error).contains(field, value));
    assertThat(declared(spec).job()).isEmpty();
  }

  @ParameterizedTest
  @DisplayName("R3 a spec that can be carried out has no error")
  @ValueSource(
      strings = {
        "{savepoint: {}, jobReference: {kind: FlinkDeployment, name: orders}}",
        "{checkpoint: {}, jobReference: {kind: FlinkSessionJob, name: orders}}",
        "{savepoint: {formatType: NATIVE}, backoffLimit: -1, jobReference: {kind: FlinkDeployment, name: o}}",
        "{savepoint: {formatType: CANONICAL}, backoffLimit: 0, jobReference: {kind: FlinkDeployment, name: o}}",
        "{savepoint: {path: 's3://b/s'}, backoffLimit: 3, jobReference: {kind: FlinkDeployment, name: o}}",
        "savepoint: {alreadyExists: true, path: 's3://b/s'}",
        "{savepoint: {alreadyExists: true, path: p}, jobReference: {kind: Nonsense}}",
      })
  void valid(String spec) {
    assertThat(declared(spec).error()).isEmpty();
  }

  @Test
  @DisplayName("R4 what a savepoint leaves out has its published default")
  void defaults() {
    var savepoint = declared(ORDERS + "savepoint: {}");

    assertThat(savepoint.type()).contains(SnapshotType.SAVEPOINT);
    assertThat(savepoint.job()).contains(new JobReference("FlinkDeployment", "orders"));
    assertThat(savepoint.backoffLimit()).isEqualTo(-1);
    assertThat(savepoint.alreadyExists()).isFalse();
    assertThat(savepoint.disposeOnDelete()).isTrue();
    assertThat(savepoint.formatType()).contains("CANONICAL");
    assertThat(savepoint.path()).isEmpty();
  }

  @Test
  @DisplayName("R4 what a savepoint says is taken")
  void said() {
    var savepoint =
        declared(
            ORDERS
                + "backoffLimit: 2\n"
                + "savepoint: {disposeOnDelete: false, formatType: NATIVE, path: 's3://b/s'}");

    assertThat(savepoint.backoffLimit()).isEqualTo(2);
    assertThat(savepoint.disposeOnDelete()).isFalse();
    assertThat(savepoint.formatType()).contains("NATIVE");
    assertThat(savepoint.path()).contains("s3://b/s");
  }

  @Test
  @DisplayName("R4 R14 a checkpoint has no format and no path and is never disposed of")
  void checkpoint() {
    var checkpoint = declared(ORDERS + "checkpoint: {}");

    assertThat(checkpoint.type()).contains(SnapshotType.CHECKPOINT);
    assertThat(checkpoint.formatType()).isEmpty();
    assertThat(checkpoint.path()).isEmpty();
    assertThat(checkpoint.disposeOnDelete()).isFalse();
    assertThat(checkpoint.alreadyExists()).isFalse();
  }

  @Test
  @DisplayName("R2 a resource without a spec is one that says neither")
  void noSpec() {
    assertThat(SnapshotDeclaration.of(null).error())
        .hasValueSatisfying(error -> assertThat(error).contains("neither"));
  }

  private static SnapshotDeclaration declared(String spec) {
    return SnapshotDeclaration.of(SnapshotDraft.of(spec).resource().getSpec());
  }
}
