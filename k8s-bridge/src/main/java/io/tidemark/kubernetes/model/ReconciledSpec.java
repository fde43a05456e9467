package io.tidemark.kubernetes.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tidemark.workflow.model.SnapshotType;
import java.util.Optional;

/**
 * A spec in {@code status.reconciliationStatus}, in the reference operator's own format: a string
 * that holds JSON.
 *
 * @param spec the raw spec of the resource; {@code job.state} and {@code job.upgradeMode} are those
 *     that were reached
 * @param apiVersion the version of the resource
 * @param firstDeployment whether no change of the spec was carried out yet
 */
public record ReconciledSpec(JsonNode spec, String apiVersion, boolean firstDeployment) {
  private static final String API_VERSION = FlinkResources.GROUP + "/" + FlinkResources.VERSION;
  private static final JsonMapper JSON = new JsonMapper();
  private static final String SPEC = "spec";
  private static final String METADATA = "resource_metadata";
  private static final String VERSION_FIELD = "apiVersion";
  private static final String FIRST = "firstDeployment";

  public ReconciledSpec {
    requireNonNull(spec, "spec is null");
    requireNonNull(apiVersion, "apiVersion is null");
  }

  /** Returns the form of a spec as it stands on a resource. */
  public static ReconciledSpec of(JsonNode spec, boolean firstDeployment) {
    return new ReconciledSpec(spec, API_VERSION, firstDeployment);
  }

  /**
   * Parses the text of a status, also in the reference's older form, which is the spec and an
   * {@code apiVersion} beside its fields; empty for a text that cannot be read.
   */
  public static Optional<ReconciledSpec> parse(String text) {
    try {
      return JSON.readTree(text) instanceof ObjectNode node
          ? Optional.of(node.has(METADATA) ? current(node) : older(node))
          : Optional.empty();
    } catch (JsonProcessingException unreadable) {
      return Optional.empty();
    }
  }

  private static ReconciledSpec current(ObjectNode node) {
    var metadata = node.path(METADATA);
    return new ReconciledSpec(
        node.path(SPEC),
        metadata.path(VERSION_FIELD).asText(API_VERSION),
        metadata.path(FIRST).asBoolean());
  }

  private static ReconciledSpec older(ObjectNode node) {
    var version = node.path(VERSION_FIELD).asText(API_VERSION);
    return new ReconciledSpec(node.without(VERSION_FIELD), version, false);
  }

  /** Returns {@code job.state}; empty without one, as for a session cluster. */
  public Optional<String> jobState() {
    return jobField("state");
  }

  /** Returns {@code job.upgradeMode}; empty without one. */
  public Optional<String> upgradeMode() {
    return jobField("upgradeMode");
  }

  private Optional<String> jobField(String name) {
    return Optional.ofNullable(spec.path("job").path(name).textValue());
  }

  /** Returns the same spec with another {@code job.state}; one without a job stays as it is. */
  public ReconciledSpec withJobState(String state) {
    return withJobField("state", state);
  }

  /** Returns the same spec with another {@code job.upgradeMode}. */
  public ReconciledSpec withUpgradeMode(String mode) {
    return withJobField("upgradeMode", mode);
  }

  /** Returns the nonce of this type that was served last; empty before the first. */
  public Optional<Long> triggerNonce(SnapshotType type) {
    return Optional.of(spec.path("job").path(nonceField(type)))
        .filter(JsonNode::isIntegralNumber)
        .map(JsonNode::longValue);
  }

  /** Returns the same spec with another nonce that was served. */
  public ReconciledSpec withTriggerNonce(SnapshotType type, long nonce) {
    return withJobField(nonceField(type), LongNode.valueOf(nonce));
  }

  private static String nonceField(SnapshotType type) {
    return type.word() + "TriggerNonce";
  }

  private ReconciledSpec withJobField(String name, String value) {
    return withJobField(name, TextNode.valueOf(value));
  }

  private ReconciledSpec withJobField(String name, JsonNode value) {
    var changed = spec.deepCopy();
    if (changed.path("job") instanceof ObjectNode job) {
      job.set(name, value);
    }
    return new ReconciledSpec(changed, apiVersion, firstDeployment);
  }

  /** Returns the text for the status. */
  public String json() {
    var node = JSON.createObjectNode();
    node.set(SPEC, spec);
    node.putObject(METADATA).put(VERSION_FIELD, apiVersion).put(FIRST, firstDeployment);
    return node.toString();
  }
}
