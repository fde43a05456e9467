package io.tidemark.kubernetes.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tidemark.kubernetes.model.FlinkConfiguration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The spec of a session job as it stands on the resource or in its status. Values are as they are
 * written; {@link SpecValidation} checks them.
 *
 * @param raw the whole spec
 */
record SessionJobSpec(JsonNode raw) {
  /** The values of {@code job.state}. */
  static final String RUNNING = "running";

  static final String SUSPENDED = "suspended";

  /** The values of {@code job.upgradeMode}. */
  static final String STATELESS = "stateless";

  static final String LAST_STATE = "last-state";
  static final String SAVEPOINT = "savepoint";

  private static final String JOB = "job";

  static SessionJobSpec of(Optional<JsonNode> raw) {
    return new SessionJobSpec(raw.orElse(MissingNode.getInstance()));
  }

  boolean hasJob() {
    return raw.path(JOB).isObject();
  }

  Optional<String> deploymentName() {
    return text(raw.path("deploymentName"));
  }

  Optional<String> jarUri() {
    return job("jarURI");
  }

  Optional<String> entryClass() {
    return job("entryClass");
  }

  List<String> args() {
    return StreamSupport.stream(raw.path(JOB).path("args").spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  Optional<Integer> parallelism() {
    return Optional.of(raw.path(JOB).path("parallelism"))
        .filter(JsonNode::isNumber)
        .map(JsonNode::asInt);
  }

  /** Returns the desired state; running unless it is set. */
  String state() {
    return job("state").orElse(RUNNING);
  }

  boolean suspended() {
    return state().equals(SUSPENDED);
  }

  /** Returns the upgrade mode; stateless unless it is set, as in the reference. */
  String upgradeMode() {
    return job("upgradeMode").orElse(STATELESS);
  }

  boolean stateless() {
    return upgradeMode().equals(STATELESS);
  }

  boolean allowNonRestoredState() {
    return raw.path(JOB).path("allowNonRestoredState").asBoolean();
  }

  Optional<String> initialSavepointPath() {
    return job("initialSavepointPath");
  }

  Optional<String> savepointRedeployNonce() {
    return job("savepointRedeployNonce");
  }

  /** Returns the job's own configuration, flat. */
  Map<String, String> configuration() {
    return Map.copyOf(FlinkConfiguration.flat(raw.path("flinkConfiguration")));
  }

  private Optional<String> job(String name) {
    return text(raw.path(JOB).path(name));
  }

  private static Optional<String> text(JsonNode value) {
    return Optional.of(value)
        .filter(JsonNode::isValueNode)
        .filter(node -> !node.isNull())
        .map(JsonNode::asText)
        .filter(text -> !text.isBlank());
  }
}
