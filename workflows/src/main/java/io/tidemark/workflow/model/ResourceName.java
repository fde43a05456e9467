package io.tidemark.workflow.model;

import java.util.regex.Pattern;

/**
 * What Kubernetes takes as the name of a resource. Anything else that is written where a name
 * belongs could lead a request to another path, or to another host (S4).
 */
public final class ResourceName {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");

  private ResourceName() {}

  /** Whether the text can be the name of a resource. */
  public static boolean allows(String text) {
    return NAME.matcher(text).matches();
  }
}
