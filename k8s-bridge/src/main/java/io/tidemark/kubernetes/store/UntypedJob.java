package io.tidemark.kubernetes.store;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.tidemark.kubernetes.model.FlinkResources;
import io.tidemark.kubernetes.model.JobResource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A job resource as the API server has it, with fields that {@link JobResource} does not: read, and
 * written on the condition of its version, with one request for each method.
 */
record UntypedJob(
    KubernetesClient client, Class<? extends JobResource> kind, String namespace, String name) {
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  /** Returns the resource; empty if it is gone or another one has its name. */
  Optional<GenericKubernetesResource> read(String uid) {
    return Optional.ofNullable(
            client
                .genericKubernetesResources(context())
                .inNamespace(namespace)
                .withName(name)
                .get())
        .filter(found -> uid.equals(found.getMetadata().getUid()));
  }

  GenericKubernetesResource patchMetadata(String resourceVersion, Map<String, ?> changes) {
    var metadata = new HashMap<String, Object>(changes);
    metadata.put("resourceVersion", resourceVersion);
    return resource().patch(MERGE, json(Map.of("metadata", metadata)));
  }

  GenericKubernetesResource patchStatus(String resourceVersion, Map<String, ?> status) {
    var patch = Map.of("metadata", Map.of("resourceVersion", resourceVersion), "status", status);
    return resource().subresource("status").patch(MERGE, json(patch));
  }

  /** Returns a resource with a name only, so that the client does not read it before a patch. */
  private Resource<GenericKubernetesResource> resource() {
    var named = new GenericKubernetesResource();
    named.setApiVersion(FlinkResources.GROUP + "/" + FlinkResources.VERSION);
    named.setKind(context().getKind());
    named.setMetadata(new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
    return client.genericKubernetesResources(context()).inNamespace(namespace).resource(named);
  }

  private ResourceDefinitionContext context() {
    return ResourceDefinitionContext.fromResourceType(kind);
  }

  private String json(Object patch) {
    return client.getKubernetesSerialization().asJson(patch);
  }
}
