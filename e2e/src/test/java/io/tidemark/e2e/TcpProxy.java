package io.tidemark.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * A proxy between Tidemark and Temporal for any protocol: it forwards bytes, holds them, or refuses
 * connections.
 */
final class TcpProxy implements AutoCloseable {
  private static final int CHUNK = 16 * 1024;

  private final ServerSocketFactory sockets;
  private final InetSocketAddress server;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private ServerSocket entrance;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  TcpProxy(ServerSocketFactory sockets, String address) {
    var colon = address.lastIndexOf(':');
    var port = Integer.parseInt(address.substring(colon + 1));
    this.sockets = sockets;
    this.server = new InetSocketAddress(address.substring(0, colon), port);
    this.entrance = listen(0);
  }

  /** A proxy before the server at {@code host:port}. */
  static TcpProxy before(String address) {
    return new TcpProxy(ServerSocketFactory.getDefault(), address);
  }

  /** The same, by TLS, for gRPC clients with a certificate that the context trusts. */
  static TcpProxy tlsBefore(String address, SSLContext context) {
    return new TcpProxy(context.getServerSocketFactory(), address);
  }

  /** Returns the address that clients connect to, {@code host:port}. */
  String address() {
    return "127.0.0.1:" + entrance.getLocalPort();
  }

  /** From now on connections stay open, and nothing passes. */
  void hold() {
    gate = new CountDownLatch(1);
  }

  /** Lets pass what is held, and everything later. */
  void release() {
    gate.countDown();
  }

  /** Breaks all connections; new ones are taken. */
  synchronized void drop() {
    connections.forEach(TcpProxy::close);
  }

  /** Breaks all connections, and new ones are refused until {@link #accept()}. */
  synchronized void refuse() {
    close(entrance);
    drop();
  }

  /** Takes connections again, at the same address. */
  synchronized void accept() {
    entrance = listen(entrance.getLocalPort());
  }

  @Override
  public synchronized void close() {
    refuse();
    release();
    threads.shutdown();
  }

  private ServerSocket listen(int port) {
    try {
      var opened = sockets.createServerSocket();
      if (opened instanceof SSLServerSocket tls) {
        var parameters = tls.getSSLParameters();
        parameters.setNeedClientAuth(true);
        parameters.setApplicationProtocols(new String[] {"h2"});
        tls.setSSLParameters(parameters);
      }
      opened.setReuseAddress(true);
      opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      threads.execute(() -> accept(opened));
      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket opened) {
    try {
      while (true) {
        connect(opened, opened.accept());
      }
    } catch (SocketException closed) {
      return; // refuse() or close()
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void connect(ServerSocket opened, Socket client) {
    try {
      var behind = new Socket(server.getAddress(), server.getPort());
      client.setTcpNoDelay(true);
      behind.setTcpNoDelay(true);
      join(opened, client, behind);
    } catch (IOException unreachable) {
      close(client);
    }
  }

  /** Breaks what was taken just before {@link #refuse()}, which does not know it. */
  private synchronized void join(ServerSocket opened, Socket client, Socket behind) {
    if (opened.isClosed()) {
      close(client);
      close(behind);
      return;
    }
    connections.add(client);
    connections.add(behind);
    threads.execute(() -> pump(client, behind));
    threads.execute(() -> pump(behind, client));
  }

  /** Until one side ends, which ends the other. */
  private void pump(Socket from, Socket to) {
    var bytes = new byte[CHUNK];
    try (from;
        to) {
      for (var count = 0; count >= 0; count = from.getInputStream().read(bytes)) {
        gate.await();
        to.getOutputStream().write(bytes, 0, count);
      }
    } catch (IOException ended) {
      // as it does when a process is killed
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connections.remove(from);
      connections.remove(to);
    }
  }

  private static void close(AutoCloseable connection) {
    try {
      connection.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
