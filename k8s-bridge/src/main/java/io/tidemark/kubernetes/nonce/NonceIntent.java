package io.tidemark.kubernetes.nonce;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidemark.kubernetes.model.InvalidSettingException;
import io.tidemark.kubernetes.model.JobAnnotations;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.workflow.model.SnapshotType;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last nonce that was recorded, in an annotation of the job resource (T1).
 *
 * @param jobUid the job resource's uid; another uid means that the annotation was copied
 * @param nonce the nonce; null if the job had none yet
 * @param millis the time of recording in milliseconds since 1970; part of the snapshot's name
 * @param done true if the snapshot was created, or none is needed
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
record NonceIntent(String jobUid, @Nullable Long nonce, long millis, boolean done) {
  private static final JsonMapper JSON = new JsonMapper();

  NonceIntent {
    requireNonNull(jobUid, "jobUid is null");
    if (millis <= 0) {
      throw new IllegalArgumentException("millis is not above 0: " + millis);
    }
    if (!done) {
      requireNonNull(nonce, "nonce is null");
    }
  }

  /**
   * Reads the intent of a job resource; empty if it has none, or one copied from another job.
   *
   * @throws InvalidSettingException if the annotation cannot be read
   */
  static Optional<NonceIntent> of(JobResource job, SnapshotType type) {
    return job.annotation(JobAnnotations.triggerNonce(type))
        .map(text -> parse(text, type))
        .filter(intent -> intent.jobUid().equals(job.getMetadata().getUid()));
  }

  /** Returns the intent for a job that is seen for the first time: its nonce takes no snapshot. */
  static NonceIntent firstSeen(JobResource job, SnapshotType type, Instant now) {
    var nonce = job.triggerNonce(type).orElse(null);
    return new NonceIntent(job.getMetadata().getUid(), nonce, now.toEpochMilli(), true);
  }

  /** Returns the next intent, always with a later time, since snapshots are named by it. */
  NonceIntent next(long changed, Instant now) {
    return new NonceIntent(jobUid, changed, Math.max(now.toEpochMilli(), millis + 1), false);
  }

  NonceIntent completed() {
    return new NonceIntent(jobUid, nonce, millis, true);
  }

  Instant time() {
    return Instant.ofEpochMilli(millis);
  }

  String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("an intent is always JSON", impossible);
    }
  }

  private static NonceIntent parse(String text, SnapshotType type) {
    try {
      return requireNonNull(JSON.readValue(text, NonceIntent.class), "null");
    } catch (JsonProcessingException | NullPointerException unreadable) {
      throw new InvalidSettingException(
          JobAnnotations.triggerNonce(type),
          text,
          "not written by Tidemark; remove it, then change the nonce");
    }
  }
}
