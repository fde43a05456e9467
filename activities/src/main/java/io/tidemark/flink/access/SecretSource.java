package io.tidemark.flink.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A place that a Secret is read from at each call; equal to another one for the same place. */
public sealed interface SecretSource {
  /** Reads the current contents. */
  SecretContents read() throws UnusableSecretException;

  /** A Secret that a job names, in its own namespace. */
  record OfJob(SecretReader reader, String namespace, String name) implements SecretSource {
    @Override
    public SecretContents read() throws UnusableSecretException {
      return reader.read(namespace, name);
    }
  }

  /**
   * A Secret that is mounted as a directory.
   *
   * @param keys the files to read; missing ones are left out
   */
  record Mounted(Path directory, Set<String> keys) implements SecretSource {
    @Override
    public SecretContents read() throws UnusableSecretException {
      Map<String, String> texts = new HashMap<>();
      for (var key : keys) {
        var file = directory.resolve(key);
        if (Files.exists(file)) {
          texts.put(key, text(file));
        }
      }
      return new SecretContents("directory " + directory, texts);
    }

    private static String text(Path file) throws UnusableSecretException {
      try {
        return Files.readString(file, StandardCharsets.UTF_8);
      } catch (IOException unreadable) {
        throw new UnusableSecretException(
            file + " cannot be read: " + unreadable.getClass().getSimpleName());
      }
    }
  }
}
