package io.tidemark.flink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;

/** Answers of Flink's REST API, word by word as flink-rest.md measured them. */
public final class FlinkBodies {
  public static final String JOB = "839ae0c5e8c4e8a1b7b1c1f0a2d3e4f5";
  public static final String TRIGGER = "0123456789abcdef0123456789abcdef";
  public static final String LOCATION = "file:/d/savepoint-839ae0-7dbe27dfa999";
  public static final String IN_PROGRESS =
      """
      {"status":{"id":"IN_PROGRESS"},"operation":null}""";
  public static final String SAVEPOINT_COMPLETED =
      """
      {"status":{"id":"COMPLETED"},"operation":{"location":"%s"}}"""
          .formatted(LOCATION);
  static final String CHECKPOINT_COMPLETED =
      """
      {"status":{"id":"COMPLETED"},"operation":{"checkpointId":14}}""";
  static final String DISPOSED =
      """
      {"status":{"id":"COMPLETED"},"operation":{}}""";
  public static final String ACCEPTED =
      """
      {"request-id":"%s"}"""
          .formatted(TRIGGER);
  static final String EXPIRED =
      """
      java.util.concurrent.CompletionException: org.apache.flink.runtime.checkpoint.CheckpointException: Checkpoint expired before completing.
      \tat java.base/java.util.concurrent.CompletableFuture.encodeThrowable(CompletableFuture.java:332)
      Caused by: org.apache.flink.runtime.checkpoint.CheckpointException: Checkpoint expired before completing.
      \tat org.apache.flink.runtime.checkpoint.CheckpointCoordinator$CheckpointCanceller.run(CheckpointCoordinator.java:2187)
      \t... 6 more
      """;
  public static final String JOB_NOT_FOUND =
      """
      java.util.concurrent.CompletionException: org.apache.flink.runtime.messages.FlinkJobNotFoundException: Could not find Flink job (%s)
      \tat java.base/java.util.concurrent.CompletableFuture.encodeThrowable(CompletableFuture.java:332)
      Caused by: org.apache.flink.runtime.messages.FlinkJobNotFoundException: Could not find Flink job (%s)
      \t... 6 more
      """
          .formatted(JOB, JOB);
  static final String GONE =
      """
      org.apache.flink.util.FlinkException: Could not dispose savepoint P.
      \tat org.apache.flink.runtime.dispatcher.Dispatcher.lambda$disposeSavepoint$13(Dispatcher.java:726)
      Caused by: java.io.FileNotFoundException: Cannot find checkpoint or savepoint file/directory 'P' on file system 'file'.
      \tat org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess.resolveCheckpointPointer(AbstractFsCheckpointStorageAccess.java:275)
      \t... 4 more
      """;
  static final String NO_DIRECTORY =
      """
      org.apache.flink.runtime.rest.handler.RestHandlerException: Config key [execution.checkpointing.savepoint-dir] is not set. Property [target-directory] must be provided.
      \tat org.apache.flink.runtime.rest.handler.job.savepoints.SavepointHandlers$SavepointTriggerHandler.triggerOperation(SavepointHandlers.java:261)
      """;
  static final String HISTORY =
      """
      {"counts":{"restored":0,"total":17,"in_progress":0,"completed":14,"failed":3},
       "summary":{"checkpointed_size":{"min":1677,"max":4493,"avg":2799,"p50":"NaN","p90":"NaN"}},
       "latest":{"completed":null,"savepoint":null,"failed":null,"restored":null},
       "history":[
         {"className":"failed","id":18,"status":"FAILED","is_savepoint":false,"failure_message":"x"},
         {"className":"completed","id":17,"status":"COMPLETED","is_savepoint":false,"savepointFormat":null,
          "trigger_timestamp":1795332180184,"tasks":{},"external_path":"file:/c/%s/chk-17","discarded":false},
         {"className":"in_progress","id":16,"status":"IN_PROGRESS","is_savepoint":false},
         {"className":"completed","id":15,"status":"COMPLETED","is_savepoint":false,
          "external_path":"<checkpoint-not-externally-addressable>","discarded":false}]}"""
          .formatted(JOB);

  private FlinkBodies() {}

  static MockResponse.Builder reply(int code, String body) {
    return new MockResponse.Builder()
        .code(code)
        .setHeader("Content-Type", "application/json; charset=UTF-8")
        .body(body);
  }

  public static MockResponse answer(int code, String body) {
    return reply(code, body).build();
  }

  public static String errors(String... errors) {
    return json(Map.of("errors", List.of(errors)));
  }

  public static String restHandlerException(String message) {
    return errors(
        "org.apache.flink.runtime.rest.handler.RestHandlerException: "
            + message
            + "\n\tat org.apache.flink.runtime.rest.handler.async.AbstractAsynchronousOperationHandlers"
            + "$StatusHandler.lambda$handleRequest$1(AbstractAsynchronousOperationHandlers.java:175)\n");
  }

  public static String unknownTrigger(String kind) {
    return restHandlerException(
        "There is no %s operation with triggerId=%s for job %s.".formatted(kind, TRIGGER, JOB));
  }

  public static String savepointFailed(String stackTrace) {
    return failed("failure-cause", stackTrace);
  }

  static String checkpointFailed(String stackTrace) {
    return failed("failureCause", stackTrace);
  }

  /** Returns an overview of a job that its JobManager has known for so many milliseconds. */
  public static String overview(String state, int running, int finished, int total, long duration) {
    return """
        {"jobs":[
         {"jid":"ffffffffffffffffffffffffffffffff","name":"other","start-time":1,"end-time":2,"duration":1,
          "state":"FINISHED","last-modification":2,"tasks":{"running":0,"total":2,"finished":2}},
         {"jid":"%s","name":"a","start-time":1795333521599,"end-time":-1,"duration":%d,"state":"%s",
          "last-modification":1795333521815,"tasks":{"running":%d,"canceling":0,"canceled":0,"total":%d,
          "created":0,"scheduled":0,"deploying":0,"reconciling":0,"finished":%d,"initializing":0,"failed":0},
          "pending-operators":0,"jobType":"STREAMING","schedulerType":"Default"}]}"""
        .formatted(JOB, duration, state, running, total, finished);
  }

  private static String failed(String key, String stackTrace) {
    var failure =
        Map.of(
            "class",
            "java.util.concurrent.CompletionException",
            "stack-trace",
            stackTrace,
            "serialized-throwable",
            "rO0ABQ==");
    return json(Map.of("status", Map.of("id", "COMPLETED"), "operation", Map.of(key, failure)));
  }

  private static String json(Object value) {
    try {
      return new JsonMapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
