package io.tidemark.kubernetes.store;

import static java.net.HttpURLConnection.HTTP_CONFLICT;

import dev.failsafe.RetryPolicy;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** A write that was decided on a version of a resource that another writer has replaced (R6). */
public final class WriteConflict {
  /** Decides again at once, up to five times; a conflict that remains is the caller's to handle. */
  public static final RetryPolicy<Object> DECIDE_AGAIN =
      RetryPolicy.builder().handleIf(WriteConflict::is).withMaxRetries(5).build();

  private WriteConflict() {}

  /** Returns whether the failure is a conflict. */
  public static boolean is(Throwable failure) {
    return failure instanceof KubernetesClientException refused
        && refused.getCode() == HTTP_CONFLICT;
  }
}
