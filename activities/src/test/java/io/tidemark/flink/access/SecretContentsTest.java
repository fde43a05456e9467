package io.tidemark.flink.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The valid contents of a Secret, and the messages for invalid ones. */
class SecretContentsTest {
  private static final HeldCertificate RSA =
      new HeldCertificate.Builder().rsa2048().commonName("tidemark").build();
  private static final HeldCertificate EC = new HeldCertificate.Builder().ecdsa256().build();
  private static final String TOKEN = "open\u00e4sesame";
  private static final String NO_KEY =
      "the key tls.key of Secret shop/s must be an unencrypted RSA or EC key in PKCS #8"
          + " (BEGIN PRIVATE KEY) that matches tls.crt;"
          + " convert other formats with `openssl pkcs8 -topk8 -nocrypt`";
  private static final OkHttpClient PLAIN = new OkHttpClient();

  @TempDir private Path directory;

  static Stream<Arguments> unusableTls() {
    var certificate = RSA.certificatePem();
    var none = "Secret shop/s has none of the keys ";
    return Stream.of(
        Arguments.of(Map.of("ca.pem", certificate), none),
        Arguments.of(
            Map.of("ca.crt", "opensesame"),
            "the key ca.crt of Secret shop/s contains no valid certificates in PEM format (BEGIN CERTIFICATE)"),
        Arguments.of(
            Map.of("ca.crt", "-----BEGIN opensesame-----"),
            "the key ca.crt of Secret shop/s contains no valid certificates in PEM format (BEGIN CERTIFICATE)"),
        Arguments.of(
            Map.of("ca.crt", ""), "the key ca.crt of Secret shop/s contains no valid certificates"),
        Arguments.of(
            Map.of("ca.crt", certificate, "tls.crt", certificate),
            "Secret shop/s has no key tls.key"),
        Arguments.of(
            Map.of("tls.key", RSA.privateKeyPkcs8Pem()), "Secret shop/s has no key tls.crt"),
        Arguments.of(
            Map.of(
                "tls.crt", certificate + EC.certificatePem(), "tls.key", RSA.privateKeyPkcs8Pem()),
            "the key tls.crt of Secret shop/s is not a chain in which the next certificate signs each one"),
        Arguments.of(Map.of("tls.crt", certificate, "tls.key", RSA.privateKeyPkcs1Pem()), NO_KEY),
        Arguments.of(Map.of("tls.crt", certificate, "tls.key", EC.privateKeyPkcs8Pem()), NO_KEY),
        Arguments.of(Map.of("tls.crt", certificate, "tls.key", "opensesame"), NO_KEY));
  }

  @ParameterizedTest
  @DisplayName("S4 certificates that cannot be used are named by Secret and key, and not quoted")
  @MethodSource("unusableTls")
  void unusableCertificates(Map<String, String> texts, String words) {
    assertRefused(new ClusterSecrets.Content(secret(texts), null), words);
  }

  static Stream<Arguments> unusableAuth() {
    return Stream.of(
        Arguments.of(
            Map.of("password2", "opensesame"),
            "Secret shop/s must have the key token, or the keys username and password"),
        Arguments.of(Map.of("password", "opensesame"), "Secret shop/s has no key username"),
        Arguments.of(Map.of("username", "aladdin"), "Secret shop/s has no key password"),
        Arguments.of(
            Map.of("token", TOKEN),
            "the key token of Secret shop/s contains characters that an HTTP header cannot contain"));
  }

  @ParameterizedTest
  @DisplayName("S4 credentials that cannot be used are named by Secret and key, and not quoted")
  @MethodSource("unusableAuth")
  void unusableCredentials(Map<String, String> texts, String words) {
    assertRefused(new ClusterSecrets.Content(null, secret(texts)), words);
  }

  @Test
  @DisplayName("S4 RSA and EC keys are taken, with chains of certificates and bundles of CAs")
  void usable() throws UnusableSecretException {
    var authority = new HeldCertificate.Builder().certificateAuthority(0).build();
    var builders =
        List.of(new HeldCertificate.Builder().rsa2048(), new HeldCertificate.Builder().ecdsa256());
    for (var builder : builders) {
      var own = builder.signedBy(authority).build();
      var texts =
          Map.of(
              "ca.crt", authority.certificatePem() + RSA.certificatePem(),
              "tls.crt", own.certificatePem() + authority.certificatePem(),
              "tls.key", own.privateKeyPkcs8Pem());

      var trusted = TlsMaterial.of(secret(texts)).trustManager().getAcceptedIssuers();

      assertThat(trusted).containsExactlyInAnyOrder(authority.certificate(), RSA.certificate());
    }
  }

  @Test
  @DisplayName("S4 without a CA of its own, a Secret leaves it to those that the JVM trusts")
  void platformAuthorities() throws UnusableSecretException {
    var texts = Map.of("tls.crt", RSA.certificatePem(), "tls.key", RSA.privateKeyPkcs8Pem());

    assertThat(TlsMaterial.of(secret(texts)).trustManager().getAcceptedIssuers())
        .isNotEmpty()
        .doesNotContain(RSA.certificate());
  }

  @Test
  @DisplayName("S4 a mounted Secret is a directory of its keys")
  void mounted() throws IOException {
    Files.writeString(directory.resolve("token"), "opensesame");
    Files.writeString(directory.resolve("readme"), "not ours");

    assertThat(new SecretSource.Mounted(directory, Set.of("token", "password")).read())
        .isEqualTo(new SecretContents("directory " + directory, Map.of("token", "opensesame")));
  }

  @Test
  @DisplayName("S4 a Secret in a log is its name")
  void words() {
    assertThat(new ClusterSecrets.Content(secret(Map.of("token", TOKEN)), null).toString())
        .contains("Secret shop/s")
        .doesNotContain("sesame");
  }

  private static void assertRefused(ClusterSecrets.Content content, String words) {
    var refused = catchThrowableOfType(UnusableSecretException.class, () -> content.applyTo(PLAIN));

    assertThat(refused).hasMessageStartingWith(words).hasMessageNotContaining("sesame");
    assertThat(refused).hasNoCause().hasNoSuppressedExceptions();
  }

  private static SecretContents secret(Map<String, String> texts) {
    return new SecretContents("Secret shop/s", texts);
  }
}
