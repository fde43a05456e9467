package io.tidemark.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Reads the version of this build from a resource that Maven fills in. */
final class Version implements IVersionProvider {

  static String current() {
    try (var resource = Version.class.getResourceAsStream("version.properties")) {
      var properties = new Properties();
      properties.load(resource);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException("version.properties cannot be read", e);
    }
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "tidemark %s (Java %s)".formatted(current(), System.getProperty("java.version"))
    };
  }
}
