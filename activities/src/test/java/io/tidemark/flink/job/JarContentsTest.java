package io.tidemark.flink.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarContentsTest {
  @TempDir private Path directory;

  @Test
  @DisplayName("U11 a jar with its entry class has no problem")
  void good() throws IOException {
    assertThat(problem(TestJars.jar("shop.Orders", "shop/Orders.class"), null)).isEmpty();
    assertThat(problem(TestJars.jar(null, "shop/Orders.class"), "shop.Orders")).isEmpty();
    assertThat(problem(TestJars.jar(null, "lib/inner.jar"), "shop.Orders"))
        .as("the class may be in an inner jar")
        .isEmpty();
  }

  @Test
  @DisplayName("U11 what is no jar, or lacks its entry class, is named")
  void bad() throws IOException {
    assertThat(problem("garbage".getBytes(StandardCharsets.UTF_8), null))
        .get()
        .asString()
        .contains("it is no jar");
    assertThat(problem(TestJars.jar(null, "shop/Orders.class"), null))
        .get()
        .asString()
        .contains("Main-Class");
    assertThat(problem(TestJars.jar("shop.Orders", "shop/Other.class"), null))
        .contains("it has no class shop.Orders");
    assertThat(problem(TestJars.jar("shop.Orders", "shop/Orders.class"), "shop.Missing"))
        .contains("it has no class shop.Missing");
  }

  @Test
  @DisplayName("U11 the jar for a class of the cluster is a jar")
  void empty() throws IOException {
    var jar = directory.resolve("empty.jar");
    JarContents.writeEmpty(jar);

    assertThat(JarContents.problem(jar, "x.Y")).contains("it has no class x.Y");
  }

  private Optional<String> problem(byte[] jar, @Nullable String entryClass) throws IOException {
    return JarContents.problem(Files.write(directory.resolve("a.jar"), jar), entryClass);
  }
}
