package io.tidemark.app.configuration;

import static java.util.Objects.requireNonNull;

import io.tidemark.flink.FlinkSettings;
import io.tidemark.kubernetes.bridge.BridgeSettings;
import io.tidemark.kubernetes.claim.ClaimSettings;
import io.tidemark.kubernetes.creation.CreationSettings;
import io.tidemark.kubernetes.model.OperatingMode;
import io.tidemark.kubernetes.periodic.PeriodicSettings;
import io.tidemark.kubernetes.retention.CleanupSettings;
import io.tidemark.kubernetes.store.ResourceSelector;
import io.tidemark.kubernetes.store.ServedNamespaces;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The configuration of the process, read and checked at start: the settings records of the modules,
 * which are passed on as they are. Connections to Temporal and Kubernetes are not part of it:
 * temporal-envconfig and fabric8 read them from the standard variables.
 *
 * @param bridge what is watched, and where workflows are started
 * @param claims the limits of a snapshot, and where savepoints may be
 * @param creation the values of created snapshots that no job sets
 * @param periodic how snapshots are taken by schedules
 * @param cleanup which snapshots are deleted, and when
 * @param flink how Flink is called
 * @param standalone how jobs are run and observed in the mode standalone
 * @param server the process itself
 */
public record TidemarkConfiguration(
    BridgeSettings bridge,
    ClaimSettings claims,
    CreationSettings creation,
    PeriodicSettings periodic,
    CleanupSettings cleanup,
    FlinkSettings flink,
    StandaloneSettings standalone,
    ServerSettings server) {
  public TidemarkConfiguration {
    requireNonNull(bridge, "bridge is null");
    requireNonNull(claims, "claims is null");
    requireNonNull(creation, "creation is null");
    requireNonNull(periodic, "periodic is null");
    requireNonNull(cleanup, "cleanup is null");
    requireNonNull(flink, "flink is null");
    requireNonNull(standalone, "standalone is null");
    requireNonNull(server, "server is null");
  }

  /** Returns who manages the jobs. */
  public OperatingMode mode() {
    return periodic.mode();
  }

  /** Returns the namespaces to serve. */
  public ServedNamespaces namespaces() {
    return bridge.namespaces();
  }

  /** Returns the snapshots to serve, by their labels. */
  public ResourceSelector selector() {
    return bridge.selector();
  }

  /** Returns the task queue that workflows are started on and workers poll. */
  public String taskQueue() {
    return bridge.taskQueue();
  }

  /**
   * Reads the environment and, if one is named there, the configuration file. The environment wins.
   *
   * @throws ConfigurationException with all problems found
   */
  public static TidemarkConfiguration load(Map<String, String> environment) {
    var problems = new ArrayList<String>();
    var values = new SettingValues(sources(environment, problems), problems);
    var configuration = SettingsReader.read(values);
    problems.addAll(conflicts(configuration.flink()));
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return configuration;
  }

  private static List<SettingSource> sources(
      Map<String, String> environment, List<String> problems) {
    var sources = new ArrayList<SettingSource>();
    sources.add(Environment.read(environment));
    try {
      Environment.configurationFile(environment)
          .map(ConfigurationFile::read)
          .ifPresent(sources::add);
    } catch (ConfigurationException e) {
      problems.addAll(e.problems());
    }
    return sources;
  }

  /** Returns one line for each directory that does not fit the URL template. */
  private static List<String> conflicts(FlinkSettings flink) {
    var template = flink.endpoints().template();
    var conflicts = new ArrayList<String>();
    if (!flink.tlsDirectory().isEmpty() && !flink.endpoints().https()) {
      conflicts.add(
          "tidemark.flink.tls-directory=%s would not be used: tidemark.flink.rest-url-template=%s does not begin with https:"
              .formatted(flink.tlsDirectory(), template));
    }
    if (!flink.authDirectory().isEmpty() && !flink.endpoints().oneHost()) {
      conflicts.add(
          "tidemark.flink.auth-directory=%s would be sent to any host that a job's name leads to: tidemark.flink.rest-url-template=%s must have one host, or the jobs name credentials of their own"
              .formatted(flink.authDirectory(), template));
    }
    return conflicts;
  }
}
