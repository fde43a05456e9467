package io.tidemark.workflow.retention;

import static io.tidemark.workflow.retention.RetentionScenario.age;
import static io.tidemark.workflow.retention.RetentionScenario.capped;
import static io.tidemark.workflow.retention.RetentionScenario.count;
import static io.tidemark.workflow.retention.RetentionScenario.retained;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RetentionPolicyTest {
  @Test
  @DisplayName("H2 a negative limit is refused by name and value")
  void negative() {
    assertThatThrownBy(() -> count(-1)).hasMessage("maxCount is negative: -1");
    assertThatThrownBy(() -> age(-1)).hasMessage("maxAge is negative: PT-1H");
    assertThatThrownBy(() -> capped(-2, null)).hasMessage("maxAgeThreshold is negative: PT-2H");
    assertThatThrownBy(() -> capped(null, -3)).hasMessage("maxCountThreshold is negative: -3");
    assertThatThrownBy(() -> retained(-4)).hasMessage("retainedCheckpoints is negative: -4");
  }
}
