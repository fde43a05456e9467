package io.tidemark.kubernetes.legacy;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidemark.kubernetes.model.JobAnnotations;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.SnapshotStatus;
import io.tidemark.workflow.model.SnapshotType;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last snapshot of a type that was asked for in legacy mode, in an annotation of the job: what
 * a FlinkStateSnapshot would hold, and the reference's fields in the status do not (L2).
 *
 * @param jobUid the job resource's uid; another uid means that the annotation was copied
 * @param millis the time of the nonce's intent, or the scheduled time, in milliseconds since 1970
 * @param nonce the nonce that asked for it; null for a periodic one
 * @param formatType the format of a savepoint; null for a checkpoint
 * @param settled whether it has ended, and the status of the job says how
 * @param annotations the annotations of the snapshot
 * @param status the status of the snapshot
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
record LegacyRecord(
    String jobUid,
    long millis,
    @Nullable Long nonce,
    @Nullable String formatType,
    boolean settled,
    Map<String, String> annotations,
    SnapshotStatus status) {
  static final JsonMapper JSON =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  LegacyRecord {
    requireNonNull(jobUid, "jobUid is null");
    annotations = annotations == null ? Map.of() : Map.copyOf(annotations);
    status = status == null ? SnapshotStatus.EMPTY : status;
  }

  /** Returns the record of a snapshot that is asked for now. */
  static LegacyRecord requested(
      String jobUid, Instant intended, @Nullable Long nonce, @Nullable String formatType) {
    return new LegacyRecord(
        jobUid, intended.toEpochMilli(), nonce, formatType, false, Map.of(), SnapshotStatus.EMPTY);
  }

  /** Reads the record of a job; empty if it has none, one of another job, or an unreadable one. */
  static Optional<LegacyRecord> of(JobResource job, SnapshotType type) {
    return job.annotation(JobAnnotations.legacySnapshot(type))
        .flatMap(LegacyRecord::parse)
        .filter(record -> record.jobUid().equals(job.getMetadata().getUid()));
  }

  private static Optional<LegacyRecord> parse(String text) {
    try {
      return Optional.ofNullable(JSON.readValue(text, LegacyRecord.class));
    } catch (JsonProcessingException unreadable) {
      return Optional.empty();
    }
  }

  String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a record is always JSON", impossible);
    }
  }

  Instant intended() {
    return Instant.ofEpochMilli(millis);
  }

  /** Returns whether it was asked for by the same nonce or schedule at the same time. */
  boolean sameRequest(LegacyRecord other) {
    return millis == other.millis && Objects.equals(nonce, other.nonce);
  }

  LegacyRecord asSettled() {
    return new LegacyRecord(jobUid, millis, nonce, formatType, true, annotations, status);
  }

  LegacyRecord with(SnapshotStatus changed) {
    return new LegacyRecord(jobUid, millis, nonce, formatType, settled, annotations, changed);
  }

  /** Returns the record with other annotations; null removes one. */
  LegacyRecord withAnnotations(Map<String, @Nullable String> changes) {
    var changed = new HashMap<>(annotations);
    changes.forEach(
        (name, value) -> {
          if (value == null) {
            changed.remove(name);
          } else {
            changed.put(name, value);
          }
        });
    return new LegacyRecord(jobUid, millis, nonce, formatType, settled, changed, status);
  }
}
