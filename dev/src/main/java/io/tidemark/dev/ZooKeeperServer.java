package io.tidemark.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** ZooKeeper as Flink ships it, in a JVM of its own, for clusters with high availability. */
final class ZooKeeperServer {
  private static final String MAIN =
      "org.apache.flink.shaded.zookeeper3.org.apache.zookeeper.server.ZooKeeperServerMain";

  private final int port = FreePorts.next();
  private final Path directory;
  private final DevProcess process;

  ZooKeeperServer(FlinkRelease release, Path directory, Path jar) {
    this.directory = directory;
    this.process =
        new DevProcess(
            "zookeeper",
            directory,
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                JavaFlags.QUICK_COMPILER,
                "-cp",
                release.classPath(jar),
                MAIN,
                configuration().toString()),
            this::accepts);
  }

  /** Returns the address that clients connect to, {@code host:port}. */
  String address() {
    return "127.0.0.1:" + port;
  }

  void start() {
    write(
        """
        dataDir=%s
        clientPort=%d
        clientPortAddress=127.0.0.1
        admin.enableServer=false
        maxClientCnxns=0
        """
            .formatted(directory.resolve("data"), port));
    process.start();
  }

  void kill() {
    process.kill();
  }

  private Path configuration() {
    return directory.resolve("zookeeper.properties");
  }

  private void write(String properties) {
    try {
      Files.writeString(configuration(), properties);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean accepts() throws IOException {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    }
  }
}
