package io.tidemark.e2e;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.tidemark.dev.Programs;
import io.tidemark.dev.Waits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A release of the Helm chart: {@code helm/tidemark} with the published CRDs in it, as {@code make
 * chart} packs it.
 */
final class Chart {
  private static final Path SOURCE = Path.of("..", "helm", "tidemark");
  private static final List<String> CRDS =
      List.of("flinkdeployments", "flinksessionjobs", "flinkstatesnapshots");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String PARENT =
      """
      apiVersion: v2
      name: platform
      version: 1.0.0
      dependencies:
        - {name: tidemark, version: ">0", condition: tidemark.enabled}
      """;

  private final Path directory;
  private final String namespace;
  private final Path values;

  private Chart(Path directory, String namespace, Path values) {
    this.directory = directory;
    this.namespace = namespace;
    this.values = values;
  }

  /**
   * A release named "tidemark".
   *
   * @param work a folder for the packed chart
   * @param namespace the release's namespace
   * @param values YAML
   */
  static Chart release(Path work, String namespace, String values) {
    try {
      var directory = Files.createDirectories(work).resolve("tidemark");
      copy(SOURCE, directory);
      var crds = Files.createDirectories(directory.resolve("crd-files"));
      for (var kind : CRDS) {
        var name = kind + ".flink.apache.org-v1.yml";
        Files.writeString(crds.resolve(name), SharedStack.resource("/META-INF/fabric8/" + name));
      }
      var file = Files.writeString(work.resolve("values.yaml"), values);
      return new Chart(directory, namespace, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A release of a chart that has this one in it, as it is when "enabled" is true. */
  static Chart subchart(Path work, String namespace, String values) {
    try {
      var parent = Files.createDirectories(work.resolve("parent"));
      copy(SOURCE, parent.resolve("charts").resolve("tidemark"));
      Files.writeString(parent.resolve("Chart.yaml"), PARENT);
      var file = Files.writeString(work.resolve("values.yaml"), "tidemark: " + values);
      return new Chart(parent, namespace, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder of the chart. */
  Path directory() {
    return directory;
  }

  /** {@code helm lint}, strictly. */
  Execution lint() {
    return helm("lint", "--strict");
  }

  /** The manifests, hooks included. */
  String manifests() {
    return template().successful();
  }

  Execution template() {
    return helm("template", "tidemark");
  }

  /** The manifests that an installation in this cluster would have. */
  String manifestsFor(Path kubeconfig) {
    return helm("template", "tidemark", "--dry-run=server", "--kubeconfig=" + kubeconfig)
        .successful();
  }

  /** The manifests of some kinds, or all of them. */
  List<HasMetadata> resources(KubernetesClient client, String... kinds) {
    var manifests = manifests().getBytes(StandardCharsets.UTF_8);
    return client.load(new ByteArrayInputStream(manifests)).items().stream()
        .filter(it -> kinds.length == 0 || List.of(kinds).contains(it.getKind()))
        .toList();
  }

  /** Makes its service account and grants it its rights, and installs nothing else. */
  void grant(KubernetesClient client) {
    resources(client, "ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding")
        .forEach(resource -> client.resource(resource).forceConflicts().serverSideApply());
  }

  /** Installs it for real, without waiting for pods that no kubelet runs. */
  String install(Path kubeconfig) {
    return helm("install", "tidemark", "--kubeconfig=" + kubeconfig).successful();
  }

  /** Installs or upgrades it, and takes over what is there already. */
  String upgrade(Path kubeconfig) {
    return helm(
            "upgrade",
            "tidemark",
            "--install",
            "--take-ownership",
            "--force-conflicts",
            "--kubeconfig=" + kubeconfig)
        .successful();
  }

  /** {@code helm rollback} to a revision. */
  Execution rollback(Path kubeconfig, int revision) {
    return released(
        kubeconfig, "rollback", "tidemark", String.valueOf(revision), "--force-conflicts");
  }

  /** {@code helm uninstall}, which runs the hooks and waits for them. */
  Execution uninstall(Path kubeconfig) {
    return released(kubeconfig, "uninstall", "tidemark", Waits.timeoutOption());
  }

  /** The environment variables of a pod template's only container that have a value. */
  static Map<String, String> environment(HasMetadata workload) {
    var variables = new LinkedHashMap<String, String>();
    for (var variable : container(workload).get("env")) {
      if (variable.has("value")) {
        variables.put(variable.get("name").asText(), variable.get("value").asText());
      }
    }
    return variables;
  }

  /** The arguments of a pod template's only container. */
  static List<String> arguments(HasMetadata workload) {
    return JSON.convertValue(container(workload).get("args"), new TypeReference<List<String>>() {});
  }

  private static JsonNode container(HasMetadata workload) {
    return JSON.valueToTree(workload).at("/spec/template/spec/containers/0");
  }

  private Execution helm(String command, String... more) {
    var words = new ArrayList<>(List.of(Programs.path("helm").toString(), command));
    words.addAll(List.of(more));
    words.addAll(List.of(directory.toString(), "--namespace=" + namespace, "--values=" + values));
    return Execution.of(words);
  }

  private Execution released(Path kubeconfig, String... words) {
    var command = new ArrayList<>(List.of(Programs.path("helm").toString()));
    command.addAll(List.of(words));
    command.addAll(List.of("--namespace=" + namespace, "--kubeconfig=" + kubeconfig));
    return Execution.of(command);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (var file : files.toList()) {
        var target = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
