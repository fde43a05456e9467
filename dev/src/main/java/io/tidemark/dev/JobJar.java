package io.tidemark.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** The jar of the sample job, made from this class path: a reactor build may have no jar yet. */
final class JobJar {
  static final String CLUSTER_CLASS = "io.tidemark.dev.job.SessionCluster";
  static final String JOB_CLASS = "io.tidemark.dev.job.SampleJob";
  private static final List<String> CLASSES =
      List.of(
          "Arguments",
          "KeepPayload",
          "Payload",
          "SampleJob",
          "SessionCluster",
          "SnapshotBehaviour");

  private JobJar() {}

  static Path write(Path jar) {
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (var name : CLASSES) {
        add(out, "io/tidemark/dev/job/" + name + ".class");
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(JarOutputStream out, String name) throws IOException {
    out.putNextEntry(new JarEntry(name));
    try (var in = Resources.open("/" + name)) {
      in.transferTo(out);
    }
    out.closeEntry();
  }
}
