package io.tidemark.flink.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import okhttp3.Credentials;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * The header that credentials in a Secret make: a bearer {@code token}, or {@code username} and
 * {@code password}.
 */
final class AuthorizationHeader implements Interceptor {
  private static final String TOKEN = "token";
  private static final String USERNAME = "username";
  private static final String PASSWORD = "password";
  private static final String HEADER = "Authorization";

  static final Set<String> KEYS = Set.of(TOKEN, USERNAME, PASSWORD);

  private final String header;

  private AuthorizationHeader(String header) {
    this.header = header;
  }

  static AuthorizationHeader of(SecretContents secret) throws UnusableSecretException {
    if (secret.find(TOKEN).isPresent()) {
      return new AuthorizationHeader(bearer(secret));
    }
    if (secret.find(USERNAME).isEmpty() && secret.find(PASSWORD).isEmpty()) {
      throw new UnusableSecretException(
          secret + " has neither a key token, nor the keys username and password");
    }
    return new AuthorizationHeader(
        Credentials.basic(line(secret, USERNAME), line(secret, PASSWORD), StandardCharsets.UTF_8));
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    return chain.proceed(chain.request().newBuilder().header(HEADER, header).build());
  }

  private static String bearer(SecretContents secret) throws UnusableSecretException {
    var header = "Bearer " + line(secret, TOKEN);
    try {
      return Headers.of(HEADER, header).value(0);
    } catch (IllegalArgumentException unsendable) {
      throw secret.unusable(TOKEN, "has characters that no header can carry");
    }
  }

  /** Files and `kubectl create secret --from-file` often bring a line's end along. */
  private static String line(SecretContents secret, String key) throws UnusableSecretException {
    return secret.require(key).strip();
  }
}
