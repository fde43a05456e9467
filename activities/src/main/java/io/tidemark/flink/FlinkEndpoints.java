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

  /** The base URL of the cluster that runs this job. */
  HttpUrl of(FlinkJob job) {
    return HttpUrl.get(fill(template, job.cluster(), job.namespace(), job.restPort()));
  }

  private static String fill(String template, String name, String namespace, int port) {
    return template
        .replace("{name}", name)
        .replace("{namespace}", namespace)
        .replace("{port}", Integer.toString(port));
  }
}
