package io.tidemark.e2e;

import java.util.Optional;
import java.util.regex.Pattern;
import mockwebserver3.RecordedRequest;

/**
 * A request of Tidemark to Flink or to Kubernetes.
 *
 * @param method GET, POST …
 * @param path the path as Tidemark sent it, with its query; one to Flink begins with the namespace
 *     and the name of the cluster's FlinkDeployment
 * @param body the request's body, or ""
 */
record Call(String method, String path, String body) {
  private static final Pattern TRIGGER =
      Pattern.compile("/[^/]+/[^/]+/jobs/[^/]+/(?:savepoints|checkpoints)");
  private static final Pattern TRIGGER_ID = Pattern.compile("\"triggerId\":\"([0-9a-f]{32})\"");
  private static final Pattern SNAPSHOT =
      Pattern.compile(".*/namespaces/([^/]+)/flinkstatesnapshots/([^/?]+)(/status)?(?:\\?.*)?");

  static Call of(RecordedRequest request) {
    var body = request.getBody();
    return new Call(request.getMethod(), request.getTarget(), body == null ? "" : body.utf8());
  }

  /** Returns true if it asks Flink for a snapshot. */
  boolean triggers() {
    return method.equals("POST") && TRIGGER.matcher(path).matches();
  }

  /** Returns true if it asks Flink for the status of a savepoint. */
  boolean polls() {
    return method.equals("GET") && path.contains("/savepoints/");
  }

  /** Returns true if it asks Flink to dispose of a savepoint. */
  boolean disposes() {
    return method.equals("POST") && path.endsWith("/savepoint-disposal");
  }

  /** Returns true if it asks Flink for the status of a disposal. */
  boolean pollsDisposal() {
    return method.equals("GET") && path.contains("/savepoint-disposal/");
  }

  /** Returns true if it is for the Flink clusters of a namespace. */
  boolean isFor(String namespace) {
    return path.startsWith("/" + namespace + "/");
  }

  /** Returns true if it is for one Flink cluster. */
  boolean isFor(String namespace, String cluster) {
    return path.startsWith("/" + namespace + "/" + cluster + "/");
  }

  /** Returns true if it changes the metadata of a snapshot. */
  boolean patchesMetadata() {
    var snapshot = SNAPSHOT.matcher(path);
    return method.equals("PATCH") && snapshot.matches() && snapshot.group(3) == null;
  }

  /** Returns true if it changes the status of a snapshot. */
  boolean patchesStatus() {
    var snapshot = SNAPSHOT.matcher(path);
    return method.equals("PATCH") && snapshot.matches() && snapshot.group(3) != null;
  }

  /** The name of the FlinkStateSnapshot that it reads or changes. */
  Optional<String> snapshot() {
    return Optional.of(SNAPSHOT.matcher(path)).filter(it -> it.matches()).map(it -> it.group(2));
  }

  /** The trigger id that it asks Flink to use. */
  String triggerId() {
    var id = TRIGGER_ID.matcher(body);
    if (!id.find()) {
      throw new IllegalStateException("No trigger id: " + this);
    }
    return id.group(1);
  }

  /** Returns a key that repeats of this call share and calls for other snapshots do not. */
  String subject() {
    return method.equals("POST") ? body : path;
  }
}
