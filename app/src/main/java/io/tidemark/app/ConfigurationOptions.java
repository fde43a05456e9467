package io.tidemark.app;

import io.tidemark.app.configuration.Environment;
import io.tidemark.app.configuration.TidemarkConfiguration;
import java.nio.file.Path;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Reads the configuration that a command line names. */
final class ConfigurationOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "YAML or properties file with settings; by default the one that "
              + Environment.CONFIG_FILE
              + " names. The environment wins over it.")
  private @Nullable Path file;

  TidemarkConfiguration load() {
    var environment = new HashMap<>(System.getenv());
    if (file != null) {
      environment.put(Environment.CONFIG_FILE, file.toString());
    }
    return TidemarkConfiguration.load(environment);
  }
}
