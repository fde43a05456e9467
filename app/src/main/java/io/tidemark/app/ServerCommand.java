package io.tidemark.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code tidemark server}. */
@Command(
    name = "server",
    description = "Runs the worker and the bridge until the process is stopped.",
    mixinStandardHelpOptions = true)
final class ServerCommand implements Callable<Integer> {
  @Mixin private ConfigurationOptions options;

  @Override
  public Integer call() throws Exception {
    var configuration = options.load();
    Logging.configure(configuration.server().log());
    try (var server = new TidemarkServer(configuration, Connections.fromEnvironment())) {
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
      server.start();
      server.awaitClose();
    }
    return ExitCode.OK;
  }
}
