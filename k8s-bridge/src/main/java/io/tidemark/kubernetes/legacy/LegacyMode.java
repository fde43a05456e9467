package io.tidemark.kubernetes.legacy;

import static java.util.Objects.requireNonNull;

import io.tidemark.kubernetes.model.BooleanParser;
import io.tidemark.kubernetes.model.InvalidSettingException;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.store.JobStore;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Decides whether nonces and schedules of a job create no resources (L1). It is decided each time,
 * so neither a changed configuration nor a CRD that is installed later needs a restart.
 */
public final class LegacyMode {
  /** The key by which a job, or its cluster, turns snapshot resources on or off. */
  public static final String KEY = "kubernetes.operator.snapshot.resource.enabled";

  private final boolean possible;
  private final JobStore jobs;
  private final boolean resourcesByDefault;
  private final BooleanSupplier resourcesServed;

  /**
   * Creates the decision.
   *
   * @param resourcesByDefault whether jobs that do not say so themselves get resources
   * @param resourcesServed whether the API server serves FlinkStateSnapshots
   */
  public LegacyMode(JobStore jobs, boolean resourcesByDefault, BooleanSupplier resourcesServed) {
    this(true, jobs, resourcesByDefault, resourcesServed);
  }

  private LegacyMode(
      boolean possible,
      JobStore jobs,
      boolean resourcesByDefault,
      BooleanSupplier resourcesServed) {
    this.possible = possible;
    this.jobs = requireNonNull(jobs, "jobs is null");
    this.resourcesByDefault = resourcesByDefault;
    this.resourcesServed = requireNonNull(resourcesServed, "resourcesServed is null");
  }

  /** Returns the decision for the mode companion, in which resources are always created. */
  public static LegacyMode never(JobStore jobs) {
    return new LegacyMode(false, jobs, true, () -> true);
  }

  /**
   * Returns whether the job is in legacy mode. Its cluster is read if it does not say so itself.
   *
   * @throws InvalidSettingException if the configuration has neither true nor false, and the API
   *     server serves FlinkStateSnapshots
   */
  public boolean isOn(JobResource job) {
    return possible
        && !job.handledByReference()
        && (!resourcesServed.getAsBoolean() || !enabled(job));
  }

  /** Returns the same, but the default for a job whose configuration cannot be read. */
  boolean isOnOrByDefault(JobResource job) {
    try {
      return isOn(job);
    } catch (InvalidSettingException unreadable) {
      return !resourcesByDefault;
    }
  }

  private boolean enabled(JobResource job) {
    return own(job)
        .or(() -> jobs.clusterOf(job).flatMap(LegacyMode::own))
        .orElse(resourcesByDefault);
  }

  private static Optional<Boolean> own(JobResource resource) {
    return resource
        .configuration()
        .first(KEY)
        .map(text -> InvalidSettingException.parse(KEY, text, BooleanParser::parse));
  }
}
