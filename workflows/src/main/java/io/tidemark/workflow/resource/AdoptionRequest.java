package io.tidemark.workflow.resource;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.model.SnapshotId;
import java.util.List;

/**
 * Requests the choice of a savepoint that can only be that of a lost trigger (R18).
 *
 * @param snapshot the resource
 * @param targetDirectory the directory that the attempt writes to
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
