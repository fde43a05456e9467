package io.tidemark.dev.job;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.CopyableValue;

/**
 * The state of one key. It is written in the asynchronous part of a snapshot and fails there when
 * asked to: the job then restarts or not by its tolerable failed checkpoints, as with a full disk.
 */
public final class Payload implements CopyableValue<Payload> {
  private byte[] bytes = {};
  private SnapshotBehaviour behaviour = new SnapshotBehaviour("");

  /** Used by Flink to read state. */
  public Payload() {}

  static Payload of(long number, int size, SnapshotBehaviour behaviour) {
    var payload = new Payload();
    payload.bytes = ByteBuffer.allocate(Math.max(size, Long.BYTES)).putLong(number).array();
    payload.behaviour = behaviour;
    return payload;
  }

  @Override
  public void write(DataOutputView out) throws IOException {
    behaviour.failIfAsked();
    out.writeUTF(behaviour.file());
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  @Override
  public void read(DataInputView in) throws IOException {
    behaviour = new SnapshotBehaviour(in.readUTF());
    bytes = new byte[in.readInt()];
    in.readFully(bytes);
  }

  @Override
  public int getBinaryLength() {
    return -1;
  }

  @Override
  public void copyTo(Payload target) {
    target.bytes = bytes.clone();
    target.behaviour = behaviour;
  }

  @Override
  public Payload copy() {
    var copy = new Payload();
    copyTo(copy);
    return copy;
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    target.writeUTF(source.readUTF());
    var length = source.readInt();
    target.writeInt(length);
    target.write(source, length);
  }
}
