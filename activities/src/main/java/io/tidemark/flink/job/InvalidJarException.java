package io.tidemark.flink.job;

/** A jar that cannot be used, whenever it is asked for; its message is one line for users. */
final class InvalidJarException extends RuntimeException {
  private static final long serialVersionUID = 1;

  InvalidJarException(String message) {
    super(message);
  }
}
