package io.tidemark.dev.job;

import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Counts the records of all runs that were restored from each other. {@code GET
 * /jobs/:id/accumulators} shows {@code count}, and {@code restored}, the count that this run has
 * started with; a TaskManager reports them with its heartbeats.
 */
final class CountRecords extends KeyedProcessFunction<Long, Long, Long> {
  private static final long serialVersionUID = 1;

  private final boolean asString;
  private final long throwsAfter;
  private final LongCounter count = new LongCounter();
  private final LongCounter restored = new LongCounter();
  private transient ValueState<Object> state;
  private transient long ofThisRun;

  @SuppressWarnings("serial") // accumulators are serializable
  CountRecords(boolean asString, long throwsAfter) {
    this.asString = asString;
    this.throwsAfter = throwsAfter;
  }

  @Override
  @SuppressWarnings("unchecked")
  public void open(OpenContext context) {
    var type = (Class<Object>) (Class<?>) (asString ? String.class : Long.class);
    state = getRuntimeContext().getState(new ValueStateDescriptor<>("count", type));
    getRuntimeContext().addAccumulator("count", count);
    getRuntimeContext().addAccumulator("restored", restored);
  }

  @Override
  public void processElement(Long number, Context context, Collector<Long> out) throws Exception {
    var before = state.value() == null ? 0 : Long.parseLong(state.value().toString());
    if (ofThisRun == 0) {
      restored.add(before);
      count.add(before);
    }
    ofThisRun++;
    if (ofThisRun > throwsAfter) {
      throw new IllegalStateException("This job throws after " + throwsAfter + " records");
    }
    count.add(1);
    state.update(asString ? (Object) Long.toString(before + 1) : (Object) (before + 1));
    out.collect(number);
  }
}
