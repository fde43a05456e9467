package io.tidemark.flink;

import java.util.HashMap;
import java.util.Map;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** A certificate authority, which issues certificates for servers and clients. */
final class TestAuthority {
  private final HeldCertificate root =
      new HeldCertificate.Builder().certificateAuthority(0).commonName("test CA").build();

  HeldCertificate issue(String commonName, String... hosts) {
    var builder = new HeldCertificate.Builder().signedBy(root).commonName(commonName);
    for (var host : hosts) {
      builder.addSubjectAlternativeName(host);
    }
    return builder.build();
  }

  /** Returns the certificates that a server presents and trusts. */
  HandshakeCertificates server(String... hosts) {
    return new HandshakeCertificates.Builder()
        .heldCertificate(issue("flink", hosts))
        .addTrustedCertificate(root.certificate())
        .build();
  }

  /** A Secret of type kubernetes.io/tls for a client of this name. */
  Map<String, String> secret(String client) {
    var certificate = issue(client);
    return new HashMap<>(
        Map.of(
            "ca.crt", root.certificatePem(),
            "tls.crt", certificate.certificatePem(),
            "tls.key", certificate.privateKeyPkcs8Pem()));
  }
}
