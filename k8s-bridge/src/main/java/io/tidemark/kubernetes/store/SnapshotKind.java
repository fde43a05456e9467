package io.tidemark.kubernetes.store;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.kubernetes.model.FlinkResources;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Knows from discovery, which everybody may read, whether the API server serves FlinkStateSnapshots
 * (L1). Without an answer they count as served, and so they do where only a right to them is
 * missing. That they are served counts for some seconds; otherwise each call asks, so that a CRD is
 * noticed at once.
 */
public final class SnapshotKind implements BooleanSupplier {
  private static final Duration VALIDITY = Duration.ofSeconds(5);
  private static final String PLURAL = HasMetadata.getPlural(FlinkStateSnapshot.class);

  private final KubernetesClient client;
  private final InstantSource clock;
  private boolean served = true;
  private Instant validUntil = Instant.MIN;

  public SnapshotKind(KubernetesClient client, InstantSource clock) {
    this.client = requireNonNull(client, "client is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  @Override
  public synchronized boolean getAsBoolean() {
    var now = clock.instant();
    if (!served || !now.isBefore(validUntil)) {
      served = ask();
      validUntil = now.plus(VALIDITY);
    }
    return served;
  }

  private boolean ask() {
    try {
      return Optional.ofNullable(
              client.getApiResources(FlinkResources.GROUP + "/" + FlinkResources.VERSION))
          .filter(
              list -> list.getResources().stream().anyMatch(kind -> kind.getName().equals(PLURAL)))
          .isPresent();
    } catch (KubernetesClientException unknown) {
      return true;
    }
  }
}
