package io.tidemark.flink.access;

import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Where the Secrets of a cluster are.
 *
 * @param tls certificates; null for those that the JVM trusts
 * @param auth credentials; null for none
 */
public record ClusterSecrets(@Nullable SecretSource tls, @Nullable SecretSource auth) {

  Content read() throws UnusableSecretException {
    return new Content(tls == null ? null : tls.read(), auth == null ? null : auth.read());
  }

  /** What they hold at a moment. */
  record Content(@Nullable SecretContents tls, @Nullable SecretContents auth) {

    /**
     * A client that shows them to every server that it asks, and trusts the servers that they say.
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
