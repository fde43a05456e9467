package io.tidemark.dev;

import java.io.File;
import java.nio.file.Path;

/** The releases of Flink that a cluster can run, at the versions of the root {@code pom.xml}. */
public enum FlinkRelease {
  /** Flink 1.20, the last of Flink 1. */
  V1_20("flink-1.classpath"),

  /** Flink 2.3. */
  V2_3("flink-2.classpath");

  private final String file;

  FlinkRelease(String file) {
    this.file = file;
  }

  /** The given jar and those of Flink, as Maven resolved them in this build. */
  String classPath(Path jar) {
    return jar + File.pathSeparator + Resources.text(file);
  }
}
