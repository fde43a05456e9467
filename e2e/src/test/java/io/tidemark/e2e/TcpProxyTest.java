package io.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TcpProxyTest {
  private static final int MOST = 20_000;

  private final CountDownLatch taken = new CountDownLatch(1);
  private final CountDownLatch handedOver = new CountDownLatch(1);

  @Test
  @DisplayName("A connection taken just before the proxy refuses all is broken like the others")
  void refused() throws Exception {
    endsWith(TcpProxy::refuse);
  }

  @Test
  @DisplayName("A connection taken just before the proxy is closed is broken like the others")
  void closed() throws Exception {
    endsWith(TcpProxy::close);
  }

  private void endsWith(Consumer<TcpProxy> end) throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var proxy = new TcpProxy(slow(), "127.0.0.1:" + server.getLocalPort())) {
      var port = Integer.parseInt(proxy.address().substring("127.0.0.1:".length()));
      try (var client = new Socket(InetAddress.getLoopbackAddress(), port)) {
        client.setSoTimeout(MOST);
        taken.await();

        end.accept(proxy);
        handedOver.countDown();

        assertThat(client.getInputStream().read()).isEqualTo(-1);
      }
    }
  }

  /** Its sockets take a connection, and hand it over when told to. */
  private ServerSocketFactory slow() {
    return new ServerSocketFactory() {
      @Override
      public ServerSocket createServerSocket() throws IOException {
        return new ServerSocket() {
          @Override
          public Socket accept() throws IOException {
            var client = super.accept();
            taken.countDown();
            try {
              handedOver.await();
            } catch (InterruptedException e) {
              throw new InterruptedIOException();
            }
            return client;
          }
        };
      }

      @Override
      public ServerSocket createServerSocket(int port) {
        throw new UnsupportedOperationException();
      }

      @Override
      public ServerSocket createServerSocket(int port, int backlog) {
        throw new UnsupportedOperationException();
      }

      @Override
      public ServerSocket createServerSocket(int port, int backlog, InetAddress address) {
        throw new UnsupportedOperationException();
      }
    };
  }
}
