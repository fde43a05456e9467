package io.tidemark.app.check;

import static io.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_INT;
import static io.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.tidemark.app.check.CheckResult.Verdict;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TemporalChecksTest {
  private FakeTemporal temporal;
  private WorkflowServiceStubs service;

  @BeforeEach
  void open() throws IOException {
    temporal = new FakeTemporal();
    service = temporal.service();
  }

  @AfterEach
  void close() {
    service.shutdownNow();
    temporal.close();
  }

  private Set<String> leftOut = Set.of();

  @Test
  void whatTheServerRegistersIsThereAfterwards() {
    var checks = new TemporalChecks(service, FakeTemporal.NAMESPACE);
    assertThat(checks.run())
        .extracting(CheckResult::verdict)
        .containsExactly(Verdict.OK, Verdict.OPTIONAL);

    registration().register();

    assertThat(checks.run())
        .extracting(CheckResult::verdict)
        .containsExactly(Verdict.OK, Verdict.OK);
  }

  @Test
  void theyAreRegisteredAgainAfterTemporalIsWiped() {
    var registration = registration();
    registration.register();

    temporal.searchAttributes.clear();
    registration.register();

    assertThat(temporal.searchAttributes)
        .containsEntry("SnapshotName", INDEXED_VALUE_TYPE_KEYWORD)
        .hasSize(8);
  }

  @Test
  void aSearchAttributeOfAnotherTypeIsNamedAndStaysAsItIs() {
    temporal.searchAttributes.put("JobName", INDEXED_VALUE_TYPE_INT);

    var registration = registration();

    registration.register();

    assertThat(temporal.searchAttributes).containsEntry("JobName", INDEXED_VALUE_TYPE_INT);
    assertThat(registration.check().detail()).contains("[JobName]");
    assertThat(leftOut).containsExactly("JobName");
  }

  @Test
  @DisplayName("W2 a search attribute that cannot be registered is left out alone, until it can be")
  void leftOutAlone() {
    temporal.noRoomFor.add("SnapshotType");
    var registration = registration();

    registration.register();

    assertThat(leftOut).containsExactly("SnapshotType");
    assertThat(temporal.searchAttributes).hasSize(7);

    temporal.noRoomFor.clear();
    registration.register();

    assertThat(leftOut).isEmpty();
    assertThat(temporal.searchAttributes).hasSize(8);
  }

  @Test
  void withoutTheRightToRegisterTidemarkRunsWithoutThem() {
    temporal.operatorAllowed = false;

    var registration = registration();

    registration.register();

    assertThat(registration.check().verdict()).isEqualTo(Verdict.OPTIONAL);
    assertThat(leftOut).hasSize(8);
  }

  @Test
  void aNamespaceThatDoesNotExistComesWithTheCommandThatCreatesIt() {
    assertThat(new TemporalChecks(service, "team-a").run())
        .singleElement()
        .matches(CheckResult::missing)
        .asString()
        .contains("temporal operator namespace create -n team-a");
  }

  @Test
  void aServerThatCannotBeReachedIsOneLineWithTheVariableToCheck() {
    var nowhere =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget("localhost:1").build());

    var results = new TemporalChecks(nowhere, "default").run();

    nowhere.shutdownNow();
    assertThat(results)
        .extracting(CheckResult::line)
        .singleElement()
        .asString()
        .startsWith("MISSING   Temporal localhost:1: cannot be reached")
        .contains("TEMPORAL_ADDRESS");
  }

  private SearchAttributeRegistration registration() {
    return new SearchAttributeRegistration(
        service, FakeTemporal.NAMESPACE, names -> leftOut = names);
  }
}
