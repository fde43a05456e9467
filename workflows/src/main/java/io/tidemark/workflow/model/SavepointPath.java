package io.tidemark.workflow.model;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The path of a savepoint or of its directory, normalised so that two spellings of one path are
 * equal: {@code file:/d}, {@code file:///d/} and {@code file:/c/../d/_metadata} (R19).
 *
 * @param scheme in lower case; empty for Flink's default
 * @param authority such as a bucket; empty for none
 * @param path without {@code ..}, double slashes, a slash at the end, and {@code _metadata}
 */
public record SavepointPath(String scheme, String authority, String path) {
  /** The parts of a URI by RFC 3986, appendix B; a path has neither query nor fragment. */
  private static final Pattern PARTS =
      Pattern.compile(
          "(?:(?<scheme>[A-Za-z][A-Za-z0-9+.-]*):)?(?://(?<authority>[^/]*))?(?<path>.*)",
          Pattern.DOTALL);

  private static final Pattern SLASHES = Pattern.compile("/{2,}");
  private static final Pattern ABOVE_ROOT = Pattern.compile("^(?:/\\.\\.)+(?=/|$)");
  private static final Pattern END = Pattern.compile("(?:/_metadata)?/*$");
  private static final String DEFAULT_SCHEME = "file";

  public SavepointPath {
    requireNonNull(scheme, "scheme is null");
    requireNonNull(authority, "authority is null");
    requireNonNull(path, "path is null");
  }

  /** Parses a path as users and Flink write it. */
  public static SavepointPath of(String text) {
    var parts = PARTS.matcher(text.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a path: " + text);
    }
    var scheme = parts.group("scheme");
    var authority = parts.group("authority");
    return new SavepointPath(
        scheme == null ? "" : scheme.toLowerCase(Locale.ROOT),
        authority == null ? "" : authority,
        normalised(parts.group("path")));
  }

  /** Returns whether the path does not depend on a working directory. */
  public boolean isAbsolute() {
    return path.isEmpty() || path.startsWith("/");
  }

  /** Returns whether this is the directory itself or a path below it. */
  public boolean isWithin(SavepointPath directory) {
    return sameFileSystem(directory)
        && (path.equals(directory.path) || path.startsWith(directory.path + "/"));
  }

  /** Returns whether this is a path below the directory, and not the directory itself. */
  public boolean isBelow(SavepointPath directory) {
    return isWithin(directory) && !path.equals(directory.path);
  }

  /** Returns whether the parent directory has this name. */
  public boolean isDirectlyIn(String directoryName) {
    return path.substring(0, Math.max(path.lastIndexOf('/'), 0)).endsWith("/" + directoryName);
  }

  /**
   * Returns whether this and the other path may be the same. A path without a scheme may be
   * anywhere; see {@link StorageFamily} for schemes and authorities that lead to one place.
   */
  public boolean mayEqual(SavepointPath other) {
    return path.equals(other.path) && mayShareFileSystem(other);
  }

  /** Returns whether this may lie below the directory; in doubt it does. */
  public boolean mayBeBelow(SavepointPath directory) {
    return path.startsWith(directory.path + "/") && mayShareFileSystem(directory);
  }

  private boolean mayShareFileSystem(SavepointPath other) {
    if (scheme.isEmpty() || other.scheme.isEmpty()) {
      return true;
    }
    var family = StorageFamily.of(scheme);
    return family == StorageFamily.of(other.scheme)
        ? family.same(authority, other.authority)
        : authority.equals(other.authority) && !authority.isEmpty();
  }

  /** Returns the label value that all snapshots share which may record this path. */
  public String hash() {
    return SnapshotLabels.pathHash(path);
  }

  private boolean sameFileSystem(SavepointPath other) {
    return orDefault(scheme).equals(orDefault(other.scheme)) && authority.equals(other.authority);
  }

  private static String orDefault(String scheme) {
    return scheme.isEmpty() ? DEFAULT_SCHEME : scheme;
  }

  /**
   * Normalises a path. The slash before it keeps a part from being read as a scheme or authority.
   */
  private static String normalised(String path) {
    var single = SLASHES.matcher("/" + path).replaceAll("/");
    var normal = ABOVE_ROOT.matcher(withoutDots(single)).replaceFirst("");
    var whole = END.matcher(normal).replaceFirst("");
    return path.startsWith("/") || whole.isEmpty() ? whole : whole.substring(1);
  }

  private static String withoutDots(String path) {
    try {
      return new URI(null, null, path, null).normalize().getPath();
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException("a path is quoted where a URI needs it", impossible);
    }
  }
}
