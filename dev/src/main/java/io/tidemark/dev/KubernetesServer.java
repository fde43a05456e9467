package io.tidemark.dev;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * etcd and kube-apiserver, with RBAC and the CRDs of flink-kubernetes-operator-api. There are no
 * nodes; without the controller manager nothing is collected and deleted namespaces stay.
 */
public final class KubernetesServer implements AutoCloseable {
  static final List<String> PROGRAMS = List.of("etcd", "kube-apiserver");
  static final String CONTROLLER_MANAGER = "kube-controller-manager";
  private static final List<String> KINDS =
      List.of("flinkdeployments", "flinksessionjobs", "flinkstatesnapshots");

  private final KubernetesCommands commands;
  private final Kubeconfig kubeconfigs;
  private final Path kubeconfig;
  private final DevProcess etcd;
  private final DevProcess apiServer;
  private final Supplier<DevProcess> newControllerManager;
  private DevProcess controllerManager;
  private KubernetesClient client;

  /**
   * @param programs the paths of {@link #PROGRAMS}, in that order
   */
  KubernetesServer(Path directory, List<Path> programs) {
    commands = new KubernetesCommands(directory);
    commands.writeFiles();
    var server = "https://127.0.0.1:" + commands.apiServerPort;
    kubeconfigs = new Kubeconfig(directory, server, commands.certificate());
    kubeconfig = kubeconfigs.write("admin", commands.adminToken);
    var etcdReady = URI.create(commands.etcdAddress() + "/readyz");
    etcd =
        new DevProcess(
            "etcd", directory, commands.etcd(programs.get(0)), () -> Http.PLAIN.serves(etcdReady));
    apiServer =
        new DevProcess(
            "kube-apiserver",
            directory,
            commands.apiServer(programs.get(1)),
            this::apiServerIsReady);
    newControllerManager =
        () ->
            new DevProcess(
                "kube-controller-manager",
                directory,
                commands.controllerManager(Programs.path(CONTROLLER_MANAGER), kubeconfig),
                this::controllerManagerIsReady);
  }

  void start() {
    etcd.start();
    apiServer.start();
    client = new KubernetesClientBuilder().withConfig(config()).build();
    client
        .namespaces()
        .withName("default")
        .waitUntilCondition(Objects::nonNull, Waits.LIMIT.toSeconds(), TimeUnit.SECONDS);
    KINDS.forEach(this::installCrd);
    KINDS.forEach(this::awaitEstablished);
  }

  /** The address of etcd, whose gateway answers JSON over HTTP. */
  public URI etcdAddress() {
    return URI.create(commands.etcdAddress());
  }

  /** etcd, to kill, pause and restart. */
  public DevProcess etcd() {
    return etcd;
  }

  /** The API server, to kill, pause and restart. */
  public DevProcess apiServer() {
    return apiServer;
  }

  /** The controller manager, to start when the stack was built without, and to kill. */
  public synchronized DevProcess controllerManager() {
    if (controllerManager == null) {
      controllerManager = newControllerManager.get();
    }
    return controllerManager;
  }

  /** The kubeconfig of the administrator. */
  public Path kubeconfig() {
    return kubeconfig;
  }

  /** The kubeconfig of a user who may do nothing until a role is bound to the user "guest". */
  public Path guestKubeconfig() {
    return kubeconfigs.write("guest", commands.guestToken);
  }

  /** The kubeconfig of a service account, which is made if need be and may do nothing by itself. */
  public Path serviceAccountKubeconfig(String namespace, String name) {
    var account =
        new ServiceAccountBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(name)
            .endMetadata()
            .build();
    client.resource(account).serverSideApply();
    var request = new TokenRequestBuilder().withNewSpec().endSpec().build();
    var token =
        client.serviceAccounts().inNamespace(namespace).withName(name).tokenRequest(request);
    return kubeconfigs.write(namespace + "-" + name, token.getStatus().getToken());
  }

  /** The client configuration of the administrator. */
  public Config config() {
    return config(kubeconfig);
  }

  /** Returns a client configuration whose requests may take as long as the machine needs. */
  public static Config config(Path kubeconfig) {
    return new ConfigBuilder(Config.fromKubeconfig(kubeconfig.toFile()))
        .withRequestTimeout(Math.toIntExact(Waits.LIMIT.toMillis()))
        .build();
  }

  /** A client of the administrator, closed with the stack. */
  public KubernetesClient client() {
    return client;
  }

  /** Makes a namespace; one that exists is fine. */
  public void createNamespace(String name) {
    var namespace = new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build();
    client.resource(namespace).serverSideApply();
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
    }
    if (controllerManager != null) {
      controllerManager.kill();
    }
    apiServer.kill();
    etcd.kill();
  }

  private boolean apiServerIsReady() {
    return Files.exists(commands.certificate()) && answersOk(config(), "/readyz");
  }

  private boolean controllerManagerIsReady() {
    var address = "https://127.0.0.1:" + commands.controllerManagerPort;
    var anyone = new ConfigBuilder(Config.empty()).withMasterUrl(address).withTrustCerts(true);
    return answersOk(anyone.build(), "/healthz");
  }

  private static boolean answersOk(Config config, String path) {
    try (var probe = new KubernetesClientBuilder().withConfig(config).build()) {
      return "ok".equals(probe.raw(path));
    }
  }

  private void installCrd(String kind) {
    var file = "/META-INF/fabric8/" + crd(kind) + "-v1.yml";
    try (var yaml = Resources.open(file)) {
      client
          .resource(Serialization.unmarshal(yaml, CustomResourceDefinition.class))
          .serverSideApply();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitEstablished(String kind) {
    client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(crd(kind))
        .waitUntilCondition(
            KubernetesServer::isEstablished, Waits.LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  private static boolean isEstablished(CustomResourceDefinition crd) {
    return Stream.ofNullable(crd)
        .flatMap(it -> Stream.ofNullable(it.getStatus()))
        .flatMap(it -> Stream.ofNullable(it.getConditions()))
        .flatMap(List::stream)
        .anyMatch(it -> it.getType().equals("Established") && it.getStatus().equals("True"));
  }

  private static String crd(String kind) {
    return kind + ".flink.apache.org";
  }
}
