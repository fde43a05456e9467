package io.tidemark.e2e;

import java.util.Locale;
import java.util.function.Predicate;

/** A step in the life of a snapshot, by the request with which it can be held. */
enum CrashStep {
  CLAIM("claim"),
  TRIGGER("trigger sent, not answered"),
  TRIGGERED("triggered, not recorded"),
  POLLING("polling"),
  RESULT("result known, not recorded"),
  BETWEEN("between metadata and status"),
  DISPOSAL("disposal sent"),
  FINALIZER("finalizer removal");

  private final String words;

  CrashStep(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  /** Its name as part of a resource's name. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns true if it is part of a resource's deletion. */
  boolean ofDeletion() {
    return this == DISPOSAL || this == FINALIZER;
  }

  /** Returns true if the request goes to Flink, and not to Kubernetes. */
  boolean atFlink() {
    return this == TRIGGER || this == POLLING || this == DISPOSAL;
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
    return this == CLAIM || this == TRIGGER || this == DISPOSAL;
  }

  private boolean is(Call call) {
    return switch (this) {
      case CLAIM -> patches(call, "tidemark.io/attempt");
      case TRIGGER -> call.triggers();
      case TRIGGERED -> patches(call, "IN_PROGRESS");
      case POLLING -> call.polls();
      case RESULT -> patches(call, "COMPLETED");
      case BETWEEN -> call.patchesStatus() && call.body().contains("COMPLETED");
      case DISPOSAL -> call.disposes();
      case FINALIZER -> patches(call, "\"finalizers\":[]");
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
