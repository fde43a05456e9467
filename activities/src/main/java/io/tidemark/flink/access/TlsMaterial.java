package io.tidemark.flink.access;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import okhttp3.tls.Certificates;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * Reads certificates from a Secret with the keys of {@code kubernetes.io/tls}: the trusted
 * authorities, and a client certificate with its key. Either may be missing.
 */
final class TlsMaterial {
  private static final String TRUSTED = "ca.crt";
  private static final String CERTIFICATE = "tls.crt";
  private static final String KEY = "tls.key";

  static final Set<String> KEYS = Set.of(TRUSTED, CERTIFICATE, KEY);

  private TlsMaterial() {}

  static HandshakeCertificates of(SecretContents secret) throws UnusableSecretException {
    if (KEYS.stream().noneMatch(key -> secret.find(key).isPresent())) {
      throw new UnusableSecretException(
          secret + " has none of the keys %s, %s and %s".formatted(TRUSTED, CERTIFICATE, KEY));
    }
    var handshake = new HandshakeCertificates.Builder();
    addTrusted(secret, handshake);
    addOwn(secret, handshake);
    return built(secret, handshake);
  }

  /**
   * Catches all exceptions: the builder, in Kotlin, throws checked ones that it does not declare.
   */
  private static HandshakeCertificates built(
      SecretContents secret, HandshakeCertificates.Builder handshake)
      throws UnusableSecretException {
    try {
      return handshake.build();
    } catch (Exception refused) {
      throw secret.unusable(
          CERTIFICATE, "is not a chain in which the next certificate signs each one");
    }
  }

  private static void addTrusted(SecretContents secret, HandshakeCertificates.Builder handshake)
      throws UnusableSecretException {
    if (secret.find(TRUSTED).isEmpty()) {
      handshake.addPlatformTrustedCertificates();
      return;
    }
    certificates(secret, TRUSTED).forEach(handshake::addTrustedCertificate);
  }

  private static void addOwn(SecretContents secret, HandshakeCertificates.Builder handshake)
      throws UnusableSecretException {
    if (secret.find(CERTIFICATE).isEmpty() && secret.find(KEY).isEmpty()) {
      return;
    }
    var chain = certificates(secret, CERTIFICATE);
    handshake.heldCertificate(
        held(secret, chain.get(0)),
        chain.stream()
            .skip(1)
            .toArray(X509Certificate[]::new)); // These are the intermediate certificates.
  }

  private static HeldCertificate held(SecretContents secret, X509Certificate certificate)
      throws UnusableSecretException {
    var key = secret.require(KEY);
    try {
      return HeldCertificate.decode(Certificates.certificatePem(certificate) + key);
    } catch (IllegalArgumentException undecodable) {
      throw secret.unusable(
          KEY,
          "must be an unencrypted RSA or EC key in PKCS #8 (BEGIN PRIVATE KEY) that matches "
              + CERTIFICATE
              + "; convert other formats with `openssl pkcs8 -topk8 -nocrypt`");
    }
  }

  private static List<X509Certificate> certificates(SecretContents secret, String key)
      throws UnusableSecretException {
    var pem = new ByteArrayInputStream(secret.require(key).getBytes(StandardCharsets.UTF_8));
    try {
      var found = CertificateFactory.getInstance("X.509").generateCertificates(pem);
      if (found.isEmpty()) {
        throw new CertificateException("nothing found");
      }
      return found.stream().map(X509Certificate.class::cast).toList();
    } catch (CertificateException undecodable) {
      throw secret.unusable(
          key, "contains no valid certificates in PEM format (BEGIN CERTIFICATE)");
    }
  }
}
