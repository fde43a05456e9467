package io.tidemark.e2e;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.tidemark.dev.DevStack;
import io.tidemark.dev.FlinkRelease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** A private certificate authority for servers and those who may ask them. */
final class PrivateAuthority {
  private static final String PASSWORD = "changeit";
  private static final String HOST = "127.0.0.1";

  private final HeldCertificate root =
      new HeldCertificate.Builder().certificateAuthority(0).commonName("private CA").build();

  /** A cluster with TLS of Flink's own, which asks for certificates of this authority. */
  DevStack startFlink(Path directory) {
    var server = issued().addSubjectAlternativeName(HOST).build();
    var settings = "security.ssl.rest.";
    return DevStack.builder()
        .flink(FlinkRelease.V1_20)
        .flinkTls(handshake(issued().build()).sslContext())
        .flinkSetting(settings + "enabled", "true")
        .flinkSetting(settings + "authentication-enabled", "true")
        .flinkSetting(settings + "keystore", keyStore(directory.resolve("key.p12"), server))
        .flinkSetting(settings + "keystore-password", PASSWORD)
        .flinkSetting(settings + "key-password", PASSWORD)
        .flinkSetting(settings + "truststore", trustStore(directory.resolve("trust.p12")))
        .flinkSetting(settings + "truststore-password", PASSWORD)
        .start();
  }

  /** Returns the TLS context of a server on this machine: its certificate and the CA it trusts. */
  SSLContext server() {
    return handshake(issued().addSubjectAlternativeName(HOST).build()).sslContext();
  }

  /** The authority's own certificate (PEM). */
  String certificate() {
    return root.certificatePem();
  }

  /** Issues a client certificate. */
  HeldCertificate client() {
    return issued().build();
  }

  /** The same, of yesterday. */
  HeldCertificate expiredClient() {
    var yesterday = Instant.now().minus(Duration.ofDays(1)).toEpochMilli();
    return issued().validityInterval(0, yesterday).build();
  }

  /** A Secret with this authority's certificate, and a client's. */
  Secret secret(String name, HeldCertificate client) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withType("kubernetes.io/tls")
        .addToStringData("ca.crt", certificate())
        .addToStringData("tls.crt", client.certificatePem())
        .addToStringData("tls.key", client.privateKeyPkcs8Pem())
        .build();
  }

  private HeldCertificate.Builder issued() {
    return new HeldCertificate.Builder().rsa2048().signedBy(root);
  }

  private HandshakeCertificates handshake(HeldCertificate own) {
    return new HandshakeCertificates.Builder()
        .addTrustedCertificate(root.certificate())
        .heldCertificate(own)
        .build();
  }

  private static String keyStore(Path file, HeldCertificate own) {
    return written(
        file,
        store ->
            store.setKeyEntry(
                "flink",
                own.keyPair().getPrivate(),
                PASSWORD.toCharArray(),
                new Certificate[] {own.certificate()}));
  }

  private String trustStore(Path file) {
    return written(file, store -> store.setCertificateEntry("ca", root.certificate()));
  }

  private interface Filling {
    void accept(KeyStore store) throws GeneralSecurityException;
  }

  private static String written(Path file, Filling filling) {
    try (var stream = Files.newOutputStream(file)) {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      filling.accept(store);
      store.store(stream, PASSWORD.toCharArray());
      return file.toString();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
