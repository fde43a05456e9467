package io.tidemark.flink.access;

/** Reads the Secrets that jobs name. */
@FunctionalInterface
public interface SecretReader {
  /**
   * Reads a Secret.
   *
   * @throws UnusableSecretException if it is not there or cannot be read
   */
  SecretContents read(String namespace, String name) throws UnusableSecretException;
}
