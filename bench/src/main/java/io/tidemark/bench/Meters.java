package io.tidemark.bench;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidemark.bench.PrometheusText.Sample;
import io.tidemark.dev.DevStack;
import io.tidemark.dev.TidemarkServer;
import java.util.Set;

/** Reads what each component counts of itself. */
final class Meters {
  /**
   * Of the resources that Tidemark touches, the benchmark creates and deletes snapshots, which
   * Tidemark never does, and watches them: so what is left is Tidemark's alone.
   */
  private static final Set<String> OF_THE_BENCHMARK =
      Set.of("POST flinkstatesnapshots", "DELETE flinkstatesnapshots", "WATCH flinkstatesnapshots");

  private final KubernetesClient kubernetes;
  private final TidemarkServer tidemark;

  Meters(DevStack stack, TidemarkServer tidemark) {
    this.kubernetes = stack.kubernetes().client();
    this.tidemark = tidemark;
  }

  Usage read() {
    return new Usage(kubernetesRequests(kubernetes), temporalRequests());
  }

  /** Returns Tidemark's requests by verb and resource, since the API server was started. */
  static Counts kubernetesRequests(KubernetesClient kubernetes) {
    return new PrometheusText(kubernetes.raw("/metrics"))
        .count(
            "apiserver_request_total",
            sample -> touchedByTidemark(sample) && !OF_THE_BENCHMARK.contains(kind(sample)),
            Meters::kind);
  }

  private static boolean touchedByTidemark(Sample sample) {
    return sample.label("group").equals("flink.apache.org")
        || sample.label("resource").equals("events");
  }

  private static String kind(Sample sample) {
    var subresource = sample.label("subresource");
    return sample.label("verb")
        + " "
        + sample.label("resource")
        + (subresource.isEmpty() ? "" : "/" + subresource);
  }

  private Counts temporalRequests() {
    return new PrometheusText(tidemark.metrics())
        .count("temporal_request_total", sample -> true, sample -> sample.label("operation"));
  }
}
