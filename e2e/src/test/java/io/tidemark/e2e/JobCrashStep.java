package io.tidemark.e2e;

import java.util.function.Predicate;

/**
 * A step of the upgrade of a session job with a savepoint, by the request at which it is held. If
 * the answer is held and not the request, the server has acted, and Tidemark does not know.
 */
enum JobCrashStep implements CrashName {
  JAR_FETCHED("jar uploaded, not answered", true),
  LOOK("jar id written, look", false),
  STOP_SENT("stop sent, not answered", true),
  OLD_ENDED("old job ended, not seen", false),
  STOP_DONE("stop done, not recorded", false),
  PATH_RECORDED("path recorded, not in the status", false),
  PATH_WRITTEN("path in the status", false),
  SNAPSHOT("UPGRADE snapshot created", false),
  SUBMISSION("submission written, not in the status", false),
  SUBMITTED("submitted, not answered", true),
  STARTED("submitted, not recorded", false),
  JAR_DELETED("jar deleted, not answered", true),
  END("end", false);

  private static final String STATUS = "/status";

  private final String words;
  private final boolean arrives;

  JobCrashStep(String words, boolean arrives) {
    this.words = words;
    this.arrives = arrives;
  }

  @Override
  public String words() {
    return words;
  }

  /** Returns true if the request goes to Flink, and not to Kubernetes. */
  boolean atFlink() {
    return switch (this) {
      case JAR_FETCHED, LOOK, STOP_SENT, OLD_ENDED, SUBMITTED, JAR_DELETED -> true;
      case STOP_DONE, PATH_RECORDED, PATH_WRITTEN, SNAPSHOT, SUBMISSION, STARTED, END -> false;
    };
  }

  /**
   * Holds this step of the session jobs of one cluster's resource, whose name theirs begin with.
   */
  Hold hold(HttpProxy flink, HttpProxy kubernetes, String namespace, String cluster) {
    var proxy = atFlink() ? flink : kubernetes;
    Predicate<Call> ofCell = call -> is(call) && belongs(call, namespace, cluster);
    return arrives ? proxy.holdAnswers(ofCell) : proxy.holdRequests(ofCell);
  }

  private boolean belongs(Call call, String namespace, String cluster) {
    return atFlink()
        ? call.isFor(namespace, cluster)
        : call.path().contains("/flinksessionjobs/" + cluster + "-")
            || call.body().contains("\"name\":\"" + cluster + "-");
  }

  private boolean is(Call call) {
    return switch (this) {
      case JAR_FETCHED -> sends(call, "POST", "/jars/upload");
      case LOOK -> sends(call, "GET", "/checkpoints");
      case STOP_SENT -> sends(call, "POST", "/stop");
      case OLD_ENDED -> call.polls();
      case STOP_DONE -> annotates(call, "tidemark.io/stop") && call.body().contains("\\\"path\\\"");
      case PATH_RECORDED -> reports(call, "UPGRADING") && call.body().contains("FINISHED");
      case PATH_WRITTEN -> sends(call, "POST", "/flinkstatesnapshots");
      case SNAPSHOT -> submits(call);
      case SUBMISSION -> starts(call);
      case SUBMITTED -> sends(call, "POST", "/run");
      case STARTED -> reports(call, "DEPLOYED");
      case JAR_DELETED -> call.method().equals("DELETE") && call.path().contains("/jars/");
      case END -> reports(call, "STABLE");
    };
  }

  private static boolean submits(Call call) {
    return annotates(call, "tidemark.io/submission") && call.body().contains("tidemark.io/jar\"");
  }

  private static boolean starts(Call call) {
    return reports(call, "UPGRADING") && call.body().contains("RECONCILING");
  }

  private static boolean sends(Call call, String method, String path) {
    return call.method().equals(method) && withoutQuery(call).endsWith(path);
  }

  private static boolean annotates(Call call, String annotation) {
    return call.method().equals("PATCH")
        && !withoutQuery(call).endsWith(STATUS)
        && call.body().contains(annotation);
  }

  private static boolean reports(Call call, String lifecycle) {
    return call.method().equals("PATCH")
        && withoutQuery(call).endsWith(STATUS)
        && call.body().contains("\"lifecycleState\":\"" + lifecycle + "\"");
  }

  private static String withoutQuery(Call call) {
    return call.path().replaceFirst("\\?.*", "");
  }
}
