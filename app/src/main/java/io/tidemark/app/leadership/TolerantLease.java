package io.tidemark.app.leadership;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Reads a Lease that others may have edited: one without a spec, or with an incomplete one, is
 * free. fabric8's own lock would try indefinitely to create the former, and stop the election at
 * the latter.
 *
 * <p>The times in a Lease are by its holder's clock, which may differ from ours. So a Lease counts
 * as renewed when this replica first saw it as it is.
 */
final class TolerantLease extends LeaseLock {
  private static final Duration ANY = Duration.ofSeconds(1);

  private @Nullable LeaseSpec seen;
  private ZonedDateTime seenSince = now();

  TolerantLease(LeaseSettings settings, String identity) {
    super(settings.namespace(), settings.name(), identity);
  }

  @Override
  protected LeaderElectionRecord toRecord(Lease lease) {
    return complete(lease) ? countedFromFirstSight(super.toRecord(lease), lease.getSpec()) : free();
  }

  private LeaderElectionRecord countedFromFirstSight(LeaderElectionRecord written, LeaseSpec spec) {
    if (!spec.equals(seen)) {
      seen = spec;
      seenSince = now();
    }
    return new LeaderElectionRecord(
        written.getHolderIdentity(),
        written.getLeaseDuration(),
        written.getAcquireTime(),
        seenSince,
        written.getLeaderTransitions());
  }

  private static ZonedDateTime now() {
    return ZonedDateTime.now(ZoneOffset.UTC);
  }

  /**
   * Writes an empty holder instead of null: a patch leaves out a null and would keep the old
   * holder.
   */
  @Override
  protected Lease toResource(LeaderElectionRecord leader, ObjectMetaBuilder metadata) {
    var lease = super.toResource(leader, metadata);
    if (leader.getHolderIdentity() == null) {
      lease.getSpec().setHolderIdentity("");
    }
    return lease;
  }

  private static boolean complete(Lease lease) {
    var spec = lease.getSpec();
    return spec != null
        && set(spec.getLeaseDurationSeconds())
        && set(spec.getAcquireTime())
        && set(spec.getRenewTime());
  }

  private static boolean set(@Nullable Object value) {
    return value != null;
  }

  private static LeaderElectionRecord free() {
    return new LeaderElectionRecord("", ANY, now(), now(), 0);
  }
}
