package io.tidemark.workflow.model;

import java.util.regex.Pattern;

/**
 * Checks names of Kubernetes resources. A text that is not a name could send a request to another
 * path or host (S4).
 */
public final class ResourceName {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");

  private ResourceName() {}

  /** Returns true if the text can be the name of a resource. */
  public static boolean allows(String text) {
    return NAME.matcher(text).matches();
  }
}
