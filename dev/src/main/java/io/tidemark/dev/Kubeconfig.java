package io.tidemark.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes kubeconfig files for users of one API server who have a token. */
record Kubeconfig(Path directory, String server, Path certificateAuthority) {
  private static final String TEMPLATE =
      """
      apiVersion: v1
      kind: Config
      current-context: tidemark-dev
      contexts:
      - name: tidemark-dev
        context: {cluster: tidemark-dev, user: "%1$s"}
      clusters:
      - name: tidemark-dev
        cluster: {server: "%2$s", certificate-authority: "%3$s"}
      users:
      - name: "%1$s"
        user: {token: "%4$s"}
      """;

  Path write(String user, String token) {
    var file = directory.resolve("kubeconfig-" + user);
    try {
      return Files.writeString(file, TEMPLATE.formatted(user, server, certificateAuthority, token));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
