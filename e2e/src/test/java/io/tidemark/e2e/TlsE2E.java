package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.tidemark.dev.DevStack;
import io.tidemark.dev.FlinkJob;
import io.tidemark.dev.TidemarkServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Flink, with its own TLS, and Temporal answer only clients with a certificate of a private CA. */
class TlsE2E {
  private static final String TOKEN = "opensesame-2f1c9a";
  private static final String API_KEY = "opensesame-7b3d0e";
  private static final String SAVEPOINT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: %1$s}
      spec:
        backoffLimit: 0
        jobReference: {kind: FlinkDeployment, name: %1$s}
        savepoint: {}
      """;

  @RegisterExtension static final Story story = Story.in("tls");

  @TempDir private static Path directory;

  private static final PrivateAuthority authority = new PrivateAuthority();
  private static final HeldCertificate client = authority.client();
  private static DevStack flink;
  private static TcpProxy temporal;
  private static FlinkJob job;
  private static TidemarkServer tidemark;

  @BeforeAll
  static void prepare() throws IOException {
    flink = authority.startFlink(directory);
    job = flink.flink().jobs().get(0);
    var mounted = Files.createDirectory(directory.resolve("mounted"));
    Files.writeString(mounted.resolve("ca.crt"), authority.certificate());
    Files.writeString(mounted.resolve("tls.crt"), client.certificatePem());
    Files.writeString(mounted.resolve("tls.key"), client.privateKeyPkcs8Pem());
    grantSecrets();
    temporal = TcpProxy.tlsBefore(story.stack().temporal().address(), authority.server());
    tidemark = story.serve("tls", settings(mounted));
  }

  private static Map<String, String> settings(Path mounted) {
    return Map.of(
        "TIDEMARK_FLINK_REST_URL_TEMPLATE", flink.flink().restAddress().toString(),
        "TIDEMARK_FLINK_TLS_DIRECTORY", mounted.toString(),
        "TIDEMARK_LOG_LEVEL", "debug",
        "TEMPORAL_ADDRESS", temporal.address(),
        "TEMPORAL_TLS", "true",
        "TEMPORAL_TLS_SERVER_CA_CERT_PATH", mounted.resolve("ca.crt").toString(),
        "TEMPORAL_TLS_CLIENT_CERT_PATH", mounted.resolve("tls.crt").toString(),
        "TEMPORAL_TLS_CLIENT_KEY_PATH", mounted.resolve("tls.key").toString(),
        "TEMPORAL_API_KEY", API_KEY);
  }

  @AfterAll
  static void close() {
    temporal.close();
    flink.close();
  }

  /** The optional right, for the Secrets that jobs here name. */
  private static void grantSecrets() {
    story.snapshots().apply(SharedStack.resource("secret-rights.yaml"));
  }

  @Test
  @DisplayName("S4 certificates of the system serve jobs that name none")
  void systemCertificates() {
    story.deploy("system", job);

    story.snapshots().apply(SAVEPOINT.formatted("system"));

    story.snapshots().await("system", "COMPLETED");
    story.snapshots().delete("system");
  }

  @Test
  @DisplayName("S4 a job's Secrets are used, and are in no history, event, status or log")
  void nothingSecretIsShown() throws IOException {
    put(authority.secret("right-tls", client));
    put(token("right-auth"));
    deploy("right", "flink-tls-secret=right-tls", "flink-auth-secret=right-auth");
    job.holdSnapshots(); // a late event of the job must not repeat the one task that does all

    story.snapshots().apply(SAVEPOINT.formatted("right"));

    var workflow = story.snapshots().await("right", "IN_PROGRESS").workflowId();
    await("the activity that polls")
        .until(() -> story.temporal().pendingActivities(workflow).contains("AwaitOutcome"));
    job.healSnapshots();
    var snapshot = story.snapshots().await("right", "COMPLETED");
    var history = history(snapshot.workflowId());
    assertThat(history).contains("right-tls", "right-auth");
    var visible =
        Stream.of(
            history,
            story.snapshots().kubectl("get", "events,flinksnp,flinkdep", "-o", "yaml"),
            Files.readString(tidemark.process().logFile()));
    assertThat(visible)
        .noneMatch(String::isBlank)
        .noneMatch(text -> secretTexts().anyMatch(text::contains));
  }

  @Test
  @DisplayName(
      "S4 R8 a wrong CA, an expired certificate and a missing Secret are named and can be fixed")
  void namedAndFixed() {
    put(new PrivateAuthority().secret("wrong-tls", client));
    put(authority.secret("expired-tls", authority.expiredClient()));
    for (var name : List.of("wrong", "expired", "missing")) {
      deploy(name, "flink-tls-secret=" + name + "-tls");
      story.snapshots().apply(SAVEPOINT.formatted(name));
    }

    assertThat(story.snapshots().awaitEvent("wrong", "TlsError").getMessage())
        .contains(flink.flink().restAddress().toString(), "PKIX path");
    assertThat(story.snapshots().awaitEvent("expired", "TlsError").getMessage())
        .contains(flink.flink().restAddress().toString(), "no answer");
    assertThat(story.snapshots().awaitEvent("missing", "SecretError").getMessage())
        .endsWith("Secret tls/missing-tls does not exist");

    for (var name : List.of("wrong", "expired", "missing")) {
      put(authority.secret(name + "-tls", client));
      var snapshot = story.snapshots().await(name, "COMPLETED");
      assertThat(snapshot.failures()).isZero();
      assertThat(snapshot.error()).isEmpty();
    }
  }

  private static void deploy(String name, String... annotations) {
    story.deploy(name, job);
    for (var annotation : annotations) {
      story.snapshots().kubectl("annotate", "flinkdep", name, "tidemark.io/" + annotation);
    }
  }

  private static void put(Secret secret) {
    story
        .stack()
        .kubernetes()
        .client()
        .secrets()
        .inNamespace(story.namespace())
        .resource(secret)
        .serverSideApply();
  }

  private static Secret token(String name) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .addToStringData("token", TOKEN)
        .build();
  }

  /** Token, API key, and lines of the key's encoding, which stay the same wherever it is quoted. */
  private static Stream<String> secretTexts() {
    var lines = client.privateKeyPkcs8Pem().lines().filter(line -> !line.startsWith("-----"));
    return Stream.concat(Stream.of(TOKEN, API_KEY), lines);
  }

  /** Everything in a history, with its payloads as text. */
  private static String history(String workflowId) {
    story.temporal().result(workflowId); // waits for its end
    var history = story.temporal().temporalJson("workflow", "show", "--workflow-id", workflowId);
    var payloads =
        history.findValuesAsText("data").stream()
            .map(data -> new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8));
    return history + payloads.collect(Collectors.joining("\n"));
  }
}
