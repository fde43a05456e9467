package io.tidemark.workflow.snapshot;

import io.temporal.failure.ActivityFailure;
import io.tidemark.workflow.execution.Outage;
import io.tidemark.workflow.flink.FlinkJob;
import io.tidemark.workflow.flink.SavepointDirectoryResult;
import io.tidemark.workflow.resource.SnapshotView;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the savepoint directory that only Flink knows, for the claim that follows. Only decisions
 * that depend on it ask for it (R4).
 */
final class FlinkDirectory {
  private final ActivityCalls calls;
  private final StartWait startWait;
  private final SnapshotDeletion deletion;

  private @Nullable String read;

  FlinkDirectory(ActivityCalls calls, StartWait startWait, SnapshotDeletion deletion) {
    this.calls = calls;
    this.startWait = startWait;
    this.deletion = deletion;
  }

  /** Returns the directory for one claim, and forgets it; null if it was not read before. */
  @Nullable String take() {
    var directory = read;
    read = null;
    return directory;
  }

  /**
   * Reads the directory. A cluster that cannot be reached is waited for. A deletion does not wait
   * for one that refuses to tell, which counts as no directory.
   */
  Next read(SnapshotView view, FlinkJob job) {
    try {
      read = calls.savepointDirectory(job).map(FlinkDirectory::text).orElse(null);
      return Next.LOOK_AGAIN;
    } catch (ActivityFailure failure) {
      if (view.namespaceEnding()) {
        throw failure;
      }
      return view.beingDeleted()
          ? unreadForDeletion(view, Outage.of(failure))
          : startWait.afterFailure(view, job, failure);
    }
  }

  private Next unreadForDeletion(SnapshotView view, Outage outage) {
    if (!outage.lasting()) {
      return deletion.blocked(view, outage.message());
    }
    read = "";
    return Next.LOOK_AGAIN;
  }

  private static String text(SavepointDirectoryResult result) {
    return Optional.ofNullable(result.directory()).orElse("");
  }
}
