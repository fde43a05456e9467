package io.tidemark.flink.access;

import java.io.IOException;

/**
 * A Secret is missing, cannot be read, or does not hold what it should. The message is one line
 * that names Secret and key. It has nothing of what the Secret holds, and there is no cause, since
 * those of PEM and header parsers can quote it.
 */
public final class UnusableSecretException extends IOException {
  private static final long serialVersionUID = 1;

  public UnusableSecretException(String message) {
    super(message);
  }
}
