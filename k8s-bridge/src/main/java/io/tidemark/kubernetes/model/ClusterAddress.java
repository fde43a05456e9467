package io.tidemark.kubernetes.model;

import io.tidemark.workflow.flink.FlinkJob;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of a cluster's REST API and the Secrets for calls to it, as its FlinkDeployment
 * declares them (S4, M4). An annotation of a session job does not count: its owner's code runs in
 * the JobManager that the Secrets would be sent to. Pure.
 *
 * @param cluster the FlinkDeployment
 */
public record ClusterAddress(JobResource cluster) {
  private static final Pattern SERVICE =
      Pattern.compile("(?<name>[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?)(?::(?<port>[1-9]\\d{0,4}))?");

  private static final int LARGEST_PORT = 65_535;

  /** Returns a job on the cluster; empty if the address is invalid. */
  public Optional<FlinkJob> job(String jobId) {
    return error().isPresent() ? Optional.empty() : Optional.of(valid(jobId));
  }

  private FlinkJob valid(String jobId) {
    var metadata = cluster.getMetadata();
    return new FlinkJob(metadata.getNamespace(), metadata.getName(), port(), jobId)
        .withSecrets(
            annotation(JobAnnotations.FLINK_TLS_SECRET),
            annotation(JobAnnotations.FLINK_AUTH_SECRET))
        .at(service().map(Service::name).orElse(null));
  }

  /** Returns the port of the REST API. */
  private int port() {
    return service()
        .flatMap(Service::port)
        .or(() -> cluster.configuration().restPort())
        .orElse(FlinkConfiguration.DEFAULT_REST_PORT);
  }

  /**
   * Returns the reason for which the cluster has no address, in a sentence; empty if it has one.
   */
  public Optional<String> error() {
    return serviceError()
        .or(
            () ->
                service().flatMap(Service::port).isPresent()
                    ? Optional.empty()
                    : cluster
                        .configuration()
                        .restPortError()
                        .map(
                            error ->
                                "flinkConfiguration of %s: %s."
                                    .formatted(cluster.reference(), error)));
  }

  private Optional<String> serviceError() {
    return cluster
        .annotation(JobAnnotations.REST_SERVICE)
        .filter(text -> parse(text).isEmpty())
        .map(
            text ->
                "annotation %s of %s is '%s', but must be the name of a Service in the same namespace, or NAME:PORT."
                    .formatted(JobAnnotations.REST_SERVICE, cluster.reference(), text));
  }

  private Optional<Service> service() {
    return cluster.annotation(JobAnnotations.REST_SERVICE).flatMap(ClusterAddress::parse);
  }

  private static Optional<Service> parse(String text) {
    var matcher = SERVICE.matcher(text.strip());
    return matcher.matches()
        ? Optional.of(
                new Service(
                    matcher.group("name"),
                    Optional.ofNullable(matcher.group("port")).map(Integer::valueOf)))
            .filter(service -> service.port().orElse(1) <= LARGEST_PORT)
        : Optional.empty();
  }

  private @Nullable String annotation(String name) {
    return cluster.annotation(name).orElse(null);
  }

  private record Service(String name, Optional<Integer> port) {}
}
