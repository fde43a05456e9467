package io.tidemark.app.configuration;

import java.nio.file.Path;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The environment variables that are settings of ours. */
public final class Environment {
  /** Names the configuration file. */
  public static final String CONFIG_FILE = "TIDEMARK_CONFIG_FILE";

  /** Belongs to the script that provides the binaries of the dev stack. */
  private static final String TOOLS_PREFIX = "TIDEMARK_TOOLS_";

  /**
   * What Kubernetes puts into every pod for a Service whose name begins with "tidemark": {@code
   * TIDEMARK_SERVICE_HOST}, {@code TIDEMARK_HTTP_SERVICE_PORT_WEB}, {@code
   * TIDEMARK_PORT_8080_TCP_ADDR} …
   */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "TIDEMARK_(.+_)?(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT_\\d+_(TCP|UDP|SCTP)(_.+)?)");

  /**
   * … and {@code TIDEMARK_HTTP_PORT=tcp://10.0.0.1:8080}, which only its value tells from a
   * setting.
   */
  private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

  private Environment() {}

  /** The configuration file that is named there. */
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
