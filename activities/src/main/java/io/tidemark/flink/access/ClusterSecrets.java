package io.tidemark.flink.access;

import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The sources of a cluster's Secrets.
 *
 * @param tls source of the certificates; null uses those that the JVM trusts
 * @param auth source of the credentials; null for none
 */
public record ClusterSecrets(@Nullable SecretSource tls, @Nullable SecretSource auth) {

  Content read() throws UnusableSecretException {
    return new Content(tls == null ? null : tls.read(), auth == null ? null : auth.read());
  }

  /** The contents of the Secrets at one moment. */
  record Content(@Nullable SecretContents tls, @Nullable SecretContents auth) {

    /**
     * Returns a client that presents certificate and credentials to each server that it calls, and
     * trusts the servers that the certificates name.
     */
    OkHttpClient applyTo(OkHttpClient plain) throws UnusableSecretException {
      var builder = plain.newBuilder();
      if (tls != null) {
        var certificates = TlsMaterial.of(tls);
        builder.sslSocketFactory(certificates.sslSocketFactory(), certificates.trustManager());
      }
      if (auth != null) {
        builder.addInterceptor(AuthorizationHeader.of(auth));
      }
      return builder.build();
    }
  }
}
