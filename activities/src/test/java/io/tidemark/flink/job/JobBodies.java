package io.tidemark.flink.job;

import static io.tidemark.flink.FlinkBodies.errors;

/** Answers of Flink's REST API to the starts and stops of jobs, as flink-rest.md measured them. */
final class JobBodies {
  static final String JAR = "8f6a0d4e-5f0c-4c3f-9a53-4f8f6ad1e7a1_job.jar";
  static final String CONFIG =
      """
      {"refresh-interval":3000,"timezone-name":"Coordinated Universal Time","timezone-offset":0,
       "flink-version":"1.20.5","flink-revision":"0980485 @ 2026-06-08T09:21:06+02:00",
       "features":{"web-submit":true,"web-cancel":true,"web-rescale":false,"web-history":false}}""";
  static final String CONFIG_WITHOUT_SUBMIT =
      CONFIG.replace("\"web-submit\":true", "\"web-submit\":false");
  static final String UPLOADED =
      """
      {"filename":"/tmp/flink-web-upload/%s","status":"success"}"""
          .formatted(JAR);
  static final String DUPLICATE =
      refused(
          "org.apache.flink.runtime.client.DuplicateJobSubmissionException: Job has already been"
              + " submitted.");
  static final String DUPLICATE_2 =
      refused(
          "org.apache.flink.runtime.client.DuplicateApplicationSubmissionException: Application has"
              + " already been submitted.");
  static final String MAIN_THREW =
      refused(
          "org.apache.flink.client.program.ProgramInvocationException: The main method caused an"
              + " error: no such table\n\tat x.Y.z(Y.java:1)\nCaused by:"
              + " java.lang.IllegalStateException: no such table");
  static final String CLASS_MISSING =
      internal(
          "java.util.concurrent.CompletionException:"
              + " org.apache.flink.client.program.ProgramInvocationException: The program's entry"
              + " point class 'no.such.Main' was not found in the jar file.");
  static final String JAR_MISSING =
      internal(
          "java.util.concurrent.CompletionException: java.lang.IllegalStateException: Jar file"
              + " /tmp/flink-web-upload/none.jar does not exist");
  static final String JAR_DELETED =
      refused(
          "org.apache.flink.util.FlinkException: Could not upload job files.\n\tat"
              + " x.Y.z(Y.java:1)\nCaused by: java.io.FileNotFoundException:"
              + " /tmp/flink-web-upload/%s (No such file or directory)".formatted(JAR));
  static final String RESTORE_REFUSED =
      refused(
          "org.apache.flink.runtime.client.JobInitializationException: Could not start the"
              + " JobMaster.\n\tat x.Y.z(Y.java:1)\nCaused by: java.io.FileNotFoundException:"
              + " Cannot find checkpoint or savepoint file/directory 'P' on file system 'file'.");
  static final String TIMED_OUT =
      refused(
          "java.util.concurrent.TimeoutException: Invocation of"
              + " [RemoteRpcInvocation(DispatcherGateway.submitJob(JobGraph, Duration))] timed out.");

  private JobBodies() {}

  static String submitted(String jobId) {
    return "{\"jobid\":\"%s\"}".formatted(jobId);
  }

  static String refused(String cause) {
    return errors(
        "org.apache.flink.runtime.rest.handler.RestHandlerException: Could not execute"
            + " application.\n\tat"
            + " org.apache.flink.runtime.webmonitor.handlers.JarRunHandler.lambda$handleRequest$4(JarRunHandler.java:1)\nCaused"
            + " by: java.util.concurrent.CompletionException:"
            + " org.apache.flink.util.FlinkRuntimeException: Could not execute application.\n\t... 2"
            + " more\nCaused by: "
            + cause
            + "\n\t... 3 more\n");
  }

  static String internal(String cause) {
    return errors(
        "Internal server error.",
        "<Exception on server side:\n"
            + cause
            + "\n\tat x.Y.z(Y.java:1)\n\nEnd of exception on server side>");
  }

  static String jarUnknown(String jarId) {
    return errors(
        "org.apache.flink.runtime.rest.handler.RestHandlerException: File %s does not exist in /tmp/flink-web-upload.\n\tat x.Y.z(Y.java:1)\n"
            .formatted(jarId));
  }

  /** A statistic of three states, of which some are there. */
  static String statistics(String completed, String savepoint, String restored, String history) {
    return """
        {"counts":{"restored":1},"summary":{},
         "latest":{"completed":%s,"savepoint":%s,"failed":null,"restored":%s},"history":[%s]}"""
        .formatted(completed, savepoint, restored, history);
  }

  static String checkpoint(long id, String type, long triggeredAt, boolean discarded, String path) {
    return """
        {"className":"completed","id":%d,"status":"COMPLETED","is_savepoint":%s,"checkpoint_type":"%s",
         "trigger_timestamp":%d,"tasks":{},"external_path":"%s","discarded":%s}"""
        .formatted(id, !type.equals("CHECKPOINT"), type, triggeredAt, path, discarded);
  }

  static String restored(long id, String path) {
    return """
        {"id":%d,"restore_timestamp":1795332180184,"is_savepoint":true,"external_path":"%s"}"""
        .formatted(id, path);
  }

  static String times(long now, long endTime) {
    return """
        {"jid":"J","name":"a","state":"FINISHED","start-time":1,"end-time":%d,"now":%d,"timestamps":{}}"""
        .formatted(endTime, now);
  }
}
