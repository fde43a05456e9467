package io.tidemark.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A running sample job.
 *
 * @param id Flink's job id, 32 hex digits
 * @param name the job's name in Flink
 * @param behaviour the file by which the job decides how its snapshots go
 */
public record FlinkJob(String id, String name, Path behaviour) {

  /**
   * From now on each snapshot stays under way until {@link #healSnapshots()}, however slow or fast
   * the machine is; Flink's own limit is ten minutes.
   */
  public void holdSnapshots() {
    behave("held=true");
  }

  /**
   * From now on each snapshot fails while its state is written. The job restarts unless it
   * tolerates failed checkpoints.
   */
  public void failSnapshots() {
    behave("failing=true");
  }

  /** From now on snapshots are quick and good again, those that are held included. */
  public void healSnapshots() {
    behave("");
  }

  private void behave(String properties) {
    try {
      var draft =
          Files.writeString(behaviour.resolveSibling(behaviour.getFileName() + ".new"), properties);
      Files.move(draft, behaviour, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
