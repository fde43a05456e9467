package io.tidemark.e2e;

import io.tidemark.dev.Waits;

/** Sends requests from a pod of its own in one namespace of a node. */
final class NodeClient {
  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: client, namespace: %s}
      spec:
        containers:
          - name: client
            image: localhost/flink:1
            imagePullPolicy: Never
            command: [sleep, infinity]
      """;

  /** The image has no curl. */
  private static final String GET =
      "exec 3<>/dev/tcp/%s/8080; echo -e 'GET %s HTTP/1.0\\r\\n\\r' >&3; cat <&3";

  private final Node node;
  private final String namespace;

  private NodeClient(Node node, String namespace) {
    this.node = node;
    this.namespace = "--namespace=" + namespace;
  }

  /** Starts the pod, and waits until it is ready. */
  static NodeClient start(Node node, String namespace) {
    var client = new NodeClient(node, namespace);
    node.apply(POD.formatted(namespace));
    node.kubectl(
        "wait", "--for=condition=Ready", "pod/client", client.namespace, Waits.timeoutOption());
    return client;
  }

  /** Returns the answer of a Tidemark's HTTP port; "" or an error after a probe's five seconds. */
  String get(String address, String path) {
    var script = GET.formatted(address, path);
    return node.run(
            "kubectl", "exec", "client", namespace, "--", "timeout", "5", "bash", "-c", script)
        .output();
  }
}
