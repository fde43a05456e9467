package io.tidemark.e2e;

import java.util.function.Predicate;

/** A step in the life of a snapshot, by the request with which it can be held, if there is one. */
enum CrashStep implements CrashName {
  /** The JobManager answers, and does not have the job yet. */
  WAITING("waiting for the job", Course.TAKEN),
  CLAIM("claim", Course.TAKEN),
  TRIGGER("trigger sent, not answered", Course.TAKEN),
  TRIGGERED("triggered, not recorded", Course.TAKEN),
  POLLING("polling", Course.TAKEN),
  RESULT("result known, not recorded", Course.TAKEN),
  BETWEEN("between metadata and status", Course.TAKEN),
  ABANDON("abandon recorded, not answered", Course.ABANDONED),
  /** Flink has not completed the abandoned savepoint yet. */
  CLEANUP("clean-up after an abandon", Course.ABANDONED),
  DISPOSAL("disposal sent", Course.DELETED),
  /** Flink has accepted the disposal and never ends it; a user skips it after the fault. */
  HANGING("disposal that hangs", Course.DELETED),
  FINALIZER("finalizer removal", Course.DELETED);

  /** How the life of a snapshot goes. */
  enum Course {
    /** It is taken, and its resource stays. */
    TAKEN,
    /** A user gives it up while Flink takes it. */
    ABANDONED,
    /** Its resource is deleted when it has been taken. */
    DELETED
  }

  private final String words;
  private final Course course;

  CrashStep(String words, Course course) {
    this.words = words;
    this.course = course;
  }

  @Override
  public String words() {
    return words;
  }

  Course course() {
    return course;
  }

  /** Returns true if the snapshots come to the step before the requests of others are held. */
  boolean early() {
    return this == WAITING || course != Course.TAKEN;
  }

  /** Returns true if Flink must not have completed the snapshots yet. */
  boolean takesLong() {
    return this == TRIGGERED || course == Course.ABANDONED;
  }

  /** Returns true if the request goes to Flink, and not to Kubernetes. */
  boolean atFlink() {
    return this == TRIGGER || this == POLLING || this == DISPOSAL || !held();
  }

  /** Returns false if the snapshots stay at the step without a request that is held. */
  boolean held() {
    return this != WAITING && this != CLEANUP && this != HANGING;
  }

  /** Holds this step of the snapshots of one FlinkDeployment, whose name theirs begin with. */
  Hold hold(HttpProxy flink, HttpProxy kubernetes, String namespace, String deployment) {
    var proxy = atFlink() ? flink : kubernetes;
    Predicate<Call> ofCell = call -> is(call) && belongs(call, namespace, deployment);
    return arrives() ? proxy.holdAnswers(ofCell) : proxy.holdRequests(ofCell);
  }

  /**
   * Returns true if the answer is held and not the request: the server has acted, the client does
   * not know.
   */
  private boolean arrives() {
    return this == CLAIM || this == TRIGGER || this == ABANDON || this == DISPOSAL;
  }

  private boolean is(Call call) {
    return switch (this) {
      case CLAIM -> patches(call, "tidemark.io/attempt");
      case TRIGGER -> call.triggers();
      case TRIGGERED -> patches(call, "IN_PROGRESS");
      case POLLING -> call.polls();
      case RESULT -> patches(call, "COMPLETED");
      case BETWEEN -> call.patchesStatus() && call.body().contains("COMPLETED");
      case ABANDON -> call.patchesStatus() && call.body().contains("ABANDONED");
      case DISPOSAL -> call.disposes();
      case FINALIZER -> patches(call, "\"finalizers\":[]");
      case WAITING, CLEANUP, HANGING -> false;
    };
  }

  private boolean belongs(Call call, String namespace, String deployment) {
    return atFlink()
        ? call.isFor(namespace, deployment)
        : call.snapshot().filter(name -> name.startsWith(deployment + "-")).isPresent();
  }

  private static boolean patches(Call call, String text) {
    return call.patchesMetadata() && call.body().contains(text);
  }
}
