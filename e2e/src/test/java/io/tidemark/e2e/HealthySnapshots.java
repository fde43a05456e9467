package io.tidemark.e2e;

import static io.tidemark.dev.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Snapshots of a healthy job that are taken and deleted while something goes wrong in another
 * namespace or cluster. How long they take is measured by {@code make neighbours}.
 */
final class HealthySnapshots {
  private static final int COUNT = 20;
  private static final String LABEL = "healthy-job";
  private static final String SAVEPOINT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: healthy-%1$d, labels: {healthy-job: %2$s}}
      spec:
        jobReference: {kind: FlinkDeployment, name: %2$s}
        savepoint: {}
      ---
      """;

  private final Snapshots snapshots;
  private final String job;

  private HealthySnapshots(Snapshots snapshots, String job) {
    this.snapshots = snapshots;
    this.job = job;
  }

  /** Requests savepoints of a FlinkDeployment, which begin at about the time of what follows. */
  static HealthySnapshots of(Snapshots snapshots, String job) {
    var yaml =
        IntStream.range(0, COUNT)
            .mapToObj(number -> SAVEPOINT.formatted(number, job))
            .collect(Collectors.joining());
    snapshots.apply(yaml);
    return new HealthySnapshots(snapshots, job);
  }

  /** Waits until all are taken, deletes them, and waits until they are gone with their data. */
  void awaitTakenAndDeleted() {
    var taken =
        await("the healthy snapshots of " + job)
            .until(
                this::resources,
                found -> found.size() == COUNT && found.stream().allMatch(Snapshot::ended));
    assertThat(taken).extracting(Snapshot::state).containsOnly("COMPLETED");
    assertThat(taken).extracting(Snapshot::failures).containsOnly(0);
    assertThat(taken).allSatisfy(it -> assertThat(it.directory()).exists());

    snapshots.kubectl("delete", "flinksnp", "-l", LABEL + "=" + job, "--wait=false");

    await("the healthy snapshots of " + job + " to be gone").until(() -> resources().isEmpty());
    assertThat(taken).allSatisfy(it -> assertThat(it.directory()).doesNotExist());
  }

  private List<Snapshot> resources() {
    return snapshots.labelled(LABEL, job);
  }
}
