package io.tidemark.workflow;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.temporal.testing.WorkflowReplayer;
import io.tidemark.workflow.periodic.PeriodicSnapshotWorkflowImpl;
import io.tidemark.workflow.retention.HistoryCleanupWorkflowImpl;
import io.tidemark.workflow.snapshot.SnapshotWorkflowImpl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Histories that released code wrote on a real server; they are added to and never edited. */
class RecordedHistoriesTest {
  private static final Path HISTORIES = Path.of("src", "test", "resources", "histories");

  static Stream<Path> recorded() throws IOException {
    try (var files = Files.walk(HISTORIES)) {
      return files.filter(Files::isRegularFile).sorted().toList().stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("recorded")
  @DisplayName("W4 a recorded history replays with today's code")
  void replays(Path history) {
    assertThatCode(
            () ->
                WorkflowReplayer.replayWorkflowExecution(
                    history.toFile(),
                    SnapshotWorkflowImpl.class,
                    PeriodicSnapshotWorkflowImpl.class,
                    HistoryCleanupWorkflowImpl.class))
        .doesNotThrowAnyException();
  }
}
