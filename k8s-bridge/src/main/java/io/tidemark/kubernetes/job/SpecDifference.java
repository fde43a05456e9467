package io.tidemark.kubernetes.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The differences of a spec from the one that was reached, by the reference's rules of what needs
 * another start. Pure.
 *
 * @param fields the names of the fields that need one; empty if the job can run on
 * @param redeploy whether the job is to start from {@code initialSavepointPath}
 */
record SpecDifference(List<String> fields, boolean redeploy) {
  /** Fields that take effect at the next start, or not at Flink. */
  private static final List<String> IGNORED =
      List.of(
          "upgradeMode",
          "allowNonRestoredState",
          "initialSavepointPath",
          "savepointTriggerNonce",
          "checkpointTriggerNonce",
          "autoscalerResetNonce",
          "state");

  private static final List<String> IGNORED_KEYS =
      List.of("kubernetes.operator.", "job.autoscaler.");
  private static final String PARALLELISM = "parallelism.default";
  private static final String REDEPLOY = "savepointRedeployNonce";
  private static final String RESTART = "restartNonce";
  private static final String JOB = "job";
  private static final String CONFIGURATION = "flinkConfiguration";

  SpecDifference {
    fields = List.copyOf(fields);
  }

  /** Compares the desired spec with the one that was reached; {@code job.state} is left out. */
  static SpecDifference of(SessionJobSpec desired, SessionJobSpec reached) {
    var fields =
        Stream.of(
                fields("", desired.raw(), reached.raw(), List.of(JOB, CONFIGURATION, RESTART)),
                fields("job.", job(desired), job(reached), ignoredAndNonce()),
                configuration(desired, reached),
                nonce(RESTART, RESTART, desired.raw(), reached.raw()),
                nonce("job." + REDEPLOY, REDEPLOY, job(desired), job(reached)))
            .flatMap(found -> found)
            .toList();
    return new SpecDifference(fields, fields.contains("job." + REDEPLOY));
  }

  boolean none() {
    return fields.isEmpty();
  }

  private static List<String> ignoredAndNonce() {
    return Stream.concat(IGNORED.stream(), Stream.of(REDEPLOY)).toList();
  }

  private static JsonNode job(SessionJobSpec spec) {
    return spec.raw().path(JOB);
  }

  private static Stream<String> fields(
      String prefix, JsonNode desired, JsonNode reached, List<String> ignored) {
    return names(desired, reached)
        .filter(name -> !ignored.contains(name))
        .filter(name -> !value(desired, name).equals(value(reached, name)))
        .map(name -> prefix + name);
  }

  /** Returns a nonce that was changed; one that was removed has no effect. */
  private static Stream<String> nonce(
      String field, String name, JsonNode desired, JsonNode reached) {
    return value(desired, name).isPresent() && !value(desired, name).equals(value(reached, name))
        ? Stream.of(field)
        : Stream.of();
  }

  private static Stream<String> configuration(SessionJobSpec desired, SessionJobSpec reached) {
    var before = reached.configuration();
    var after = desired.configuration();
    return Stream.of(before, after)
        .flatMap(all -> all.keySet().stream())
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .filter(key -> !key.equals(PARALLELISM))
        .filter(key -> IGNORED_KEYS.stream().noneMatch(key::startsWith))
        .filter(
            key ->
                !Optional.ofNullable(before.get(key)).equals(Optional.ofNullable(after.get(key))))
        .map(key -> CONFIGURATION + "." + key);
  }

  private static Stream<String> names(JsonNode... nodes) {
    var names = new TreeSet<String>();
    for (var node : nodes) {
      node.fieldNames().forEachRemaining(names::add);
    }
    return names.stream();
  }

  /** Returns a value; one that is null, empty or the reference's default counts as missing. */
  private static Optional<JsonNode> value(JsonNode parent, String name) {
    var value = parent.path(name);
    var missing =
        value.isMissingNode()
            || value.isNull()
            || (value.isContainerNode() && value.isEmpty())
            || (value.isTextual() && value.textValue().isEmpty())
            || (value.isNumber() && value.asLong() == 0 && name.equals("parallelism"));
    return missing ? Optional.empty() : Optional.of(value);
  }
}
