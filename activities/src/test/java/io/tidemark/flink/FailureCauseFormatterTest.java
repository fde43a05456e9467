package io.tidemark.flink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("R7 a stack trace of Flink becomes one readable line")
class FailureCauseFormatterTest {
  private static final String FRAME = "\n\tat org.apache.flink.Some$Inner.method(Some.java:12)\n";
  private static final String WRAPPED =
      "java.util.concurrent.CompletionException: org.apache.flink.runtime.checkpoint.";

  /** Columns: the first throwable, the root cause if there is one, the line. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          CheckpointException: Checkpoint expired before completing. | - | Checkpoint expired before completing.
          CheckpointException: FailoverRegion is restarting. | org.apache.flink.runtime.checkpoint.CheckpointException: FailoverRegion is restarting. | FailoverRegion is restarting.
          CheckpointException: An Exception occurred while triggering the checkpoint. IO-problem detected. | java.io.IOException: Failed to create savepoint directory at file:/proc/none | An Exception occurred while triggering the checkpoint. IO-problem detected: Failed to create savepoint directory at file:/proc/none
          CheckpointException: An Exception occurred while triggering the checkpoint. IO-problem detected. | org.apache.flink.core.fs.UnsupportedFileSystemSchemeException: Could not find a file system implementation for scheme 's3'. | An Exception occurred while triggering the checkpoint. IO-problem detected: Could not find a file system implementation for scheme 's3'.
          CheckpointException: Trigger checkpoint failure. | java.lang.IllegalArgumentException: Can not create a Path from an empty string | Trigger checkpoint failure: Can not create a Path from an empty string
          CheckpointException: Asynchronous task checkpoint failed. | java.util.concurrent.ExecutionException: java.io.IOException: disk full | Asynchronous task checkpoint failed: disk full
          CheckpointException: Asynchronous task checkpoint failed. | java.lang.NullPointerException | Asynchronous task checkpoint failed. (NullPointerException)
          CheckpointException: Checkpoint triggering task Source: source (1/1) of job 839ae0 is not being executed at the moment. Aborting checkpoint. Failure reason: Not all required tasks are currently running. | - | Checkpoint triggering task Source: source (1/1) of job 839ae0 is not being executed at the moment. Aborting checkpoint. Failure reason: Not all required tasks are currently running.
          UnavailableDispatcherOperationException: Unable to get JobMasterGateway for initializing job. | - | Unable to get JobMasterGateway for initializing job.
          """)
  void keepsWhatWasBeingDoneAndTheRootCause(String first, String root, String line) {
    var stackTrace = WRAPPED + first + FRAME + (root == null ? "" : "Caused by: " + root + FRAME);

    assertThat(FailureCauseFormatter.of(stackTrace)).isEqualTo(line);
  }

  @Test
  void ignoresTheThrowablesBetweenTheOutermostAndTheRoot() {
    var stackTrace =
        WRAPPED
            + "CheckpointException: Asynchronous task checkpoint failed."
            + FRAME
            + "Caused by: java.lang.Exception: Could not materialize checkpoint 1 for operator state (1/1)#0."
            + FRAME
            + "\t... 4 more\n\tSuppressed: java.lang.Exception: Could not properly cancel\n\t\tat x.Y.z(Y.java:1)\n"
            + "\tCaused by: java.lang.Exception: suppressed too\n"
            + "Caused by: org.example.DiskException: quota of 5 GB exceeded"
            + FRAME;

    assertThat(FailureCauseFormatter.of(stackTrace))
        .isEqualTo("Asynchronous task checkpoint failed: quota of 5 GB exceeded");
  }

  @Test
  void readsTheErrorDocumentOfTheRestServer() {
    var error =
        "<Exception on server side:\njava.lang.IllegalStateException: Flink does not support triggering"
            + " incremental checkpoint explicitly. See FLINK-33723."
            + FRAME
            + "\nEnd of exception on server side>";

    assertThat(FailureCauseFormatter.of(error))
        .isEqualTo(
            "Flink does not support triggering incremental checkpoint explicitly. See FLINK-33723.");
  }

  @Test
  void joinsTheLinesOfAMessage() {
    var stackTrace = "java.io.IOException: no space left\non device sda1" + FRAME;

    assertThat(FailureCauseFormatter.of(stackTrace)).isEqualTo("no space left on device sda1");
  }

  @ParameterizedTest
  @CsvSource({
    "java.lang.NullPointerException, NullPointerException",
    "java.util.concurrent.CompletionException: java.lang.NullPointerException, NullPointerException",
    "java.util.concurrent.TimeoutException:, TimeoutException"
  })
  void saysThatThereIsNoReasonRatherThanABareClassName(String first, String name) {
    assertThat(FailureCauseFormatter.of(first + FRAME))
        .isEqualTo("Flink gave no reason except the exception " + name);
  }

  @Test
  void leavesPlainTextAsItIs() {
    var text = "Service temporarily unavailable due to an ongoing leader election. Please refresh.";

    assertThat(FailureCauseFormatter.of(text)).isEqualTo(text);
  }

  @Test
  void cutsALongMessage() {
    assertThat(FailureCauseFormatter.of("java.io.IOException: " + "x".repeat(2000)))
        .hasSize(500)
        .endsWith("x…");
  }
}
