package io.tidemark.kubernetes.creation;

import static java.net.HttpURLConnection.HTTP_CONFLICT;
import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.SnapshotDeclaration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Creates snapshots under computed names, so that a repeated call finds the one of an earlier call
 * (T6).
 *
 * @param client creates and reads the snapshots
 * @param identity returns what a snapshot of that name has to declare, beside the same job, to be
 *     the wanted one
 */
record RepeatableCreation(
    KubernetesClient client, Function<SnapshotDeclaration, Optional<?>> identity) {
  RepeatableCreation {
    requireNonNull(client, "client is null");
    requireNonNull(identity, "identity is null");
  }

  /** Creates or finds the snapshot; empty if another one has its name. */
  Optional<SnapshotCreationResult> create(FlinkStateSnapshot wanted) {
    var name = wanted.getMetadata().getName();
    try {
      client.resource(wanted).create();
      return Optional.of(new SnapshotCreationResult(name, true));
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != HTTP_CONFLICT) {
        throw refused;
      }
      return existing(wanted, refused)
          ? Optional.of(new SnapshotCreationResult(name, false))
          : Optional.empty();
    }
  }

  /** Returns whether the wanted snapshot exists. */
  boolean exists(FlinkStateSnapshot wanted) {
    var existing = client.resource(wanted).get();
    return existing != null && isSame(wanted, existing);
  }

  /** Compares with the existing one; throws if that was deleted meanwhile. */
  private boolean existing(FlinkStateSnapshot wanted, KubernetesClientException conflict) {
    var existing = client.resource(wanted).get();
    if (existing == null) {
      throw conflict;
    }
    return isSame(wanted, existing);
  }

  private boolean isSame(FlinkStateSnapshot wanted, FlinkStateSnapshot existing) {
    var declared = SnapshotDeclaration.of(existing.getSpec());
    var requested = SnapshotDeclaration.of(wanted.getSpec());
    return declared.job().equals(requested.job())
        && identity.apply(declared).equals(identity.apply(requested));
  }
}
