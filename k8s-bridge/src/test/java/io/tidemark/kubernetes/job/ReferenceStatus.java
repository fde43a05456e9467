package io.tidemark.kubernetes.job;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A status as the reference operator writes it. */
final class ReferenceStatus {
  static final String PATH = "file:///sp/initial";

  private final JobScenario scenario;
  private final String mode;
  final Map<String, Object> job = new LinkedHashMap<>();
  final Map<String, Object> status = new HashMap<>();

  ReferenceStatus(JobScenario scenario, String mode) {
    this.scenario = scenario;
    this.mode = mode;
  }

  ReferenceStatus jobStatus(@Nullable String jobId, String state, @Nullable String path) {
    job.put("jobId", jobId);
    job.put("jobName", "orders");
    job.put("state", state);
    job.put("startTime", "1795764573103");
    job.put("updateTime", Long.toString(scenario.clock().instant().toEpochMilli()));
    job.put("upgradeSavepointPath", path);
    return this;
  }

  /** The spec is carried out. */
  ReferenceStatus deployed(String jobState, boolean stable) {
    var reached = spec(jobState, !stable);
    return reconciled("DEPLOYED", reached, stable ? reached : null)
        .lifecycle(stable ? "STABLE" : "DEPLOYED");
  }

  /** The spec is being carried out, the first one or after another. */
  ReferenceStatus upgrading(String jobState, boolean first) {
    return reconciled("UPGRADING", spec(jobState, first), first ? null : spec("running", false))
        .lifecycle("UPGRADING");
  }

  /** The answer to the first submission was lost, and what was reached is not known. */
  ReferenceStatus unknownFirst() {
    return reconciled("UPGRADING", null, null).lifecycle("CREATED");
  }

  private ReferenceStatus reconciled(
      String state, @Nullable String reached, @Nullable String stable) {
    var all = new HashMap<String, @Nullable Object>();
    all.put("reconciliationTimestamp", 1795764568336L);
    all.put("state", state);
    all.put("lastReconciledSpec", reached);
    all.put("lastStableSpec", stable);
    status.put("reconciliationStatus", all);
    status.put("observedGeneration", 1);
    return this;
  }

  private ReferenceStatus lifecycle(String state) {
    status.put("lifecycleState", state);
    return this;
  }

  private String spec(String jobState, boolean first) {
    var path = mode.contains("initialSavepointPath") ? "\"" + PATH + "\"" : "null";
    var reached = path.equals("null") ? mode.replaceFirst(",.*", "") : "savepoint";
    return """
    {"spec":{"job":{"jarURI":"https://a/b.jar","parallelism":1,"entryClass":null,"args":[],\
    "state":"%s","savepointTriggerNonce":null,"initialSavepointPath":%s,\
    "checkpointTriggerNonce":null,"upgradeMode":"%s","allowNonRestoredState":null,\
    "savepointRedeployNonce":null,"autoscalerResetNonce":null},"restartNonce":null,\
    "flinkConfiguration":{},"deploymentName":"session"},\
    "resource_metadata":{"apiVersion":"flink.apache.org/v1beta1","firstDeployment":%s}}\
    """
        .formatted(jobState, path, reached, first);
  }

  void write() {
    status.put("jobStatus", job);
    scenario.status(status);
  }
}
