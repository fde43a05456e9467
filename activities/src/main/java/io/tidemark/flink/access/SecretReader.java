package io.tidemark.flink.access;

/** Reads the Secrets that jobs name. */
@FunctionalInterface
public interface SecretReader {
  /**
   * A Secret as it is now.
   *
   * @throws UnusableSecretException if it is not there or cannot be read
   */
  SecretContents read(String namespace, String name) throws UnusableSecretException;
}
