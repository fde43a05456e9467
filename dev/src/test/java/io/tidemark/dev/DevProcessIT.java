package io.tidemark.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevProcessIT {
  @TempDir private Path directory;

  @Test
  void aProgramThatDiesSaysWhy() {
    var process =
        new DevProcess(
            "dying", directory, List.of("sh", "-c", "echo no such luck; exit 3"), () -> false);

    assertThatThrownBy(process::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("dying did not start")
        .hasMessageContaining("no such luck");
  }

  @Test
  void aPausedProgramGoesOnLater() {
    var ticks = directory.resolve("ticks");
    var process =
        new DevProcess(
            "ticking",
            directory,
            List.of("sh", "-c", "while :; do echo >> ticks; sleep 0.05; done"),
            () -> Files.exists(ticks));
    process.start();

    process.pause();
    process.resume();

    var size = ticks.toFile().length();
    await().until(() -> ticks.toFile().length() > size);
    process.stop();
    assertThat(process.isRunning()).isFalse();
  }
}
