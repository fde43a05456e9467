package io.tidemark.flink;

import static java.util.Objects.requireNonNull;

import io.tidemark.workflow.flink.FlinkJob;
import okhttp3.HttpUrl;

/**
 * The REST endpoints of the clusters.
 *
 * @param template an http or https URL in which {@code {name}}, {@code {namespace}} and {@code
 *     {port}} stand for the cluster's; without any of them, all jobs use the one URL
 */
public record FlinkEndpoints(String template) {
  /**
   * Throws IllegalArgumentException for a template with another placeholder, and for one that is no
   * URL once the placeholders are filled in.
   */
  public FlinkEndpoints {
    requireNonNull(template, "template is null");
    var sample = fill(template, "name", "namespace", 8081);
    if (sample.contains("{") || sample.contains("}")) {
      throw new IllegalArgumentException(
          "only {name}, {namespace} and {port} are known placeholders: " + template);
    }
    HttpUrl.get(sample);
  }

  /** Returns whether all clusters have the same host, whatever their names. */
  public boolean oneHost() {
    return HttpUrl.get(fill(template, "a", "b", 1))
        .host()
        .equals(HttpUrl.get(fill(template, "c", "d", 1)).host());
  }

  /** Returns whether clusters without certificates of their own are called over TLS. */
  public boolean https() {
    return HttpUrl.get(fill(template, "a", "b", 1)).isHttps();
  }

  /**
   * Returns the base URL of the cluster that runs this job; a cluster with certificates is called
   * over TLS (S4). One with a Service of its own is called there (M4).
   */
  HttpUrl of(FlinkJob job) {
    var url =
        job.restService() == null
            ? fill(template, job.cluster(), job.namespace(), job.restPort())
            : "%s://%s.%s:%d"
                .formatted(
                    https() ? "https" : "http", job.restService(), job.namespace(), job.restPort());
    return HttpUrl.get(job.tlsSecret() == null ? url : url.replaceFirst("^(?i)http:", "https:"));
  }

  private static String fill(String template, String name, String namespace, int port) {
    return template
        .replace("{name}", name)
        .replace("{namespace}", namespace)
        .replace("{port}", Integer.toString(port));
  }
}
