package io.tidemark.app;

import io.tidemark.app.configuration.ConfigurationException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line. Exit codes: 0 done, 1 failed, 2 wrong usage or configuration. */
@Command(
    name = "tidemark",
    description = "Flink savepoints and checkpoints on Kubernetes as durable Temporal workflows.",
    subcommands = {
      ServerCommand.class,
      CheckCommand.class,
      ReleaseFinalizersCommand.class,
      VersionCommand.class
    },
    versionProvider = Version.class,
    mixinStandardHelpOptions = true)
public final class Tidemark {
  private Tidemark() {}

  /** Runs a command and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Tidemark())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Tidemark::wrongUsage)
        .setExecutionExceptionHandler(Tidemark::failed);
  }

  private static int wrongUsage(ParameterException e, String[] arguments) {
    var command = e.getCommandLine();
    command
        .getErr()
        .printf(
            "tidemark: %s (see '%s --help')%n",
            e.getMessage(), command.getCommandSpec().qualifiedName());
    return ExitCode.USAGE;
  }

  /** Prints one line for each problem; the stack trace is logged at debug. */
  private static int failed(Exception e, CommandLine command, ParseResult arguments) {
    LoggerFactory.getLogger(Tidemark.class).debug("The command failed", e);
    if (e instanceof ConfigurationException configuration) {
      configuration.problems().forEach(problem -> print(command, problem));
      return ExitCode.USAGE;
    }
    print(command, e.getMessage() == null ? e.toString() : e.getMessage());
    return ExitCode.SOFTWARE;
  }

  private static void print(CommandLine command, String problem) {
    command.getErr().println("tidemark: " + problem);
  }
}
