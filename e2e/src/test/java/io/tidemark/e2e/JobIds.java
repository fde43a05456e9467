package io.tidemark.e2e;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The ids of Flink jobs by the specification (U4). */
final class JobIds {
  private static final int DIGITS = 32;

  private JobIds() {}

  static String of(String uid, int number) {
    try {
      var text = uid + "/job/" + number;
      var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
