package io.tidemark.dev.job;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * How the snapshots of a job go, by a properties file that is read anew for each, so that it can
 * change while the job runs: {@code delayMillis} for the synchronous part, {@code failing} for the
 * asynchronous one. Without the file they are quick and good.
 */
record SnapshotBehaviour(String file) implements Serializable {
  void delay() throws Exception {
    TimeUnit.MILLISECONDS.sleep(Long.parseLong(read().getProperty("delayMillis", "0")));
  }

  void failIfAsked() throws IOException {
    if (Boolean.parseBoolean(read().getProperty("failing", "false"))) {
      throw new IOException("This snapshot fails because " + file + " says so");
    }
  }

  private Properties read() throws IOException {
    var properties = new Properties();
    var path = Path.of(file);
    if (Files.isRegularFile(path)) {
      try (var reader = Files.newBufferedReader(path)) {
        properties.load(reader);
      }
    }
    return properties;
  }
}
