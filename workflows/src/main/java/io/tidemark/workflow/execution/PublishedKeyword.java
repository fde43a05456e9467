package io.tidemark.workflow.execution;

import io.temporal.common.SearchAttributeKey;
import io.temporal.workflow.Workflow;

/** Keeps a search attribute of a workflow in line with what it describes (W2). */
public final class PublishedKeyword {
  private PublishedKeyword() {}

  /**
   * Publishes a value unless it is there already, if the server accepted the search attribute at
   * the start of the workflow.
   */
  public static void set(SearchAttributeKey<String> key, String value) {
    var published = Workflow.getTypedSearchAttributes().get(key);
    if (published != null && !published.equals(value)) {
      Workflow.upsertTypedSearchAttributes(key.valueSet(value));
    }
  }
}
