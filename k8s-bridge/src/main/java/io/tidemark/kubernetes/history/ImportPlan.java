package io.tidemark.kubernetes.history;

import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import java.util.List;

/**
 * The import that the annotation of a job asks for.
 *
 * @param entries the entries to import
 * @param events what its owner has to know: an annotation that cannot be read, or entries that
 *     cannot be imported
 */
record ImportPlan(List<ImportableEntry> entries, List<ResourceEvent> events) {
  static final ImportPlan NONE = new ImportPlan(List.of(), List.of());

  ImportPlan {
    entries = List.copyOf(entries);
    events = List.copyOf(events);
  }

  /** Returns that nothing is imported, and why. */
  static ImportPlan refused(EventReason reason, String message) {
    return new ImportPlan(List.of(), List.of(new ResourceEvent(reason, message, message)));
  }
}
