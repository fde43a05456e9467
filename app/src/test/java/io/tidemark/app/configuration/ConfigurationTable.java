package io.tidemark.app.configuration;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of docs/reference/configuration.md, from the settings themselves. */
final class ConfigurationTable {
  private record Standard(String variable, String reader, String description) {}

  private static final List<Standard> STANDARD =
      List.of(
          new Standard(
              "TIDEMARK_CONFIG_FILE",
              "Tidemark",
              "The configuration file; `--config` wins over it. None by default."),
          new Standard(
              "TEMPORAL_ADDRESS",
              "temporal-envconfig",
              "`host:port` of the Temporal server; `127.0.0.1:7233` by default."),
          new Standard(
              "TEMPORAL_NAMESPACE",
              "temporal-envconfig",
              "The Temporal namespace; `default` by default. It has to exist."),
          new Standard(
              "TEMPORAL_API_KEY", "temporal-envconfig", "An API key. It turns TLS on by itself."),
          new Standard(
              "TEMPORAL_API_KEY_FILE",
              "Tidemark",
              "A file with the API key, read for each call, so that a rotated one needs no restart."
                  + " It wins over `TEMPORAL_API_KEY`."),
          new Standard("TEMPORAL_TLS", "temporal-envconfig", "`true` turns TLS on."),
          new Standard(
              "TEMPORAL_TLS_CLIENT_CERT_PATH, TEMPORAL_TLS_CLIENT_CERT_DATA",
              "temporal-envconfig",
              "Client certificate (PEM), for mTLS."),
          new Standard(
              "TEMPORAL_TLS_CLIENT_KEY_PATH, TEMPORAL_TLS_CLIENT_KEY_DATA",
              "temporal-envconfig",
              "Its key (PKCS #8, PEM)."),
          new Standard(
              "TEMPORAL_TLS_SERVER_CA_CERT_PATH, TEMPORAL_TLS_SERVER_CA_CERT_DATA",
              "temporal-envconfig",
              "The certificate authority of the server (PEM), if it is not a public one."),
          new Standard(
              "TEMPORAL_TLS_SERVER_NAME",
              "temporal-envconfig",
              "The name in the server's certificate, if it is not that of the address."),
          new Standard(
              "TEMPORAL_TLS_DISABLE_HOST_VERIFICATION",
              "temporal-envconfig",
              "`true` accepts any certificate. For tests only."),
          new Standard(
              "TEMPORAL_GRPC_META_*",
              "temporal-envconfig",
              "Headers of every call to Temporal; `TEMPORAL_GRPC_META_X_TEAM` is `x-team`."),
          new Standard(
              "TEMPORAL_CONFIG_FILE, TEMPORAL_PROFILE",
              "temporal-envconfig",
              "A TOML file with profiles of all these, as the `temporal` CLI reads it, and the profile to"
                  + " use."),
          new Standard(
              "KUBECONFIG",
              "fabric8",
              "How to reach Kubernetes; by default `~/.kube/config`, else the pod's service account."));

  private ConfigurationTable() {}

  static String settings() {
    return table(
        Stream.of("Environment variable", "File key", "Default", "Allowed", "What it does"),
        Settings.ALL.stream().map(ConfigurationTable::row));
  }

  static String standardVariables() {
    return table(
        Stream.of("Environment variable", "Read by", "What it does"),
        STANDARD.stream()
            .map(
                one ->
                    Stream.of(
                        code(one.variable()).replace(", ", "`, `"),
                        one.reader(),
                        one.description())));
  }

  private static Stream<String> row(Setting<?> setting) {
    return Stream.of(
        code(setting.environmentName()),
        code(setting.key()),
        setting.defaultText().isEmpty() ? "" : code(setting.defaultText()),
        setting.type().allowed(),
        setting.description());
  }

  private static String table(Stream<String> head, Stream<Stream<String>> rows) {
    var columns = head.toList();
    var rule = columns.stream().map(column -> "---");
    return Stream.concat(Stream.of(columns.stream(), rule), rows)
        .map(cells -> cells.collect(Collectors.joining(" | ", "| ", " |")))
        .collect(Collectors.joining("\n"));
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}
