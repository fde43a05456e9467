package io.tidemark.kubernetes.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.kubernetes.fixture.ApiServer;
import io.tidemark.workflow.model.KubernetesCluster;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ClusterIdentityTest {
  private static final String PATH = "/api/v1/namespaces/kube-system";

  private final ApiServer api = new ApiServer();

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  @DisplayName("S6 the identity is the uid of the namespace kube-system, which is read once")
  void uid() {
    var system =
        api.put(
            new NamespaceBuilder().withNewMetadata().withName("kube-system").endMetadata().build());
    var identity = identity(Optional.empty());

    assertThat(identity.get().id()).isEqualTo(system.getMetadata().getUid());
    assertThat(identity.get().known()).isTrue();
    assertThat(api.requests()).hasSize(1);
  }

  @Test
  @DisplayName("S6 a configured identity needs no right on the namespace")
  void configured() {
    assertThat(identity(Optional.of("eu")).get()).isEqualTo(new KubernetesCluster("eu"));
    assertThat(api.requests()).isEmpty();
  }

  @Test
  @DisplayName("S6 without the right to read the namespace, the identity is not known")
  void forbidden() {
    api.refuseGet(PATH, 403);

    assertThat(identity(Optional.empty()).get()).isEqualTo(KubernetesCluster.UNKNOWN);
  }

  @Test
  @DisplayName("S6 an identity that is not known is read again, since the right may be granted")
  void grantedLater() {
    api.put(new NamespaceBuilder().withNewMetadata().withName("kube-system").endMetadata().build());
    api.refuseGet(PATH, 403);
    var identity = identity(Optional.empty());
    assertThat(identity.get().known()).isFalse();

    assertThat(identity.get().known()).isTrue();
  }

  @Test
  @DisplayName("S6 an API server that fails is asked again")
  void failure() {
    api.put(new NamespaceBuilder().withNewMetadata().withName("kube-system").endMetadata().build());
    api.refuseGet(PATH, 500);
    var identity = identity(Optional.empty());

    assertThatThrownBy(identity::get).isInstanceOf(KubernetesClientException.class);
    assertThat(identity.get().known()).isTrue();
  }

  private ClusterIdentity identity(Optional<String> configured) {
    return new ClusterIdentity(api.client(), configured);
  }
}
