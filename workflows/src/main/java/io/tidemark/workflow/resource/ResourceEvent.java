package io.tidemark.workflow.resource;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * An event on a resource. Its name is computed from the resource's uid, the reason and the
 * discriminator, so that publishing it again changes nothing.
 *
 * @param reason see {@link EventReason}
 * @param message the thing, what happened to it, and what to do
 * @param discriminator distinguishes occurrences of a reason, such as the attempt's number
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ResourceEvent(EventReason reason, String message, String discriminator) {
  public ResourceEvent {
    requireNonNull(reason, "reason is null");
    requireNonNull(message, "message is null");
    discriminator = discriminator == null ? "" : discriminator;
  }
}
