package io.tidemark.dev;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Files that the build put beside the classes of this package. */
final class Resources {
  private Resources() {}

  static String text(String name) {
    try (var stream = open(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The name is relative to this package, or absolute with a slash in front. */
  static InputStream open(String name) {
    var stream = Resources.class.getResourceAsStream(name);
    if (stream == null) {
      throw new IllegalStateException(name + " is not on the class path; build the module dev");
    }
    return stream;
  }
}
