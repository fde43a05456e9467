package io.tidemark.dev.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.ExecutionConfig.GlobalJobParameters;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * A job that counts, and whose count shows whether state was lost: see {@link CountRecords}. It is
 * the program of session jobs in tests. All arguments have defaults: {@code name}, {@code
 * recordsPerSecond}, {@code mainSleeps} (milliseconds), {@code mainThrows} (a message), {@code
 * mainWrites} (a file, as soon as main runs), {@code uid} and {@code stateType} (long or string) of
 * the operator that counts, and {@code throwsAfter}, the number of records of this run after which
 * it throws.
 */
public final class CountingJob {
  private CountingJob() {}

  /** Submits the job to the cluster in whose REST endpoint it runs. */
  public static void main(String[] args) throws Exception {
    var arguments = Arguments.parse(args);
    if (arguments.containsKey("mainWrites")) {
      Files.writeString(Path.of(arguments.get("mainWrites")), "main");
    }
    TimeUnit.MILLISECONDS.sleep(Long.parseLong(arguments.getOrDefault("mainSleeps", "0")));
    if (arguments.containsKey("mainThrows")) {
      throw new IllegalStateException(arguments.get("mainThrows"));
    }
    var rate =
        RateLimiterStrategy.perSecond(
            Double.parseDouble(arguments.getOrDefault("recordsPerSecond", "10")));

    var environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.setParallelism(1);
    environment
        .getConfig()
        .setGlobalJobParameters(new Parameters(Map.of("tidemark-job-version", version())));
    environment
        .fromSource(
            new DataGeneratorSource<>(number -> number, Long.MAX_VALUE, rate, Types.LONG),
            WatermarkStrategy.noWatermarks(),
            "numbers")
        .uid("numbers")
        .keyBy(number -> 0L)
        .process(
            new CountRecords(
                arguments.getOrDefault("stateType", "long").equals("string"),
                Long.parseLong(
                    arguments.getOrDefault("throwsAfter", Long.toString(Long.MAX_VALUE)))))
        .name("count")
        .uid(arguments.getOrDefault("uid", "count"))
        .sinkTo(new DiscardingSink<>());
    environment.execute(arguments.getOrDefault("name", "counting"));
  }

  private static final class Parameters extends GlobalJobParameters {
    private static final long serialVersionUID = 1;
    private final HashMap<String, String> values;

    Parameters(Map<String, String> values) {
      this.values = new HashMap<>(values);
    }

    @Override
    public Map<String, String> toMap() {
      return values;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Parameters that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
      return values.hashCode();
    }
  }

  /** The version of the jar, which {@code GET /jobs/:id/config} shows. */
  private static String version() {
    try (var in = CountingJob.class.getResourceAsStream("/tidemark-job-version")) {
      return in == null ? "none" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
