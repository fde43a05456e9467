package io.tidemark.kubernetes.record;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.kubernetes.store.ServerRefusal;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;

/** Describes a request that the API server refuses, in its own words (R24). Pure. */
public final class RefusedRequest {
  private RefusedRequest() {}

  /**
   * Returns the event for a refusal; the same words are published once.
   *
   * @param request the request, as the subject of a sentence
   * @param consequence what follows from the refusal, as a sentence
   */
  public static ResourceEvent event(
      String request, KubernetesClientException refusal, String consequence) {
    var message =
        "%s was refused by the API server: %s. %s"
            .formatted(request, ServerRefusal.words(refusal), consequence);
    return new ResourceEvent(EventReason.REQUEST_REFUSED, message, ServerRefusal.words(refusal));
  }
}
