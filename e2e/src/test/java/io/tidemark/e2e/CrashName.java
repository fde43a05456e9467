package io.tidemark.e2e;

import java.util.Locale;

/** A fault or a step of a crash matrix. */
interface CrashName {
  /** The constant's name. */
  String name();

  /** Its name for people. */
  String words();

  /** Its name as part of a resource's name. */
  default String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
