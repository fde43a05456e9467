package io.tidemark.flink.job;

import static io.tidemark.flink.FlinkBodies.JOB;
import static io.tidemark.flink.FlinkBodies.answer;
import static io.tidemark.flink.FlinkBodies.errors;
import static io.tidemark.flink.job.JobBodies.JAR;
import static io.tidemark.flink.job.SessionJobFixture.PROGRAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.failure.ApplicationFailure;
import io.tidemark.workflow.job.JarDeletionRequest;
import io.tidemark.workflow.job.JarRequest;
import io.tidemark.workflow.job.JarResult;
import io.tidemark.workflow.job.Program;
import io.tidemark.workflow.resource.EventReason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mockwebserver3.MockResponse;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JarUploadTest {
  private static final String PLAN = "POST /jars/" + JAR + "/plan";

  private final SessionJobFixture flink = new SessionJobFixture();

  @AfterEach
  void close() {
    flink.close();
  }

  @Test
  @DisplayName("U11 a cluster that takes no jars is not sent any")
  void disabled() {
    flink.on("GET /config", answer(200, JobBodies.CONFIG_WITHOUT_SUBMIT));

    assertThat(flink.activities.fetchAndUploadJar(jarRequest(true)).refusal())
        .isEqualTo(EventReason.SUBMISSION_DISABLED);
    assertThat(flink.writes()).isEmpty();
  }

  @Test
  @DisplayName("U7 a jar is fetched, checked, uploaded and planned")
  void uploads() {
    serveJar(TestJars.jar("shop.Orders", "shop/Orders.class"));
    flink
        .on("POST /jars/upload", answer(200, JobBodies.UPLOADED))
        .on(PLAN, answer(200, "{\"plan\":{}}"));

    assertThat(flink.activities.fetchAndUploadJar(jarRequest(true)))
        .isEqualTo(JarResult.uploaded(PROGRAM, JAR));
    assertThat(flink.writes()).containsExactly("POST /jars/upload", PLAN);
    assertThat(flink.activities.fetchAndUploadJar(jarRequest(false)).jarId()).isEqualTo(JAR);
    assertThat(flink.count(PLAN)).isEqualTo(1);
  }

  @Test
  @DisplayName("U4 a repeated upload deletes the jar that a lost try has left")
  void repeatedUpload() {
    flink
        .on(
            "GET /jars",
            answer(
                200,
                """
                {"address":"http://x","files":[
                 {"id":"1_other.jar","name":"other.jar","uploaded":1,"entry":[]},
                 {"id":"2_%s.jar","name":"%s.jar","uploaded":1,"entry":[]}]}"""
                    .formatted(JOB, JOB)))
        .on("DELETE /jars/2_" + JOB + ".jar", answer(200, "{}"))
        .on("POST /jars/upload", answer(200, JobBodies.UPLOADED));
    var program =
        new Program(null, "shop.Orders", List.of(), null, false, Map.of(), null, Map.of());

    var result = flink.upload(jarRequest(false), program).run();

    assertThat(result.jarId()).isEqualTo(JAR);
    assertThat(flink.writes())
        .containsExactly("DELETE /jars/2_" + JOB + ".jar", "POST /jars/upload");
  }

  @Test
  @DisplayName("U7 a jar whose plan is refused is deleted again")
  void refusedPlan() {
    serveJar(TestJars.jar("shop.Orders", "shop/Orders.class"));
    flink
        .on("POST /jars/upload", answer(200, JobBodies.UPLOADED))
        .on(
            PLAN,
            answer(
                500,
                JobBodies.internal(
                    "org.apache.flink.client.program.ProgramInvocationException: The main method caused an error: no such table")))
        .on("DELETE /jars/" + JAR, answer(200, "{}"));

    var result = flink.activities.fetchAndUploadJar(jarRequest(true));

    assertThat(result.refusal()).isEqualTo(EventReason.UPGRADE_REFUSED);
    assertThat(result.message()).contains("no such table");
    assertThat(flink.count("DELETE /jars/" + JAR)).isEqualTo(1);
  }

  @Test
  @DisplayName("U11 a jar without its entry class is not uploaded")
  void invalidJar() {
    serveJar(TestJars.jar("shop.Orders", "shop/Other.class"));

    var result = flink.activities.fetchAndUploadJar(jarRequest(true));

    assertThat(result.refusal()).isEqualTo(EventReason.JAR_INVALID);
    assertThat(result.message())
        .isEqualTo("jar %s: it has no class shop.Orders".formatted(flink.jarUrl()));
    assertThat(flink.writes()).isEmpty();
  }

  @Test
  @DisplayName("U11 a server of jars in trouble is an outage with a reason of its own")
  void unreachableJar() {
    flink.on("GET /files/job.jar", answer(503, ""));

    assertThatThrownBy(() -> flink.activities.fetchAndUploadJar(jarRequest(true)))
        .rootCause()
        .hasMessageContaining("type='JAR_UNREACHABLE', nonRetryable=false");
  }

  @Test
  @DisplayName("U11 a program whose class the cluster has gets an empty jar")
  void emptyJar() {
    flink.program =
        Optional.of(
            new Program(null, "shop.Orders", List.of(), null, false, Map.of(), null, Map.of()));
    flink.on("POST /jars/upload", answer(200, JobBodies.UPLOADED));

    assertThat(flink.activities.fetchAndUploadJar(jarRequest(false)).jarId()).isEqualTo(JAR);
  }

  @Test
  @DisplayName("U4 a jar that was deleted before, and one of a cluster without jars, are gone")
  void deletesAJar() {
    var request = new JarDeletionRequest(flink.job, JAR);
    flink.on("DELETE /jars/" + JAR, answer(400, JobBodies.jarUnknown(JAR)));
    assertThat(flink.activities.deleteJar(request).jarId()).isEqualTo(JAR);

    flink.on("DELETE /jars/" + JAR, answer(404, errors("Not found: /jars/" + JAR)));
    assertThatThrownBy(() -> flink.activities.deleteJar(request))
        .hasRootCauseInstanceOf(ApplicationFailure.class);

    flink.on("GET /config", answer(200, JobBodies.CONFIG_WITHOUT_SUBMIT));
    assertThat(flink.activities.deleteJar(request).jarId()).isEqualTo(JAR);
  }

  private JarRequest jarRequest(boolean planned) {
    return new JarRequest(PROGRAM, flink.job, planned);
  }

  private void serveJar(byte[] jar) {
    flink.on(
        "GET /files/job.jar", new MockResponse.Builder().body(new Buffer().write(jar)).build());
  }
}
