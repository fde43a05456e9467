package io.tidemark.flink.job;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import okhttp3.Dns;
import okhttp3.HttpUrl;

/**
 * Resolves the host of a jar to the addresses that are connected to, and refuses those of our own
 * machine and of private networks: users of session jobs must not reach what only Tidemark can
 * reach (U11).
 */
final class PublicAddresses implements Dns {
  private final Dns resolver;
  private final JarSettings settings;
  private final HttpUrl url;

  /** An address that must not be connected to. */
  static final class ForbiddenAddressException extends UnknownHostException {
    private static final long serialVersionUID = 1;

    ForbiddenAddressException(String message) {
      super(message);
    }
  }

  PublicAddresses(Dns resolver, JarSettings settings, HttpUrl url) {
    this.resolver = resolver;
    this.settings = settings;
    this.url = url;
  }

  @Override
  public List<InetAddress> lookup(String host) throws UnknownHostException {
    var addresses = resolver.lookup(host);
    if (settings.allowedHosts().stream().noneMatch(allowed -> allowed.allows(url))) {
      for (var address : addresses) {
        requirePublic(host, address);
      }
    }
    return addresses;
  }

  private static void requirePublic(String host, InetAddress address)
      throws ForbiddenAddressException {
    if (isPrivate(address)) {
      throw new ForbiddenAddressException(
          "host %s has the address %s, which is not public: allow it by %s"
              .formatted(host, address.getHostAddress(), JarSettings.ALLOWED_HOSTS));
    }
  }

  /** Returns whether an address is not one of the public internet, or leads to such an address. */
  static boolean isPrivate(InetAddress address) {
    return address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isAnyLocalAddress()
        || address.isMulticastAddress()
        || (address instanceof Inet4Address
            ? isReserved(address.getAddress())
            : hidesPrivate((Inet6Address) address));
  }

  /** 0.0.0.0/8, the shared 100.64.0.0/10, and 240.0.0.0/4 with the broadcast address. */
  private static boolean isReserved(byte[] bytes) {
    var first = bytes[0] & 0xff;
    return first == 0 || first >= 240 || (first == 100 && (bytes[1] & 0xc0) == 0x40);
  }

  /** Unique local addresses (fc00::/7), and those with an IPv4 address in them. */
  private static boolean hidesPrivate(Inet6Address address) {
    var bytes = address.getAddress();
    if ((bytes[0] & 0xfe) == 0xfc) {
      return true;
    }
    if (bytes[0] == 0x20 && bytes[1] == 0x02) { // 6to4
      return isPrivate(embedded(bytes, 2));
    }
    var translated = bytes[0] == 0 && bytes[1] == 0x64; // 64:ff9b::/96
    return (translated || address.isIPv4CompatibleAddress()) && isPrivate(embedded(bytes, 12));
  }

  private static InetAddress embedded(byte[] bytes, int from) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("four bytes are an address", impossible);
    }
  }
}
