package io.tidemark.kubernetes.bridge;

import static java.util.Objects.requireNonNull;

import io.grpc.Status;
import io.temporal.common.SearchAttributes;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes calls to a Temporal server with the search attributes that it supports (W2). All else works
 * without them.
 */
public final class SearchAttributeSupport {
  private static final Logger log = LoggerFactory.getLogger(SearchAttributeSupport.class);

  private volatile Set<String> unsupported = Set.of();
  private volatile boolean refused;
  private boolean warned;

  /**
   * Sets the attributes that calls leave out. A server that has refused all attributes is tried
   * again.
   *
   * @param names as far as is known
   */
  public void setUnsupported(Set<String> names) {
    unsupported = Set.copyOf(requireNonNull(names, "names is null"));
    refused = false;
  }

  /** Returns those of the attributes that the server supports, as far as is known. */
  public SearchAttributes supported(SearchAttributes wanted) {
    return refused ? SearchAttributes.EMPTY : without(wanted, unsupported);
  }

  /**
   * Makes a call with those of the attributes that the server supports, and without any if it
   * refuses them all the same.
   */
  public void call(SearchAttributes wanted, Consumer<SearchAttributes> call) {
    var attributes = supported(wanted);
    try {
      call.accept(attributes);
    } catch (RuntimeException failed) {
      if (attributes.size() == 0
          || Status.fromThrowable(failed).getCode() != Status.Code.INVALID_ARGUMENT) {
        throw failed;
      }
      call.accept(SearchAttributes.EMPTY);
      refused = true; // It took the same call without them, so they were the reason.
      warnOnce(failed);
    }
  }

  private static SearchAttributes without(SearchAttributes wanted, Set<String> names) {
    var rest = SearchAttributes.newBuilder(wanted);
    wanted.getUntypedValues().keySet().stream()
        .filter(key -> names.contains(key.getName()))
        .forEach(rest::unset);
    return rest.build();
  }

  private synchronized void warnOnce(RuntimeException refusal) {
    if (!warned) {
      warned = true;
      log.warn(
          "The Temporal server lacks search attributes; workflows run without them: {}",
          Status.fromThrowable(refusal).getDescription());
    }
  }
}
