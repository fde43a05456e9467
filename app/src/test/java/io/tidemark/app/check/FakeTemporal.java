package io.tidemark.app.check;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.AddSearchAttributesResponse;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesResponse;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc.OperatorServiceImplBase;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceImplBase;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A Temporal with one namespace that knows namespaces and search attributes, which the SDK's test
 * server does not.
 */
final class FakeTemporal implements AutoCloseable {
  static final String NAMESPACE = "default";

  final Map<String, IndexedValueType> searchAttributes = new ConcurrentHashMap<>();
  volatile boolean operatorAllowed = true;

  /** The names that it has no room for. */
  final Set<String> noRoomFor = ConcurrentHashMap.newKeySet();

  private final String name = InProcessServerBuilder.generateName();
  private final Server server;
  private final ManagedChannel channel = InProcessChannelBuilder.forName(name).build();

  FakeTemporal() throws IOException {
    server =
        InProcessServerBuilder.forName(name)
            .addService(new Workflows())
            .addService(new Operator())
            .build()
            .start();
  }

  WorkflowServiceStubs service() {
    return WorkflowServiceStubs.newServiceStubs(
        WorkflowServiceStubsOptions.newBuilder().setChannel(channel).build());
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  private static <T> void reply(StreamObserver<T> observer, T message) {
    observer.onNext(message);
    observer.onCompleted();
  }

  private static final class Workflows extends WorkflowServiceImplBase {
    @Override
    public void getSystemInfo(
        GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> observer) {
      reply(observer, GetSystemInfoResponse.getDefaultInstance());
    }

    @Override
    public void describeNamespace(
        DescribeNamespaceRequest request, StreamObserver<DescribeNamespaceResponse> observer) {
      if (request.getNamespace().equals(NAMESPACE)) {
        reply(observer, DescribeNamespaceResponse.getDefaultInstance());
      } else {
        observer.onError(Status.NOT_FOUND.asRuntimeException());
      }
    }
  }

  private final class Operator extends OperatorServiceImplBase {
    @Override
    public void listSearchAttributes(
        ListSearchAttributesRequest request,
        StreamObserver<ListSearchAttributesResponse> observer) {
      reply(
          observer,
          ListSearchAttributesResponse.newBuilder()
              .putAllCustomAttributes(searchAttributes)
              .build());
    }

    @Override
    public void addSearchAttributes(
        AddSearchAttributesRequest request, StreamObserver<AddSearchAttributesResponse> observer) {
      if (request.getSearchAttributesMap().keySet().stream().anyMatch(noRoomFor::contains)) {
        observer.onError(Status.INVALID_ARGUMENT.withDescription("no room").asRuntimeException());
      } else if (operatorAllowed) {
        request.getSearchAttributesMap().forEach(searchAttributes::putIfAbsent);
        reply(observer, AddSearchAttributesResponse.getDefaultInstance());
      } else {
        observer.onError(Status.PERMISSION_DENIED.asRuntimeException());
      }
    }
  }
}
