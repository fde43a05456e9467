package io.tidemark.dev.job;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Keeps one payload per key and holds the synchronous part of snapshots when asked to. */
final class KeepPayload extends KeyedProcessFunction<Long, Long, Long>
    implements CheckpointedFunction {
  private final int bytes;
  private final SnapshotBehaviour behaviour;
  private transient ValueState<Payload> payload;

  KeepPayload(int bytes, SnapshotBehaviour behaviour) {
    this.bytes = bytes;
    this.behaviour = behaviour;
  }

  @Override
  public void open(OpenContext context) {
    payload = getRuntimeContext().getState(new ValueStateDescriptor<>("payload", Payload.class));
  }

  @Override
  public void processElement(Long number, Context context, Collector<Long> out) throws Exception {
    payload.update(Payload.of(number, bytes, behaviour));
    out.collect(number);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    behaviour.awaitRelease();
  }

  @Override
  public void initializeState(FunctionInitializationContext context) {}
}
