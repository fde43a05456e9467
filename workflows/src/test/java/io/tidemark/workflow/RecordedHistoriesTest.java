package io.tidemark.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.temporal.testing.WorkflowReplayer;
import io.tidemark.workflow.job.SessionJobWorkflowImpl;
import io.tidemark.workflow.periodic.PeriodicSnapshotWorkflowImpl;
import io.tidemark.workflow.retention.HistoryCleanupWorkflowImpl;
import io.tidemark.workflow.snapshot.SnapshotWorkflowImpl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replays the histories that the real product wrote on a real server. {@code make histories} adds
 * those of a release; they are never edited.
 */
class RecordedHistoriesTest {
  private static final Path HISTORIES = Path.of("src", "test", "resources", "histories");

  /**
   * Removing a line here gives up the proof that workflows in this situation survive an upgrade.
   */
  @ParameterizedTest(name = "{0}: {1}")
  @DisplayName("W4 each situation that a workflow can be in has a recorded history")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          completed                        | SnapshotWorkflow/completed-savepoint
          completed, a checkpoint          | SnapshotWorkflow/completed-checkpoint
          completed, an import             | SnapshotWorkflow/imported-savepoint
          completed after the fast path    | SnapshotWorkflow/slow-savepoint
          completed, a slow one            | SnapshotWorkflow/slow-attempt
          completed after a failure        | SnapshotWorkflow/retried-savepoint
          completed after a correction     | SnapshotWorkflow/corrected-spec
          completed after its job came     | SnapshotWorkflow/waiting-for-job
          completed after its tasks ran    | SnapshotWorkflow/waiting-for-tasks
          completed after an outage        | SnapshotWorkflow/outage
          completed in a continued run     | SnapshotWorkflow/continued-run
          continued as new                 | SnapshotWorkflow/continued-as-new
          adopted                          | SnapshotWorkflow/adopted
          adopted, then deleted            | SnapshotWorkflow/adopted-retained
          failed                           | SnapshotWorkflow/failed-savepoint
          refused by Flink                 | SnapshotWorkflow/refused-by-flink
          refused by the allowed prefixes  | SnapshotWorkflow/refused-directory
          abandoned before the trigger     | SnapshotWorkflow/abandoned-before-trigger
          abandoned at the start deadline  | SnapshotWorkflow/abandoned-at-deadline
          abandoned at the result deadline | SnapshotWorkflow/abandoned-at-result-deadline
          abandoned by an Update           | SnapshotWorkflow/answered-update
          abandoned with its job           | SnapshotWorkflow/abandoned-with-its-job
          abandoned, the savepoint goes    | SnapshotWorkflow/abandoned-disposed
          abandoned, the savepoint stays   | SnapshotWorkflow/abandoned-retained
          cleaned up by another run        | SnapshotWorkflow/clean-up-continued
          cancelled before the trigger     | SnapshotWorkflow/cancelled-before-trigger
          cancelled after the trigger      | SnapshotWorkflow/cancelled-after-trigger
          disposed                         | SnapshotWorkflow/disposed
          disposed below Flink's directory | SnapshotWorkflow/directory-read
          disposed, deleted under way      | SnapshotWorkflow/disposed-under-way
          retained after retried disposals | SnapshotWorkflow/retained-at-deadline
          retained on request              | SnapshotWorkflow/skipped-disposal
          retained under way               | SnapshotWorkflow/retained-under-way
          released                         | SnapshotWorkflow/released
          deleted while it waited          | SnapshotWorkflow/gone
          a copy                           | SnapshotWorkflow/copy-put-aside
          a copy that its user started     | SnapshotWorkflow/copy-restarted
          completed, in legacy mode        | SnapshotWorkflow/legacy-savepoint
          a checkpoint in legacy mode      | SnapshotWorkflow/legacy-checkpoint
          created by a schedule            | PeriodicSnapshotWorkflow/created
          cleaned up                       | HistoryCleanupWorkflow/cleanup
          cleaned up as a dry run          | HistoryCleanupWorkflow/dry-run
          a job started                        | SessionJobWorkflow/started
          a job upgraded, with a savepoint     | SessionJobWorkflow/upgraded-savepoint
          a job upgraded by last-state         | SessionJobWorkflow/upgraded-last-state
          a job suspended                      | SessionJobWorkflow/suspended
          a job resumed                        | SessionJobWorkflow/resumed
          a job started from another path      | SessionJobWorkflow/redeployed
          a spec that is not valid             | SessionJobWorkflow/invalid-spec
          a jar that is refused                | SessionJobWorkflow/jar-refused
          a restore refused, rolled back       | SessionJobWorkflow/rolled-back
          a change held, and resumed           | SessionJobWorkflow/held-resumed
          a change cancelled before a stop     | SessionJobWorkflow/cancelled-before-stop
          a stop that failed, and was retried  | SessionJobWorkflow/stop-retried
          a job lost, without state            | SessionJobWorkflow/lost-stateless
          a job blocked until useState         | SessionJobWorkflow/blocked-use-state
          an outage of a cluster               | SessionJobWorkflow/outage
          a job deleted, cancelled             | SessionJobWorkflow/deleted-cancelled
          a job deleted, with a savepoint      | SessionJobWorkflow/deleted-with-savepoint
          a job deleted, left running          | SessionJobWorkflow/deleted-left-running
          deleted while it waits for a cluster | SessionJobWorkflow/gone
          a change continued as new            | SessionJobWorkflow/continued-as-new
          a change in a continued run          | SessionJobWorkflow/continued-run
          """)
  void isRecorded(String situation, String history) throws IOException {
    assertThat(recorded()).as(situation).anyMatch(it -> unversioned(it).equals(history));
  }

  /** The type of the workflow and the case, without the release. */
  private static String unversioned(Path history) {
    var file = history.getFileName().toString();
    return history.getParent().getFileName()
        + "/"
        + file.replaceFirst("^[^-]+-", "").replaceFirst("\\.json$", "");
  }

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
                    HistoryCleanupWorkflowImpl.class,
                    SessionJobWorkflowImpl.class))
        .doesNotThrowAnyException();
  }
}
