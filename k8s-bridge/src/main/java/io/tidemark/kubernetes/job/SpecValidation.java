package io.tidemark.kubernetes.job;

import io.tidemark.kubernetes.model.ClusterAddress;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.JobSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks what a user wrote, before anything is done with it; what runs continues (U11). Pure. Jars
 * are checked when they are fetched.
 */
final class SpecValidation {
  private static final List<String> STATES =
      List.of(SessionJobSpec.RUNNING, SessionJobSpec.SUSPENDED);
  private static final List<String> MODES =
      List.of(SessionJobSpec.SAVEPOINT, SessionJobSpec.LAST_STATE, SessionJobSpec.STATELESS);

  /** Keys that would decide what the job starts from, or which job it is (J2). */
  private static final List<String> REFUSED =
      List.of(
          "execution.savepoint.path",
          "execution.state-recovery.path",
          "kubernetes.cluster-id",
          "high-availability.cluster-id");

  private static final String INTERNAL = "$internal.";
  private static final List<String> CLAIM_MODES =
      List.of("execution.state-recovery.claim-mode", "execution.savepoint-restore-mode");

  private static final List<String> RETENTIONS =
      List.of(
          "execution.checkpointing.externalized-checkpoint-retention",
          "execution.checkpointing.externalized-checkpoint-mode");
  private static final String RETAINED = "RETAIN_ON_CANCELLATION";

  private final SessionJobSpec spec;
  private final Optional<SessionJobSpec> reached;
  private final Optional<JobResource> cluster;
  private final ChangeOptions options;

  private SpecValidation(
      SessionJobSpec spec,
      Optional<SessionJobSpec> reached,
      Optional<JobResource> cluster,
      ChangeOptions options) {
    this.spec = spec;
    this.reached = reached;
    this.cluster = cluster;
    this.options = options;
  }

  /** Returns the first problem, with the name and value of the field; empty without one. */
  static Optional<String> problem(SessionJobObservation observed) {
    var validation =
        new SpecValidation(
            observed.spec(),
            observed.status().reconciledSpec(),
            observed.cluster(),
            observed.options());
    return Stream.concat(validation.problems(), validation.refusedKeys()).findFirst();
  }

  private Stream<String> problems() {
    return Stream.<Optional<String>>of(
            unless(spec.hasJob(), "spec.job is missing"),
            unless(
                spec.jarUri().isPresent() || spec.entryClass().isPresent(),
                "spec.job.jarURI or spec.job.entryClass is needed"),
            spec.parallelism()
                .filter(parallelism -> parallelism < 1)
                .map("spec.job.parallelism is %d, but must be at least 1"::formatted),
            unknown("spec.job.state", spec.state(), STATES),
            unknown("spec.job.upgradeMode", spec.upgradeMode(), MODES),
            deploymentName(),
            cluster.filter(SpecValidation::isApplication).map(this::ofApplication),
            cluster.flatMap(it -> new ClusterAddress(it).error()),
            redeployWithoutPath(),
            checkpointsDiscarded(),
            options.error().map("flinkConfiguration: "::concat))
        .flatMap(Optional::stream);
  }

  private static Optional<String> unless(boolean condition, String problem) {
    return condition ? Optional.empty() : Optional.of(problem);
  }

  private static Optional<String> unknown(String field, String value, List<String> allowed) {
    return allowed.contains(value)
        ? Optional.empty()
        : Optional.of(
            "%s is '%s', but must be one of %s"
                .formatted(field, value, String.join(", ", allowed)));
  }

  private Optional<String> deploymentName() {
    if (spec.deploymentName().isEmpty()) {
      return Optional.of("spec.deploymentName is missing");
    }
    return reached
        .flatMap(SessionJobSpec::deploymentName)
        .filter(before -> !before.equals(spec.deploymentName().get()))
        .map(
            before ->
                "spec.deploymentName is '%s', but cannot be changed from '%s'"
                    .formatted(spec.deploymentName().get(), before));
  }

  private static boolean isApplication(JobResource deployment) {
    return Optional.ofNullable(deployment.getSpec()).map(JobSpec::job).isPresent();
  }

  private String ofApplication(JobResource deployment) {
    return "spec.deploymentName is '%s', which is an application cluster and takes no session jobs"
        .formatted(deployment.getMetadata().getName());
  }

  private Optional<String> redeployWithoutPath() {
    var changed =
        reached.isPresent()
            && spec.savepointRedeployNonce().isPresent()
            && !spec.savepointRedeployNonce()
                .equals(reached.flatMap(SessionJobSpec::savepointRedeployNonce));
    return changed && spec.initialSavepointPath().isEmpty()
        ? Optional.of(
            "spec.job.savepointRedeployNonce is '%s', but spec.job.initialSavepointPath is missing"
                .formatted(spec.savepointRedeployNonce().get()))
        : Optional.empty();
  }

  private Optional<String> checkpointsDiscarded() {
    return spec.upgradeMode().equals(SessionJobSpec.LAST_STATE)
        ? RETENTIONS.stream()
            .flatMap(
                key ->
                    Stream.ofNullable(spec.configuration().get(key)).map(it -> Map.entry(key, it)))
            .filter(entry -> !entry.getValue().equalsIgnoreCase(RETAINED))
            .map(
                entry ->
                    "spec.job.upgradeMode is 'last-state', but flinkConfiguration: %s is '%s', so checkpoints do not survive a cancel; set it to %s or remove it, or set another upgradeMode"
                        .formatted(entry.getKey(), entry.getValue(), RETAINED))
            .findFirst()
        : Optional.empty();
  }

  private Stream<String> refusedKeys() {
    return spec.configuration().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(entry -> refused(entry.getKey(), entry.getValue()))
        .map(
            entry ->
                "flinkConfiguration: %s is '%s', but Tidemark decides what a job starts from and what its identity is; remove it"
                    .formatted(entry.getKey(), entry.getValue()));
  }

  private static boolean refused(String key, String value) {
    return REFUSED.contains(key)
        || key.startsWith(INTERNAL)
        || (CLAIM_MODES.contains(key) && !value.equals("NO_CLAIM"));
  }
}
