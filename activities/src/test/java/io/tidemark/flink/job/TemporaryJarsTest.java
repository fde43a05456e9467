package io.tidemark.flink.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryJarsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir private Path directory;

  @Test
  @DisplayName("U11 the jars that a killed process has left do not fill the disk")
  void old() throws IOException {
    var jars = new TemporaryJars(directory);
    var old = file("tidemark-jar-1.jar", Duration.ofHours(4));
    var inUse = file("tidemark-jar-2.jar", Duration.ofHours(2));
    var foreign = file("other.jar", Duration.ofHours(4));

    var created = jars.create(NOW);

    assertThat(old).doesNotExist();
    assertThat(inUse).exists();
    assertThat(foreign).exists();
    assertThat(created).isEmptyFile().hasParent(directory);
  }

  private Path file(String name, Duration age) throws IOException {
    var file = Files.writeString(directory.resolve(name), "x");
    return Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
  }
}
