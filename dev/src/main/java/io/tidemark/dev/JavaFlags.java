package io.tidemark.dev;

/** Flags of the JVMs that the stack starts. */
final class JavaFlags {
  /**
   * The first compiler only: in a JVM that lives for minutes, the second one takes more time than
   * its faster code gives back; half of Tidemark's in a burst of snapshots.
   */
  static final String QUICK_COMPILER = "-XX:TieredStopAtLevel=1";

  private JavaFlags() {}
}
