package io.tidemark.dev;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Free local ports below the range from which systems take the ports of outgoing connections, so
 * that a component that was killed finds its port free when it comes back.
 */
final class FreePorts {
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private FreePorts() {}

  static int next() {
    return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(20_000, 32_000))
        .filter(port -> isFree(port) && GIVEN.add(port))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
