package io.tidemark.dev.job;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * The behaviour of a job's snapshots, set by a properties file that can change while the job runs:
 * {@code held} keeps the synchronous part from ending for as long as it is true, {@code failing}
 * makes the asynchronous part fail. Without the file, snapshots succeed quickly.
 */
record SnapshotBehaviour(String file) implements Serializable {
  void awaitRelease() throws Exception {
    while (is("held")) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  void failIfAsked() throws IOException {
    if (is("failing")) {
      throw new IOException("This snapshot fails because " + file + " says so");
    }
  }

  private boolean is(String property) throws IOException {
    return Boolean.parseBoolean(read().getProperty(property));
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
