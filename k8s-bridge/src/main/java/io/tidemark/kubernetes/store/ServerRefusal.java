package io.tidemark.kubernetes.store;

import static java.net.HttpURLConnection.HTTP_BAD_REQUEST;
import static java.net.HttpURLConnection.HTTP_FORBIDDEN;
import static java.net.HttpURLConnection.HTTP_INTERNAL_ERROR;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/**
 * Distinguishes the refusals of the API server, which last until something is changed, from
 * conflicts and outages (R24, S3). Pure.
 */
public final class ServerRefusal {
  private static final int UNPROCESSABLE = 422;

  private ServerRefusal() {}

  /** Returns whether a list was refused: a right is missing, or the kind is not served. */
  public static boolean preventsReading(KubernetesClientException failure) {
    return failure.getCode() == HTTP_FORBIDDEN || failure.getCode() == HTTP_NOT_FOUND;
  }

  /** Returns whether a list was refused since the kind is not served: its CRD is not there. */
  public static boolean ofUnknownKind(KubernetesClientException failure) {
    return failure.getCode() == HTTP_NOT_FOUND;
  }

  /**
   * Returns whether a write was refused: by admission control, also by a webhook that cannot be
   * called, by a quota or a missing right. A conflict, an overload and a resource that is gone are
   * none.
   */
  public static boolean preventsWriting(KubernetesClientException failure) {
    return switch (failure.getCode()) {
      case HTTP_BAD_REQUEST, HTTP_FORBIDDEN, UNPROCESSABLE -> true;
      case HTTP_INTERNAL_ERROR -> words(failure).contains("failed calling webhook");
      default -> false;
    };
  }

  /** Returns code and message of the API server, without the client's description of the call. */
  public static String words(KubernetesClientException failure) {
    return failure.getCode()
        + " "
        + Optional.ofNullable(failure.getStatus())
            .map(Status::getMessage)
            .orElseGet(failure::getMessage);
  }
}
