package io.tidemark.kubernetes.bridge;

import io.tidemark.kubernetes.model.JobResource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Records its calls, and fails as often as a test configures. */
final class RecordingFollower implements JobFollower {
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final AtomicInteger failures = new AtomicInteger();

  /** Returns the recorded calls, oldest first. */
  List<String> calls() {
    return calls;
  }

  void fail(int times) {
    failures.set(times);
  }

  @Override
  public void changed(JobResource job) {
    record("changed " + job.getMetadata().getName());
  }

  @Override
  public void gone(JobResource last) {
    record("gone " + last.getMetadata().getName());
  }

  @Override
  public void sweep(List<JobResource> all) {
    record("swept " + all.size());
  }

  private void record(String words) {
    if (failures.getAndDecrement() > 0) {
      throw new IllegalStateException("asked to fail");
    }
    calls.add(words);
  }
}
