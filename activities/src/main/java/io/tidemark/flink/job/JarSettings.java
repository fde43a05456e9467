package io.tidemark.flink.job;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;

/**
 * The limits for jars (U11).
 *
 * @param allowedSchemes of their URLs, in lower case
 * @param allowedHosts hosts that may have an address of a private network
 * @param maxSize in bytes
 */
public record JarSettings(
    Set<String> allowedSchemes, List<AllowedHost> allowedHosts, long maxSize) {
  public static final String ALLOWED_SCHEMES = "tidemark.jar.allowed-schemes";
  public static final String ALLOWED_HOSTS = "tidemark.jar.allowed-hosts";
  public static final String MAX_SIZE = "tidemark.jar.max-size";

  /** The schemes that can be allowed. */
  public static final Set<String> KNOWN_SCHEMES = Set.of("http", "https");

  public JarSettings {
    allowedSchemes = Set.copyOf(requireNonNull(allowedSchemes, "allowedSchemes is null"));
    allowedHosts = List.copyOf(requireNonNull(allowedHosts, "allowedHosts is null"));
  }
}
