package io.tidemark.flink;

import java.io.IOException;
import java.io.InterruptedIOException;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Handshake;
import org.jspecify.annotations.Nullable;

/**
 * Whether a call is in its TLS handshake. A server that refuses our certificate closes the
 * connection, which often is noticed before its reason arrives, as a broken pipe (S4).
 */
final class HandshakeListener extends EventListener {
  private volatile boolean underWay;

  @Override
  public void secureConnectStart(Call call) {
    underWay = true;
  }

  @Override
  public void secureConnectEnd(Call call, @Nullable Handshake handshake) {
    underWay = false;
  }

  /** The failure or, if it broke the handshake, that; a time-out breaks nothing. */
  IOException explain(IOException failure) {
    return !underWay || failure instanceof SSLException || failure instanceof InterruptedIOException
        ? failure
        : new SSLException("broken off in the TLS handshake: " + failure.getMessage(), failure);
  }
}
