package io.tidemark.app.configuration;

import java.nio.file.Path;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the environment variables that are settings of Tidemark. */
public final class Environment {
  /** The variable that names the configuration file. */
  public static final String CONFIG_FILE = "TIDEMARK_CONFIG_FILE";

  /** The prefix of variables for the script that provides the programs of the dev stack. */
  private static final String TOOLS_PREFIX = "TIDEMARK_TOOLS_";

  /**
   * The variables that Kubernetes adds to every pod for a Service whose name begins with
   * "tidemark": {@code TIDEMARK_SERVICE_HOST}, {@code TIDEMARK_HTTP_SERVICE_PORT_WEB}, {@code
   * TIDEMARK_PORT_8080_TCP_ADDR} and others.
   */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "TIDEMARK_(.+_)?(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT_\\d+_(TCP|UDP|SCTP)(_.+)?)");

  /**
   * The values of those variables that have the name of a setting, as in {@code
   * TIDEMARK_HTTP_PORT=tcp://10.0.0.1:8080}.
   */
  private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

  private Environment() {}

  /** Returns the configuration file that the environment names. */
  static Optional<Path> configurationFile(Map<String, String> variables) {
    return Optional.ofNullable(variables.get(CONFIG_FILE))
        .filter(name -> !name.isBlank())
        .map(Path::of);
  }

  static SettingSource read(Map<String, String> variables) {
    var ours =
        variables.entrySet().stream()
            .filter(Environment::ours)
            .collect(Collectors.toMap(Entry::getKey, Entry::getValue));
    return new SettingSource("environment", ours, Setting::environmentName);
  }

  private static boolean ours(Entry<String, String> variable) {
    var name = variable.getKey();
    return name.startsWith(Setting.ENVIRONMENT_PREFIX)
        && !name.startsWith(TOOLS_PREFIX)
        && !name.equals(CONFIG_FILE)
        && !SERVICE_LINK.matcher(name).matches()
        && !SERVICE_ADDRESS.matcher(variable.getValue()).matches();
  }
}
