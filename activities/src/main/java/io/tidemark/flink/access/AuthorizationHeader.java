package io.tidemark.flink.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import okhttp3.Credentials;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Adds the Authorization header for the credentials in a Secret: a bearer {@code token}, or {@code
 * username} and {@code password}.
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
          secret + " must have the key token, or the keys username and password");
    }
    return new AuthorizationHeader(
        Credentials.basic(
            stripped(secret, USERNAME), stripped(secret, PASSWORD), StandardCharsets.UTF_8));
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    return chain.proceed(chain.request().newBuilder().header(HEADER, header).build());
  }

  private static String bearer(SecretContents secret) throws UnusableSecretException {
    var header = "Bearer " + stripped(secret, TOKEN);
    try {
      return Headers.of(HEADER, header).value(0);
    } catch (IllegalArgumentException unsendable) {
      throw secret.unusable(TOKEN, "contains characters that an HTTP header cannot contain");
    }
  }

  /** Strips white space: a value that comes from a file often ends with a line break. */
  private static String stripped(SecretContents secret, String key) throws UnusableSecretException {
    return secret.require(key).strip();
  }
}
