package io.tidemark.kubernetes.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The changes that lead from a resource's labels or annotations to the desired ones. Pure. */
public final class MetadataChanges {
  private MetadataChanges() {}

  /**
   * Returns the values to add or replace; null for a name to remove.
   *
   * @param desired an empty value for a name that the resource should not have; names that are not
   *     here stay as they are
   */
  public static Map<String, @Nullable String> of(
      Map<String, String> current, Map<String, Optional<String>> desired) {
    var changes = new HashMap<String, @Nullable String>();
    desired.forEach(
        (name, value) -> {
          if (!value.equals(Optional.ofNullable(current.get(name)))) {
            changes.put(name, value.orElse(null));
          }
        });
    return changes;
  }
}
