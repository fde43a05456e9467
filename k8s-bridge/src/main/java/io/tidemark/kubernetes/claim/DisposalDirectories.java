package io.tidemark.kubernetes.claim;

import static java.util.Objects.requireNonNull;

import io.tidemark.workflow.model.SavepointPath;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The directories in which savepoints may be disposed of that Flink has not reported to us (R19).
 * Pure.
 *
 * @param own the job's savepoint directory
 * @param allowedPrefixes {@code tidemark.savepoint.allowed-prefixes}
 */
public record DisposalDirectories(
    Optional<SavepointPath> own, List<SavepointPath> allowedPrefixes) {
  /** Why a savepoint outside of them stays. */
  public static final String OUTSIDE =
      "is below neither the job's savepoint directory nor one of"
          + " tidemark.savepoint.allowed-prefixes";

  public DisposalDirectories {
    requireNonNull(own, "own is null");
    allowedPrefixes = List.copyOf(allowedPrefixes);
  }

  /** Returns whether a savepoint at this path may be disposed of. */
  public boolean allow(SavepointPath path) {
    return Stream.concat(own.stream(), allowedPrefixes.stream()).anyMatch(path::isBelow);
  }
}
