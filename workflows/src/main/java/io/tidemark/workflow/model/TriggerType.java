package io.tidemark.workflow.model;

/**
 * Who asked for a snapshot; the names are the values of the label {@code snapshot.trigger-type}
 * (R13).
 */
public enum TriggerType {
  MANUAL,
  PERIODIC,
  UPGRADE
}
