package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What keeps the state of session jobs, with a Tidemark whose heap has 256 MB. */
class JobSafeguardsE2E {
  private static final int MEGABYTES = 200;
  private static final String JOB =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkSessionJob
      metadata: {name: %1$s}
      spec:
        deploymentName: session
        flinkConfiguration: {kubernetes.operator.savepoint.dispose-on-delete: "true"}
        job:
          jarURI: %2$s
          args: ["name=%1$s"]
          parallelism: 1
          upgradeMode: %3$s
          state: running
      """;

  @RegisterExtension static final Story story = Story.in("safeguards").standalone();

  private static SessionJobs jobs;

  @BeforeAll
  static void serve() {
    var account = story.stack().kubernetes().serviceAccountKubeconfig("tidemark", "standalone");
    story.serve(
        "safeguards",
        Map.of("TIDEMARK_MODE", "standalone", "KUBECONFIG", account.toString()),
        List.of("-Xmx256m"));
    jobs =
        new SessionJobs(story.stack(), story.stack().flink(), story.snapshots(), story.namespace());
    jobs.createCluster("session");
  }

  @Test
  @DisplayName("U8 R19 the savepoint of an upgrade stays while the new job depends on it")
  void upgradeSavepoint() {
    apply("dependent", jar(), "savepoint");
    jobs.await("dependent", "STABLE");
    jobs.patch("dependent", "{\"spec\":{\"restartNonce\":1}}");
    var path = SessionJobs.savepoint(jobs.await("dependent", "STABLE"));
    var snapshot =
        story.snapshots().labelled("snapshot.trigger-type", "UPGRADE").stream()
            .filter(it -> it.path().equals(path))
            .findFirst()
            .orElseThrow();

    var name = snapshot.text("/metadata/name");

    story.snapshots().delete(name);
    story.snapshots().awaitGone(name);

    assertThat(snapshot.directory()).exists();
    assertThat(story.snapshots().awaitEvent(name, "DisposalSkipped").getMessage())
        .contains("FlinkSessionJob safeguards/dependent");
    jobs.delete("dependent");
  }

  @Test
  @DisplayName("U4 U11 a removed submission never starts a job beside the one that runs")
  void removedSubmission() {
    apply("kept", jar(), "savepoint");
    var first = SessionJobs.jobId(jobs.await("kept", "STABLE"));

    story.snapshots().kubectl("annotate", "flinksessionjob", "kept", "tidemark.io/submission-");
    jobs.await(
        "kept",
        "taken over",
        job -> job.at("/metadata/annotations/tidemark.io~1submission").asText().contains(first));

    assertThat(jobs.running("kept")).containsExactly(first);
    jobs.delete("kept");
  }

  @Test
  @DisplayName("U4 a jar of 200 MB starts with a heap of 256 MB")
  void largeJar() throws IOException {
    var folder = story.stack().jars().folder();
    enlarge(folder.resolve("counting-1.jar"), folder.resolve("large.jar"));
    assertThat(Files.size(folder.resolve("large.jar"))).isGreaterThan((long) MEGABYTES << 20);

    apply("large", story.stack().jars().url("large.jar").toString(), "stateless");

    jobs.await("large", "STABLE");
    jobs.delete("large");
  }

  /** Adds random bytes, which cannot be compressed. */
  private static void enlarge(Path jar, Path large) throws IOException {
    try (var in = new ZipInputStream(Files.newInputStream(jar));
        var out = new ZipOutputStream(Files.newOutputStream(large))) {
      out.setLevel(Deflater.NO_COMPRESSION);
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        out.putNextEntry(new ZipEntry(entry.getName()));
        in.transferTo(out);
      }
      out.putNextEntry(new ZipEntry("ballast"));
      writeRandomly(out);
      out.closeEntry();
    }
  }

  private static void writeRandomly(OutputStream out) throws IOException {
    var random = new Random(1);
    var megabyte = new byte[1 << 20];
    for (var written = 0; written <= MEGABYTES; written++) {
      random.nextBytes(megabyte);
      out.write(megabyte);
    }
  }

  private static String jar() {
    return story.stack().jars().countingJob(1).toString();
  }

  private static void apply(String name, String jar, String mode) {
    story.snapshots().apply(JOB.formatted(name, jar, mode));
  }
}
