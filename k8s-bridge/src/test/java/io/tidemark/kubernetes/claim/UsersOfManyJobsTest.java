package io.tidemark.kubernetes.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import io.tidemark.kubernetes.fixture.PagingApiServer;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.kubernetes.store.LastKnownResources;
import io.tidemark.kubernetes.store.WatchedNamespaces;
import io.tidemark.workflow.model.SavepointPath;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Users of a savepoint among so many jobs that the answer takes a second and more. */
class UsersOfManyJobsTest {
  private final PagingApiServer api = new PagingApiServer();
  private boolean insideWorkflowTask = true;
  private final SavepointUsers users =
      new SavepointUsers(
          api.client(), WatchedNamespaces.ALL, LastKnownResources.NONE, () -> insideWorkflowTask);

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  @DisplayName("S8 R19 once the jobs are known to be many, no workflow task waits for them")
  void outsideOfWorkflowTask() {
    api.put("flinkdeployments", deployments());
    assertThat(usage().keptBy(SavepointPath.of("/d/3"))).contains("FlinkDeployment flink/job-3");
    var requests = api.lists().size();

    var refused = catchThrowableOfType(ApplicationFailure.class, this::usage);

    assertThat(refused.getCategory()).isEqualTo(ApplicationErrorCategory.BENIGN);
    assertThat(api.lists()).hasSize(requests);
    insideWorkflowTask = false;
    assertThat(usage().keptBy(SavepointPath.of("/d/3"))).contains("FlinkDeployment flink/job-3");
  }

  @Test
  @DisplayName("S8 R19 a workflow task asks for the users among few jobs itself")
  void insideWorkflowTask() {
    api.put("flinkdeployments", deployments().subList(0, 3));

    assertThat(usage().keptBy(SavepointPath.of("/d/3"))).isEmpty();
    assertThat(usage().keptBy(SavepointPath.of("/d/2"))).contains("FlinkDeployment flink/job-2");
  }

  private SavepointUsage usage() {
    return users.usage(SnapshotDraft.savepoint().read().id(), SavepointPath.of("/d/3"));
  }

  private static List<String> deployments() {
    return IntStream.range(0, 600)
        .mapToObj(
            number ->
                """
                {"apiVersion": "flink.apache.org/v1beta1", "kind": "FlinkDeployment",
                 "metadata": {"namespace": "flink", "name": "job-%1$d", "uid": "%1$d"},
                 "spec": {"job": {"initialSavepointPath": "/d/%1$d"}}}"""
                    .formatted(number))
        .toList();
  }
}
