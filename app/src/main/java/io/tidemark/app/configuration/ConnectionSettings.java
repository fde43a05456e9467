package io.tidemark.app.configuration;

import static io.tidemark.app.configuration.DeclaredSettings.declare;

import io.tidemark.flink.FlinkEndpoints;
import io.tidemark.flink.job.AllowedHost;
import io.tidemark.flink.job.JarSettings;
import io.tidemark.kubernetes.model.OperatingMode;
import io.tidemark.kubernetes.store.ResourceSelector;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import io.tidemark.workflow.model.TaskQueue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of what Tidemark serves, calls and listens on. {@link Settings} inherits them, so
 * they are declared before its own.
 */
abstract class ConnectionSettings {
  static final Setting<OperatingMode> MODE =
      declare(
          "tidemark.mode",
          "companion",
          SettingType.oneOf(OperatingMode.class),
          "`companion`: the Flink operator manages the jobs, and serves their nonces and"
              + " `kubernetes.operator.periodic.*`; `standalone`: there is no such operator, and Tidemark"
              + " serves them.");
  static final Setting<WatchedNamespaces> WATCH_NAMESPACES =
      declare(
          "tidemark.watch.namespaces",
          "",
          SettingType.NAMESPACES,
          "The Kubernetes namespaces to serve; not set: all of them.");
  static final Setting<ResourceSelector> WATCH_NAMESPACE_SELECTOR =
      declare(
          "tidemark.watch-namespace-selector",
          "",
          SettingType.LABEL_SELECTOR,
          "The Kubernetes namespaces to serve, by their labels, instead of"
              + " `tidemark.watch.namespaces`. A namespace that gets the labels is served without a"
              + " restart.");
  static final Setting<ResourceSelector> WATCH_LABEL_SELECTOR =
      declare(
          "tidemark.watch-label-selector",
          "",
          SettingType.LABEL_SELECTOR,
          "The snapshots to serve, by their labels; not set: all of them. Snapshots that Tidemark"
              + " creates get the labels that it asks for.");
  static final Setting<String> TASK_QUEUE =
      declare(
          "tidemark.task-queue",
          TaskQueue.DEFAULT,
          SettingType.TEXT,
          "The Temporal task queue that workflows are started on and workers poll.");
  static final Setting<Optional<String>> CLUSTER_ID =
      declare(
          "tidemark.cluster-id",
          "",
          SettingType.optional(SettingType.TEXT),
          "The identity of the Kubernetes cluster, which no other cluster on the task queue may have;"
              + " not set: the uid of the namespace `kube-system`.");
  static final Setting<FlinkEndpoints> FLINK_REST_URL_TEMPLATE =
      declare(
          "tidemark.flink.rest-url-template",
          "http://{name}-rest.{namespace}:{port}",
          SettingType.URL_TEMPLATE,
          "Where a cluster's REST API is, from the name and namespace of its FlinkDeployment and the"
              + " `rest.port` of its configuration.");
  static final Setting<Duration> FLINK_REQUEST_TIMEOUT =
      declare(
          "tidemark.flink.request-timeout",
          "10 s",
          SettingType.DURATION,
          "How long one call to Flink may take before it is cancelled and repeated.");
  static final Setting<Duration> FLINK_POLL_INTERVAL =
      declare(
          "tidemark.flink.poll-interval",
          "2 s",
          SettingType.DURATION,
          "The longest time between two polls of a snapshot in progress; the first polls come sooner.");
  static final Setting<Duration> FLINK_STORE_DURATION =
      declare(
          "tidemark.flink.store-duration",
          "5 min",
          SettingType.DURATION,
          "How long Flink remembers a snapshot after its end: the shortest `rest.async.store-duration` of"
              + " the clusters.");
  static final Setting<String> FLINK_TLS_DIRECTORY =
      declare(
          "tidemark.flink.tls-directory",
          "",
          SettingType.DIRECTORY,
          "A Secret mounted as a directory, with `ca.crt`, or `tls.crt` and `tls.key`, or all: the"
              + " authority to trust and the client certificate to present where a job names no"
              + " certificates of its own. Needs a template that begins with `https:`. Read again when it"
              + " changes.");
  static final Setting<String> FLINK_AUTH_DIRECTORY =
      declare(
          "tidemark.flink.auth-directory",
          "",
          SettingType.DIRECTORY,
          "A Secret mounted as a directory, with `token`, or `username` and `password`: the credentials"
              + " to send where a job names none of its own. Needs a template with one host, since the"
              + " owner of any other host would learn them. Read again when it changes.");
  static final Setting<Set<String>> JAR_ALLOWED_SCHEMES =
      declare(
          JarSettings.ALLOWED_SCHEMES,
          "https",
          SettingType.URL_SCHEMES,
          "The schemes that `spec.job.jarURI` of a session job may have.");
  static final Setting<List<AllowedHost>> JAR_ALLOWED_HOSTS =
      declare(
          JarSettings.ALLOWED_HOSTS,
          "",
          SettingType.HOSTS,
          "The hosts that jars may be fetched from although their addresses are not public: a server"
              + " inside the cluster or the company. Other hosts with loopback, link-local, private or"
              + " multicast addresses are refused.");
  static final Setting<Long> JAR_MAX_SIZE =
      declare(
          JarSettings.MAX_SIZE,
          "1 GiB",
          SettingType.SIZE,
          "The largest jar of a session job. While it is uploaded, it lies in the temporary directory.");
  static final Setting<Integer> HTTP_PORT =
      declare(
          "tidemark.http.port",
          "8080",
          SettingType.PORT,
          "The port of `/health/live`, `/health/ready` and `/metrics`; 0: any free port, which the log names.");
}
