package io.tidemark.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A FlinkStateSnapshot as the API server has it.
 *
 * @param json the whole resource
 */
record Snapshot(JsonNode json) {
  private static final int TRIGGER_ID_DIGITS = 32;
  private static final int SHORT_UID_DIGITS = 8;

  String uid() {
    return text("/metadata/uid");
  }

  String state() {
    return text("/status/state");
  }

  String path() {
    return text("/status/path");
  }

  String error() {
    return text("/status/error");
  }

  String triggerId() {
    return text("/status/triggerId");
  }

  int failures() {
    return json.at("/status/failures").asInt();
  }

  String label(String name) {
    return json.at("/metadata/labels").path(name).asText();
  }

  String annotation(String name) {
    return json.at("/metadata/annotations").path(name).asText();
  }

  /** The finalizers, as JSON. */
  String finalizers() {
    return json.at("/metadata/finalizers").toString();
  }

  /** The path on the local disk. */
  Path directory() {
    return Path.of(URI.create(path()));
  }

  boolean ended() {
    return switch (state()) {
      case "COMPLETED", "FAILED", "ABANDONED" -> true;
      default -> false;
    };
  }

  /** The id of its workflow by the specification (W1). */
  String workflowId() {
    var name = text("/metadata/namespace") + "/" + text("/metadata/name");
    return "snapshot/" + name + "/" + uid().substring(0, SHORT_UID_DIGITS);
  }

  /** The trigger id of an attempt by the specification (R9). */
  String expectedTriggerId(int attempt) {
    try {
      var text = (uid() + "/" + attempt).getBytes(StandardCharsets.UTF_8);
      var digest = MessageDigest.getInstance("SHA-256").digest(text);
      return HexFormat.of().formatHex(digest).substring(0, TRIGGER_ID_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The value at a JSON pointer, "" where there is none. */
  String text(String pointer) {
    return json.at(pointer).asText();
  }
}
