package io.tidemark.workflow.execution;

import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.model.SnapshotId;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerType;
import java.util.List;
import java.util.Optional;

/**
 * The search attributes that find snapshots and changes of jobs in Temporal (W2): eight of the ten
 * Keywords that a server on SQLite has.
 */
public final class WorkflowSearchAttributes {
  public static final SearchAttributeKey<String> JOB_NAMESPACE = keyword("JobNamespace");
  public static final SearchAttributeKey<String> JOB_KIND = keyword("JobKind");
  public static final SearchAttributeKey<String> JOB_NAME = keyword("JobName");
  public static final SearchAttributeKey<String> SNAPSHOT_NAME = keyword("SnapshotName");
  public static final SearchAttributeKey<String> SNAPSHOT_TYPE = keyword("SnapshotType");
  public static final SearchAttributeKey<String> SNAPSHOT_STATE = keyword("SnapshotState");
  public static final SearchAttributeKey<String> TRIGGER_TYPE = keyword("SnapshotTriggerType");

  /** The phase of a change of a session job (U5). */
  public static final SearchAttributeKey<String> JOB_PHASE = keyword("JobPhase");

  /** All search attributes, for their registration with the Temporal namespace. */
  public static final List<SearchAttributeKey<String>> ALL =
      List.of(
          JOB_NAMESPACE,
          JOB_KIND,
          JOB_NAME,
          SNAPSHOT_NAME,
          SNAPSHOT_TYPE,
          SNAPSHOT_STATE,
          TRIGGER_TYPE,
          JOB_PHASE);

  private WorkflowSearchAttributes() {}

  /** Returns the search attributes of a new workflow, without those that the spec does not give. */
  public static SearchAttributes atStart(
      SnapshotId snapshot,
      SnapshotState state,
      TriggerType triggerType,
      Optional<SnapshotType> type,
      Optional<JobReference> job) {
    var attributes =
        SearchAttributes.newBuilder()
            .set(JOB_NAMESPACE, snapshot.namespace())
            .set(SNAPSHOT_NAME, snapshot.name())
            .set(SNAPSHOT_STATE, state.name())
            .set(TRIGGER_TYPE, triggerType.name());
    type.ifPresent(value -> attributes.set(SNAPSHOT_TYPE, value.name()));
    job.ifPresent(
        reference -> attributes.set(JOB_KIND, reference.kind()).set(JOB_NAME, reference.name()));
    return attributes.build();
  }

  /** Returns the search attributes of schedules of a job, and of their runs. */
  public static SearchAttributes ofJob(String namespace, JobReference job) {
    return SearchAttributes.newBuilder()
        .set(JOB_NAMESPACE, namespace)
        .set(JOB_KIND, job.kind())
        .set(JOB_NAME, job.name())
        .build();
  }

  private static SearchAttributeKey<String> keyword(String name) {
    return SearchAttributeKey.forKeyword(name);
  }
}
