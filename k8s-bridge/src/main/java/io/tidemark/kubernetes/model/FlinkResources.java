package io.tidemark.kubernetes.model;

/** Names that the published CRDs and the reference operator define. */
public final class FlinkResources {
  public static final String GROUP = "flink.apache.org";
  public static final String VERSION = "v1beta1";

  /**
   * The reference operator's own finalizer, so that a resource can move between the two systems
   * (R16).
   */
  public static final String FINALIZER = "flinkstatesnapshots.flink.apache.org/finalizer";

  private FlinkResources() {}
}
