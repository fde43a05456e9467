package io.tidemark.workflow.model;

/**
 * The origin of the request for a snapshot; the names are the values of the label {@code
 * snapshot.trigger-type} (R13).
 */
public enum TriggerType {
  MANUAL,
  PERIODIC,
  UPGRADE
}
