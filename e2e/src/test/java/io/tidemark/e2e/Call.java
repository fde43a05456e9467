package io.tidemark.e2e;

import java.util.regex.Pattern;
import mockwebserver3.RecordedRequest;

/**
 * A request of Tidemark to Flink.
 *
 * @param method GET, POST …
 * @param namespace the namespace of the cluster's FlinkDeployment
 * @param cluster its name
 * @param path the path in Flink's REST API
 * @param body the request's body, or ""
 */
record Call(String method, String namespace, String cluster, String path, String body) {
  private static final Pattern TARGET = Pattern.compile("/([^/]+)/([^/]+)(/.*)");
  private static final Pattern TRIGGER = Pattern.compile("/jobs/[^/]+/(?:savepoints|checkpoints)");

  static Call of(RecordedRequest request) {
    var target = TARGET.matcher(request.getTarget());
    if (!target.matches()) {
      throw new IllegalArgumentException("Not a request for a cluster: " + request);
    }
    var body = request.getBody();
    return new Call(
        request.getMethod(),
        target.group(1),
        target.group(2),
        target.group(3),
        body == null ? "" : body.utf8());
  }

  /** Whether it asks Flink for a snapshot. */
  boolean triggers() {
    return method.equals("POST") && TRIGGER.matcher(path).matches();
  }

  boolean isFor(String wantedNamespace, String wantedCluster) {
    return namespace.equals(wantedNamespace) && cluster.equals(wantedCluster);
  }
}
