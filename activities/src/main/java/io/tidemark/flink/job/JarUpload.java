package io.tidemark.flink.job;

import io.tidemark.flink.FlinkRestException;
import io.tidemark.workflow.job.JarRequest;
import io.tidemark.workflow.job.JarResult;
import io.tidemark.workflow.job.Program;
import io.tidemark.workflow.resource.EventReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches a program's jar, checks it, uploads it, and has Flink compute its plan (U7, U11). */
final class JarUpload {
  private static final Logger log = LoggerFactory.getLogger(JarUpload.class);
  private static final Duration LONGEST_UPLOAD = Duration.ofHours(1);
  private static final Duration LONGEST_PLAN = Duration.ofMinutes(10);

  private final JobRestClient flink;
  private final JarDownload downloads;
  private final JarRequest request;
  private final Program program;
  private final AtomicReference<String> progress = new AtomicReference<>("");

  JarUpload(JobRestClient flink, JarDownload downloads, JarRequest request, Program program) {
    this.flink = flink;
    this.downloads = downloads;
    this.request = request;
    this.program = program;
  }

  /** Describes how far it came, for heartbeats. */
  String progress() {
    return progress.get();
  }

  /** Returns the jar's id, or why it cannot be used. */
  JarResult run() {
    var cluster = flink.cluster();
    if (!cluster.submissionAllowed()) {
      return refused(
          EventReason.SUBMISSION_DISABLED,
          "web.submit.enable is false on cluster %s, so it takes no jars"
              .formatted(request.cluster().cluster()));
    }
    try {
      var file = TemporaryJars.ofTheSystem().create(Instant.now());
      try {
        var left = ofEarlierTries();
        fetch(file);
        left.forEach(this::delete);
        return planned(upload(file), cluster.flinkVersion());
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (InvalidJarException invalid) {
      return refused(EventReason.JAR_INVALID, String.valueOf(invalid.getMessage()));
    } catch (IOException disk) {
      throw new UncheckedIOException(disk);
    }
  }

  /**
   * Returns the jars of tries whose answer was lost. They are listed before the fetch: a later jar
   * is that of another worker, which a submission may need.
   */
  private List<String> ofEarlierTries() {
    try {
      return flink.jars(name());
    } catch (FlinkRestException refused) {
      if (!refused.isClientError()) {
        throw refused;
      }
      return List.of(); // A gateway may allow uploads only.
    }
  }

  private void fetch(Path file) throws IOException {
    var jarUri = program.jarUri();
    if (jarUri == null) {
      JarContents.writeEmpty(file);
      return;
    }
    downloads.download(program, jarUri, file, bytes -> progress.set("fetched " + bytes + " bytes"));
    JarContents.problem(file, program.entryClass())
        .ifPresent(
            problem -> {
              throw new InvalidJarException(
                  "jar %s: %s".formatted(JarUrl.withoutQuery(jarUri), problem));
            });
  }

  private String upload(Path file) {
    return flink.upload(
        file, name(), bytes -> progress.set("uploaded " + bytes + " bytes"), LONGEST_UPLOAD);
  }

  private String name() {
    return request.cluster().jobId() + ".jar";
  }

  private JarResult planned(String jarId, String flinkVersion) {
    if (!request.planned()) {
      return JarResult.uploaded(request.program(), jarId);
    }
    progress.set("Flink computes the plan");
    PlanResponse answer;
    try {
      answer =
          flink.plan(
              jarId,
              RunBodies.of(program, request.cluster().jobId(), null, flinkVersion),
              LONGEST_PLAN);
    } catch (FlinkRestException unknown) {
      delete(jarId);
      throw unknown;
    }
    if (answer instanceof PlanResponse.Planned) {
      return JarResult.uploaded(request.program(), jarId);
    }
    if (answer instanceof PlanResponse.Refused refused) {
      delete(jarId);
      return refused(EventReason.UPGRADE_REFUSED, refused.reason());
    }
    throw SubmissionFailures.jarLost(((PlanResponse.JarMissing) answer).reason());
  }

  /** The jar's id was not recorded, so no submission can use it. */
  private void delete(String jarId) {
    try {
      flink.deleteJar(jarId);
    } catch (FlinkRestException left) {
      log.debug("Jar {} stays in the upload directory: {}", jarId, left.getMessage());
    }
  }

  private JarResult refused(EventReason reason, String message) {
    return JarResult.refused(request.program(), reason, message);
  }
}
