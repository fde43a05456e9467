package io.tidemark.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ClassListTest {
  private static final Path LIST = Path.of("src", "main", "image", "classes.lst");

  /** A start loads some 90 classes of Tidemark; a list with far fewer was not recorded from one. */
  private static final int AT_LEAST = 50;

  @Test
  @DisplayName(
      "The classes that the image loads in advance exist; else run dev/image/record-classes")
  void exist() throws IOException {
    try (var lines = Files.lines(LIST)) {
      assertThat(lines.filter(line -> line.startsWith("io/tidemark/")))
          .hasSizeGreaterThanOrEqualTo(AT_LEAST)
          .allSatisfy(
              name ->
                  assertThat(getClass().getClassLoader().getResource(name + ".class"))
                      .as(name)
                      .isNotNull());
    }
  }
}
