package io.tidemark.workflow.model;

/** Composes the ids of the workflows that belong to one resource. */
final class WorkflowId {
  private static final int UID_DIGITS = 8;

  /** The limit of Temporal servers whose store is an SQL database. */
  private static final int LIMIT = 255;

  private WorkflowId() {}

  /**
   * Returns {@code <prefix>/<namespace>/<name>/<first 8 of uid>}. In an id over 255 characters, the
   * name is shortened and gets a hash (W7).
   */
  static String of(String prefix, String namespace, String name, String uid) {
    return of(prefix + "/" + namespace + "/", name, "/" + shortUid(uid));
  }

  /** Returns start, name and end in one, with a shortened name if that is over 255 characters. */
  static String of(String start, String name, String end) {
    var limit = LIMIT - start.length() - end.length();
    return start + LongName.withinLimit(name, limit) + end;
  }

  /** Returns the start of the uid, which distinguishes resources of the same name. */
  static String shortUid(String uid) {
    return uid.substring(0, Math.min(UID_DIGITS, uid.length()));
  }
}
