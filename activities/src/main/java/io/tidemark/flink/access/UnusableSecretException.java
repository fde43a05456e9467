package io.tidemark.flink.access;

import java.io.IOException;

/**
 * A Secret that is missing, unreadable or invalid. The message is one line that names Secret and
 * key. Neither the message nor a cause quotes the contents: there is no cause, since those of PEM
 * and header parsers can quote them.
 */
public final class UnusableSecretException extends IOException {
  private static final long serialVersionUID = 1;

  public UnusableSecretException(String message) {
    super(message);
  }
}
