package io.tidemark.kubernetes.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.temporal.common.SearchAttributes;
import io.tidemark.workflow.execution.WorkflowSearchAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SearchAttributeSupportTest {
  private static final SearchAttributes NAME =
      SearchAttributes.newBuilder().set(WorkflowSearchAttributes.JOB_NAME, "orders").build();
  private static final SearchAttributes ALL =
      SearchAttributes.newBuilder(NAME).set(WorkflowSearchAttributes.JOB_KIND, "kind").build();

  private final SearchAttributeSupport support = new SearchAttributeSupport();
  private final List<SearchAttributes> calls = new ArrayList<>();

  @Test
  @DisplayName("W2 only those that the server lacks are left out")
  void leftOut() {
    support.setUnsupported(Set.of("JobKind"));

    support.call(ALL, calls::add);

    assertThat(calls).containsExactly(NAME);
  }

  @Test
  @DisplayName("W2 a server that refuses them is called without, until they are looked at again")
  void refused() {
    support.call(ALL, this::refuse);
    support.call(ALL, this::refuse);

    assertThat(calls).containsExactly(ALL, SearchAttributes.EMPTY, SearchAttributes.EMPTY);

    support.setUnsupported(Set.of());

    assertThat(support.supported(ALL)).isEqualTo(ALL);
  }

  @Test
  @DisplayName("W2 what the server refuses for another reason is not blamed on them")
  void otherReason() {
    assertThatThrownBy(() -> support.call(ALL, this::refuseAlways))
        .hasMessageContaining("INVALID_ARGUMENT");

    assertThat(support.supported(ALL)).isEqualTo(ALL);
  }

  private void refuse(SearchAttributes attributes) {
    calls.add(attributes);
    if (attributes.size() > 0) {
      throw Status.INVALID_ARGUMENT.asRuntimeException();
    }
  }

  private void refuseAlways(SearchAttributes attributes) {
    calls.add(attributes);
    throw Status.INVALID_ARGUMENT.asRuntimeException();
  }
}
