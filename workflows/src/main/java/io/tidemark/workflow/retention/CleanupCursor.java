package io.tidemark.workflow.retention;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The place at which a history cleanup continues. It names the last resource that was looked at,
 * and resources are read in the order of their keys. So it holds whatever comes and goes meanwhile.
 *
 * @param kind the kind of resources that are read next
 * @param namespace the namespace that is read next; empty if all are read together
 * @param after namespace and name of the last resource that was looked at; empty for none
 * @param token the API server's continue token of the next list, to save reading what lies before;
 *     null where there is none. The API server forgets it within minutes.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CleanupCursor(String kind, String namespace, String after, @Nullable String token) {
  public CleanupCursor {
    requireNonNull(kind, "kind is null");
    namespace = namespace == null ? "" : namespace;
    after = after == null ? "" : after;
  }

  /** Returns the same place for a run that starts when the token has been forgotten. */
  public CleanupCursor withoutToken() {
    return new CleanupCursor(kind, namespace, after, null);
  }

  /** Returns the place behind a resource of the same list. */
  public CleanupCursor movedTo(String lastKey, @Nullable String nextToken) {
    return new CleanupCursor(kind, namespace, lastKey, nextToken);
  }

  @Override
  public String toString() {
    return after.isEmpty() ? kind + " " + namespace : kind + " " + after;
  }
}
