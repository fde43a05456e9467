package io.tidemark.dev;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The settings of a small cluster whose files are below one folder. */
final class FlinkSettings {
  private static final String LOCAL = "127.0.0.1";

  private FlinkSettings() {}

  /**
   * @param own over the defaults; an empty value takes a default away
   */
  static Map<String, String> of(int port, Path directory, Map<String, String> own) {
    var all = new LinkedHashMap<String, String>();
    all.putAll(addresses(Integer.toString(port)));
    all.putAll(files(directory));
    all.put("taskmanager.numberOfTaskSlots", "40");
    all.put("execution.checkpointing.interval", "60 s");
    all.put("restart-strategy.type", "fixed-delay");
    all.put("restart-strategy.fixed-delay.attempts", "1000000");
    all.put("restart-strategy.fixed-delay.delay", "1 s");
    all.putAll(own);
    all.values().removeIf(String::isEmpty);
    return all;
  }

  private static Map<String, String> addresses(String port) {
    return Map.of(
        "rest.address", LOCAL,
        "rest.bind-address", LOCAL,
        "rest.port", port,
        "rest.bind-port", port,
        "jobmanager.bind-host", LOCAL,
        "taskmanager.host", LOCAL,
        "taskmanager.bind-host", LOCAL);
  }

  private static Map<String, String> files(Path directory) {
    return Map.of(
        "io.tmp.dirs", directory.resolve("tmp").toString(),
        "web.upload.dir", directory.resolve("upload").toString(),
        "state.checkpoints.dir", checkpoints(directory).toUri().toString(),
        "state.savepoints.dir", savepoints(directory).toUri().toString());
  }

  static Path checkpoints(Path directory) {
    return directory.resolve("checkpoints");
  }

  static Path savepoints(Path directory) {
    return directory.resolve("savepoints");
  }
}
