package io.tidemark.app.check;

import static java.util.Objects.requireNonNull;

import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.List;

/**
 * Checks the requirements of Tidemark in Temporal: a server, a namespace and, optionally, search
 * attributes.
 */
public final class TemporalChecks {
  private final WorkflowServiceStubs service;
  private final String namespace;
  private final SearchAttributeRegistration searchAttributes;

  /**
   * Creates the checks.
   *
   * @param service the server to check
   * @param namespace the Temporal namespace that workflows run in
   */
  public TemporalChecks(WorkflowServiceStubs service, String namespace) {
    this.service = requireNonNull(service, "service is null");
    this.namespace = requireNonNull(namespace, "namespace is null");
    this.searchAttributes = new SearchAttributeRegistration(service, namespace, unused -> {});
  }

  /** Returns one result for each requirement; only one if the server does not answer. */
  public List<CheckResult> run() {
    var server = server();
    return server.missing() ? List.of(server) : List.of(server, searchAttributes.check());
  }

  /** Checks that the server answers and has the namespace. */
  public CheckResult server() {
    var subject = "Temporal " + service.getOptions().getTarget();
    try {
      service
          .blockingStub()
          .describeNamespace(DescribeNamespaceRequest.newBuilder().setNamespace(namespace).build());
      return CheckResult.ok(subject, "namespace " + namespace);
    } catch (StatusRuntimeException e) {
      return CheckResult.missing(subject, remedy(e));
    }
  }

  private String remedy(StatusRuntimeException e) {
    var reason = CheckResult.reason(e);
    return switch (e.getStatus().getCode()) {
      case NOT_FOUND ->
          "namespace %s does not exist; create it with: temporal operator namespace create -n %s, or set"
                  .formatted(namespace, namespace)
              + " TEMPORAL_NAMESPACE";
      case UNAUTHENTICATED, PERMISSION_DENIED ->
          "access denied (%s); check TEMPORAL_API_KEY and TEMPORAL_TLS_*".formatted(reason);
      default ->
          "cannot be reached (%s); check TEMPORAL_ADDRESS and TEMPORAL_TLS".formatted(reason);
    };
  }
}
