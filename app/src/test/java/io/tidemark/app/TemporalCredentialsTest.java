package io.tidemark.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Server;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.authorization.AuthorizationGrpcMetadataProvider;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.ClientConfigTLS;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real TLS handshakes with certificates that are replaced. */
class TemporalCredentialsTest {
  private final HeldCertificate root = authority();
  private final List<String> clients = new CopyOnWriteArrayList<>();
  private final List<Server> servers = new CopyOnWriteArrayList<>();
  @TempDir private Path files;

  @AfterEach
  void close() {
    servers.forEach(Server::shutdownNow);
  }

  @Test
  @DisplayName("S4 a client certificate for Temporal that was replaced is used without a restart")
  void clientCertificate() throws Exception {
    write("ca.crt", root.certificatePem());
    writeClient("first");
    var credentials = new TemporalCredentials(profile(serve(root)), null);
    var options = credentials.options();
    assertThat(call(options)).isEqualTo(Status.Code.UNIMPLEMENTED);

    writeClient("second");
    credentials.reload();

    assertThat(call(options)).isEqualTo(Status.Code.UNIMPLEMENTED);
    assertThat(clients).containsExactly("CN=first", "CN=second");
  }

  @Test
  @DisplayName("S4 an authority of Temporal's certificate that was replaced is trusted")
  void authorities() throws Exception {
    var next = authority();
    write("ca.crt", root.certificatePem());
    writeClient("client");
    var credentials = new TemporalCredentials(profile(serve(next)), null);
    var options = credentials.options();
    assertThat(call(options)).isEqualTo(Status.Code.UNAVAILABLE);

    write("ca.crt", next.certificatePem());
    credentials.reload();

    assertThat(call(options)).isEqualTo(Status.Code.UNIMPLEMENTED);
  }

  @Test
  @DisplayName("S4 a certificate that cannot be read leaves the last one in use")
  void unreadable() throws Exception {
    write("ca.crt", root.certificatePem());
    writeClient("first");
    var credentials = new TemporalCredentials(profile(serve(root)), null);
    var options = credentials.options();

    write("tls.crt", "half a certifi");
    write("ca.crt", "");
    credentials.reload();

    assertThat(call(options)).isEqualTo(Status.Code.UNIMPLEMENTED);
    assertThat(clients).containsExactly("CN=first");
  }

  @Test
  @DisplayName("S4 an API key in a file is read for each call, and turns TLS on")
  void apiKey() throws Exception {
    var file = write("api-key", "first\n");
    var profile = ClientConfigProfile.newBuilder().setAddress("localhost:1").build();
    var options = new TemporalCredentials(profile, file.toString()).options();
    assertThat(authorization(options)).containsExactly("Bearer first");

    write("api-key", "second");

    assertThat(authorization(options)).containsExactly("Bearer second");
    assertThat(options.getSslContext()).isNotNull();
  }

  @Test
  @DisplayName("S4 an API key file that is missing is named at the start")
  void missingApiKey() {
    var profile = ClientConfigProfile.newBuilder().setAddress("localhost:1").build();
    var credentials = new TemporalCredentials(profile, "/nowhere/api-key");

    assertThatThrownBy(credentials::options)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("/nowhere/api-key");
  }

  private static List<String> authorization(WorkflowServiceStubsOptions options) {
    return options.getGrpcMetadataProviders().stream()
        .map(
            provider ->
                provider
                    .getMetadata()
                    .get(AuthorizationGrpcMetadataProvider.AUTHORIZATION_HEADER_KEY))
        .filter(Objects::nonNull)
        .toList();
  }

  /** Returns the result of a call on a connection of its own: the server implements nothing. */
  private static Status.Code call(WorkflowServiceStubsOptions options) {
    var service = WorkflowServiceStubs.newServiceStubs(options);
    try {
      service.blockingStub().describeNamespace(DescribeNamespaceRequest.getDefaultInstance());
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    } finally {
      service.shutdownNow();
    }
  }

  private ClientConfigProfile profile(Server server) {
    return ClientConfigProfile.newBuilder()
        .setAddress("localhost:" + server.getPort())
        .setTls(
            ClientConfigTLS.newBuilder()
                .setClientCertPath(files.resolve("tls.crt").toString())
                .setClientKeyPath(files.resolve("tls.key").toString())
                .setServerCACertPath(files.resolve("ca.crt").toString())
                .build())
        .build();
  }

  /** Starts a server with a certificate of this authority, for clients of the first one. */
  private Server serve(HeldCertificate issuer) throws IOException {
    var certificate =
        new HeldCertificate.Builder()
            .signedBy(issuer)
            .addSubjectAlternativeName("localhost")
            .build();
    var context =
        GrpcSslContexts.forServer(
                stream(certificate.certificatePem()), stream(certificate.privateKeyPkcs8Pem()))
            .trustManager(stream(root.certificatePem()))
            .clientAuth(ClientAuth.REQUIRE)
            .build();
    var server =
        NettyServerBuilder.forPort(0)
            .sslContext(context)
            .addTransportFilter(new Clients())
            .build()
            .start();
    servers.add(server);
    return server;
  }

  private void writeClient(String name) throws IOException {
    var certificate = new HeldCertificate.Builder().signedBy(root).commonName(name).build();
    write("tls.crt", certificate.certificatePem());
    write("tls.key", certificate.privateKeyPkcs8Pem());
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(files.resolve(name), text);
  }

  private static HeldCertificate authority() {
    return new HeldCertificate.Builder().certificateAuthority(0).build();
  }

  private static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Notes the names in the certificates of clients. */
  private final class Clients extends ServerTransportFilter {
    @Override
    public Attributes transportReady(Attributes attributes) {
      var session = attributes.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
      try {
        clients.add(session.getPeerPrincipal().getName());
      } catch (SSLPeerUnverifiedException e) {
        throw new IllegalStateException(e);
      }
      return attributes;
    }
  }
}
