package io.tidemark.workflow.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a job in legacy mode, which has no resource of its own: its job carries it (L2).
 *
 * @param job the job resource
 * @param jobUid uid of the job resource
 * @param type savepoint or checkpoint
 * @param nonce the nonce that asked for it; null for a periodic one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LegacySnapshot(
    JobReference job, String jobUid, SnapshotType type, @Nullable Long nonce) {
  public LegacySnapshot {
    requireNonNull(job, "job is null");
    requireNonNull(jobUid, "jobUid is null");
    requireNonNull(type, "type is null");
  }

  /** Returns the id of the one snapshot of this type that the job carries, whichever it is. */
  public static SnapshotId carriedBy(
      String namespace, JobReference job, String jobUid, SnapshotType type) {
    var legacy = new LegacySnapshot(job, jobUid, type, null);
    return new SnapshotId(namespace, job.name(), legacy.uid(), legacy);
  }

  /**
   * Returns the id of a snapshot. Its uid is {@code <job uid>/legacy/<type>/<millis of the
   * intent>}, from which its trigger ids are computed (R9).
   *
   * @param intended the scheduled time, or the time of a nonce's intent
   */
  public SnapshotId id(String namespace, Instant intended) {
    return new SnapshotId(
        namespace,
        SnapshotName.of(job, type, triggerType(), intended),
        uid() + "/" + intended.toEpochMilli(),
        this);
  }

  /** Returns the origin of the request. */
  public TriggerType triggerType() {
    return nonce == null ? TriggerType.PERIODIC : TriggerType.MANUAL;
  }

  /** Describes it in words for people. */
  public String description() {
    return nonce == null
        ? "The periodic " + type.word()
        : "The " + type.word() + " for " + type.word() + "TriggerNonce " + nonce;
  }

  /** Describes its failure, in the words of the reference operator. */
  public String failure() {
    var word = type.word();
    var title = word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    return nonce == null
        ? "Periodic " + word + " failed"
        : title + " failed for " + word + "TriggerNonce: " + nonce;
  }

  String workflowId(String namespace) {
    return WorkflowId.of(
        "legacy-snapshot/" + namespace + "/" + job.kind() + "/",
        job.name(),
        "/" + WorkflowId.shortUid(jobUid) + "/" + type.word());
  }

  private String uid() {
    return jobUid + "/legacy/" + type.word();
  }
}
