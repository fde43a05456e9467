package io.tidemark.flink;

import static java.util.Objects.requireNonNull;

import io.tidemark.workflow.flink.FlinkJob;
import okhttp3.HttpUrl;

/**
 * Where the REST endpoints of the clusters are.
 *
 * @param template an http or https URL in which {@code {name}}, {@code {namespace}} and {@code
 *     {port}} stand for the cluster's; without any, all jobs are asked for at the one URL
 */
public record FlinkEndpoints(String template) {
  /**
   * Throws IllegalArgumentException if the template is not a URL once filled in, or has another
   * placeholder.
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

  /** Whether all clusters are asked at one host, whatever their names. */
  public boolean oneHost() {
    return HttpUrl.get(fill(template, "a", "b", 1))
        .host()
        .equals(HttpUrl.get(fill(template, "c", "d", 1)).host());
  }

  /** Whether clusters are asked by TLS that name no certificates of their own. */
  public boolean https() {
    return HttpUrl.get(fill(template, "a", "b", 1)).isHttps();
  }

  /** The base URL of the cluster that runs this job; one with certificates is asked by TLS (S4). */
  HttpUrl of(FlinkJob job) {
    var url = fill(template, job.cluster(), job.namespace(), job.restPort());
    return HttpUrl.get(job.tlsSecret() == null ? url : url.replaceFirst("^(?i)http:", "https:"));
  }

  private static String fill(String template, String name, String namespace, int port) {
    return template
        .replace("{name}", name)
        .replace("{namespace}", namespace)
        .replace("{port}", Integer.toString(port));
  }
}
