package io.tidemark.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ClassListTest {
  private static final Path LIST = Path.of("src", "main", "image", "classes.lst");

  @Test
  @DisplayName(
      "The classes that the image loads in advance exist; else run dev/image/record-classes")
  void exist() throws IOException {
    try (var lines = Files.lines(LIST)) {
      assertThat(lines.filter(line -> line.startsWith("io/tidemark/")))
          .hasSizeGreaterThan(50)
          .allSatisfy(
              name ->
                  assertThat(getClass().getClassLoader().getResource(name + ".class"))
                      .as(name)
                      .isNotNull());
    }
  }
}
