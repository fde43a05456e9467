package io.tidemark.dev;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
  void aPausedProgramContinuesLater() {
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
    await("another tick").until(() -> ticks.toFile().length() > size);
    process.stop();
    assertThat(process.isRunning()).isFalse();
  }

  @Test
  void aProgramThatIsStoppedEndsByItself() {
    var ready = directory.resolve("ready");
    var script = "trap 'echo farewell; exit 7' TERM; touch ready; while :; do sleep 0.05; done";
    var process =
        new DevProcess("polite", directory, List.of("sh", "-c", script), () -> Files.exists(ready));
    process.start();

    process.stop();

    assertThat(process.exitCode()).isEqualTo(7);
    assertThat(process.logFile()).content().contains("farewell");
  }
}
