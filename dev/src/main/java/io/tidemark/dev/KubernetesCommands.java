package io.tidemark.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** The command lines of the Kubernetes programs: ports, files and tokens of one control plane. */
final class KubernetesCommands {
  private final Path directory;
  private final int etcdPort = FreePorts.next();
  private final int etcdPeerPort = FreePorts.next();
  final int apiServerPort = FreePorts.next();
  final int controllerManagerPort = FreePorts.next();
  final String adminToken = UUID.randomUUID().toString();
  final String guestToken = UUID.randomUUID().toString();

  KubernetesCommands(Path directory) {
    this.directory = directory;
  }

  String etcdAddress() {
    return "http://127.0.0.1:" + etcdPort;
  }

  /** Written by the API server at its first start: its certificate and the CA that signed it. */
  Path certificate() {
    return directory.resolve("apiserver.crt");
  }

  List<String> etcd(Path program) {
    var peer = "http://127.0.0.1:" + etcdPeerPort;
    return List.of(
        program.toString(),
        "--data-dir=" + directory.resolve("etcd"),
        "--listen-client-urls=" + etcdAddress(),
        "--advertise-client-urls=" + etcdAddress(),
        "--listen-peer-urls=" + peer,
        "--initial-advertise-peer-urls=" + peer,
        "--initial-cluster=default=" + peer,
        "--unsafe-no-fsync"); // what a killed process wrote survives in the page cache
  }

  List<String> apiServer(Path program) {
    return List.of(
        program.toString(),
        "--etcd-servers=" + etcdAddress(),
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        "--secure-port=" + apiServerPort,
        "--cert-dir=" + directory,
        "--token-auth-file=" + directory.resolve("tokens.csv"),
        "--authorization-mode=RBAC",
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-key-file=" + serviceAccountKey(),
        "--service-account-signing-key-file=" + serviceAccountKey(),
        "--service-cluster-ip-range=10.0.0.0/24",
        "--endpoint-reconciler-type=none");
  }

  /**
   * Only the controllers that tests see: deletion of namespaces and of dependants, and roles that
   * are made of others.
   */
  List<String> controllerManager(Path program, Path kubeconfig) {
    return List.of(
        program.toString(),
        "--kubeconfig=" + kubeconfig,
        "--bind-address=127.0.0.1",
        "--secure-port=" + controllerManagerPort,
        "--cert-dir=" + directory,
        "--service-account-private-key-file=" + serviceAccountKey(),
        "--leader-elect=false",
        "--controllers=namespace-controller,garbage-collector-controller,serviceaccount-controller,clusterrole-aggregation-controller");
  }

  /** Writes what the programs read: tokens, and the key that signs those of service accounts. */
  void writeFiles() {
    try {
      Files.writeString(
          directory.resolve("tokens.csv"),
          "%s,admin,admin,\"system:masters\"%n%s,guest,guest%n".formatted(adminToken, guestToken));
      if (Files.notExists(serviceAccountKey())) {
        Files.writeString(serviceAccountKey(), newPrivateKey());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path serviceAccountKey() {
    return directory.resolve("service-account.key");
  }

  private static String newPrivateKey() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      var key = generator.generateKeyPair().getPrivate().getEncoded();
      var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
      return "-----BEGIN PRIVATE KEY-----\n" + lines + "\n-----END PRIVATE KEY-----\n";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
