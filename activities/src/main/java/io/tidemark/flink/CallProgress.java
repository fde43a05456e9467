package io.tidemark.flink;

import java.io.IOException;
import java.io.InterruptedIOException;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Handshake;
import org.jspecify.annotations.Nullable;

/**
 * Records how far a call came. A server that refuses our certificate closes the connection, and the
 * client often sees the closed connection before the server's reason (S4). A call that failed
 * before its request was written had no effect (R9).
 */
final class CallProgress extends EventListener {
  private volatile boolean inHandshake;
  private volatile boolean requestStarted;

  @Override
  public void secureConnectStart(Call call) {
    inHandshake = true;
  }

  @Override
  public void secureConnectEnd(Call call, @Nullable Handshake handshake) {
    inHandshake = false;
  }

  @Override
  public void requestHeadersStart(Call call) {
    requestStarted = true;
  }

  /** Returns whether the request, or a part of it, may have left. */
  boolean requestStarted() {
    return requestStarted;
  }

  /**
   * Returns the failure, as an {@link SSLException} if the connection broke in the handshake. A
   * time-out stays as it is.
   */
  IOException explain(IOException failure) {
    return !inHandshake
            || failure instanceof SSLException
            || failure instanceof InterruptedIOException
        ? failure
        : new SSLException(
            "connection closed during the TLS handshake: " + failure.getMessage(), failure);
  }
}
