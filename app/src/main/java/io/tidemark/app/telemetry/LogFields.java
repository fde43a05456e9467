package io.tidemark.app.telemetry;

import java.util.Map;
import java.util.regex.Pattern;

/** The fields of log lines about a workflow: the resource that it serves. */
final class LogFields {
  private static final Pattern RESOURCE = Pattern.compile("(?:snapshot|job)/([^/]+)/([^/]+)/[^/]+");

  private LogFields() {}

  /** Returns the fields for a workflow's id; those of the resource only if the id names it. */
  static Map<String, String> of(String workflowId) {
    var resource = RESOURCE.matcher(workflowId);
    return resource.matches()
        ? Map.of(
            "workflowId", workflowId, "namespace", resource.group(1), "name", resource.group(2))
        : Map.of("workflowId", workflowId);
  }
}
