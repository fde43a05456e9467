package io.tidemark.dev;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The jar of the sample job, made from this class path: a reactor build may have no jar yet. */
final class JobJar {
  static final String CLUSTER_CLASS = "io.tidemark.dev.job.SessionCluster";
  static final String JOB_CLASS = "io.tidemark.dev.job.SampleJob";
  static final String COUNTING_CLASS = "io.tidemark.dev.job.CountingJob";
  private static final List<String> CLASSES =
      List.of(
          "Arguments",
          "CountRecords",
          "CountingJob",
          "CountingJob$Parameters",
          "KeepPayload",
          "Payload",
          "SampleJob",
          "SessionCluster",
          "SnapshotBehaviour");

  private JobJar() {}

  static Path write(Path jar) {
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      addClasses(out);
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a jar whose manifest names the job that counts, and which has a version. */
  static Path writeCounting(Path jar, int version) {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, COUNTING_CLASS);
    try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      addClasses(out);
      out.putNextEntry(new JarEntry("tidemark-job-version"));
      out.write(Integer.toString(version).getBytes(UTF_8));
      out.closeEntry();
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void addClasses(JarOutputStream out) throws IOException {
    for (var name : CLASSES) {
      add(out, "io/tidemark/dev/job/" + name + ".class");
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
