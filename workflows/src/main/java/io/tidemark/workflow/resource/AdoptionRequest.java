package io.tidemark.workflow.resource;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.model.SnapshotId;
import java.util.List;

/**
 * Asks which of the savepoints that were found at a job can only be the one of a lost trigger
 * (R18).
 *
 * @param snapshot the resource
 * @param targetDirectory where the attempt was to write
 * @param found paths of the savepoints that the job took since the attempt
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AdoptionRequest(SnapshotId snapshot, String targetDirectory, List<String> found) {
  public AdoptionRequest {
    requireNonNull(snapshot, "snapshot is null");
    requireNonNull(targetDirectory, "targetDirectory is null");
    found = List.copyOf(found);
  }
}
