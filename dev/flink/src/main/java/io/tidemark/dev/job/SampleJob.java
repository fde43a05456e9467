package io.tidemark.dev.job;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * A job with keyed state: a few numbers a second, each of which replaces the payload of its key.
 * Arguments: {@code name}, {@code recordsPerSecond}, {@code stateBytes} (of all keys together),
 * {@code behaviour}, the path of the file read by {@link SnapshotBehaviour}, and {@code
 * finishingSource}, whether a second source is there that ends soon.
 */
public final class SampleJob {
  private static final int KEYS = 8;

  private SampleJob() {}

  /** Submits the job to the cluster in whose REST endpoint it runs. */
  public static void main(String[] args) throws Exception {
    var arguments = Arguments.parse(args);
    var rate = RateLimiterStrategy.perSecond(Double.parseDouble(arguments.get("recordsPerSecond")));
    var payloadBytes = Integer.parseInt(arguments.get("stateBytes")) / KEYS;
    var behaviour = new SnapshotBehaviour(arguments.get("behaviour"));

    var environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.setParallelism(1);
    environment
        .fromSource(
            new DataGeneratorSource<>(number -> number, Long.MAX_VALUE, rate, Types.LONG),
            WatermarkStrategy.noWatermarks(),
            "numbers")
        .uid("numbers")
        .keyBy(number -> number % KEYS)
        .process(new KeepPayload(payloadBytes, behaviour))
        .name("payloads")
        .uid("payloads")
        .sinkTo(new DiscardingSink<>());
    if (Boolean.parseBoolean(arguments.get("finishingSource"))) {
      environment
          .fromSource(
              new DataGeneratorSource<>(number -> number, KEYS, Types.LONG),
              WatermarkStrategy.noWatermarks(),
              "few numbers")
          .uid("few-numbers")
          .sinkTo(new DiscardingSink<>());
    }
    environment.execute(arguments.get("name"));
  }
}
