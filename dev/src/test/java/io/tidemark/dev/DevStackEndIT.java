package io.tidemark.dev;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevStackEndIT {
  @TempDir private Path directory;

  @Test
  void closeLeavesNoProcessAndNoFile() {
    var stack = DevStack.builder().temporal().start();
    var temporal = ProcessHandle.of(stack.temporal().process().pid()).orElseThrow();
    var all = Stream.concat(Stream.of(temporal), temporal.descendants()).toList();
    assertThat(all).hasSize(2).allMatch(ProcessHandle::isAlive); // the program and its watcher

    stack.close();

    assertThat(temporal.isAlive()).isFalse();
    assertThat(stack.directory()).doesNotExist();
    awaitEnd(all);
  }

  @Test
  void aStartThatFailsHalfWaySaysWhyAndLeavesNothing() {
    var builder =
        DevStack.builder()
            .directory(directory)
            .temporal()
            .flink(FlinkRelease.V1_20)
            .flinkSetting("rest.bind-port", "none");

    assertThatThrownBy(builder::start)
        .hasMessage("The stack did not start")
        .cause()
        .hasMessageContaining("flink did not start")
        .hasMessageContaining("Invalid port range definition: none");

    assertThat(directory.resolve("temporal/temporal.db")).exists();
    awaitEnd(ProcessHandle.current().descendants().toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT", "KILL"})
  void nothingOutlivesTheJvmThatOwnsAStack(String signal) throws Exception {
    var owner = new ProcessBuilder(ownerCommand()).start();
    owner.inputReader().readLine(); // it has a stack now
    var all = Stream.concat(Stream.of(owner.toHandle()), owner.descendants()).toList();
    assertThat(all).hasSize(3);

    Commands.run("kill", "-" + signal, owner.pid());

    awaitEnd(all);
  }

  /** A shell's background jobs ignore SIGINT, and so would this one of a build that is one. */
  private List<String> ownerCommand() {
    var classPath = System.getProperty("java.class.path");
    var owner = List.of("java", "-cp", classPath, StackOwner.class.getName());
    return Stream.of(List.of("env", "--default-signal=INT"), owner, List.of(directory.toString()))
        .flatMap(List::stream)
        .toList();
  }

  private static void awaitEnd(List<ProcessHandle> processes) {
    await("the end of all processes")
        .until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
  }
}
