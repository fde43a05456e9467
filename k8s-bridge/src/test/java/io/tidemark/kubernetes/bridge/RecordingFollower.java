package io.tidemark.kubernetes.bridge;

import io.tidemark.kubernetes.model.JobResource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Remembers what it was told, and fails as often as it is asked to. */
final class RecordingFollower implements JobFollower {
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final AtomicInteger failures = new AtomicInteger();

  /** What it was told, oldest first. */
  List<String> told() {
    return told;
  }

  void fail(int times) {
    failures.set(times);
  }

  @Override
  public void changed(JobResource job) {
    tell("changed " + job.getMetadata().getName());
  }

  @Override
  public void gone(JobResource last) {
    tell("gone " + last.getMetadata().getName());
  }

  @Override
  public void sweep(List<JobResource> all) {
    tell("swept " + all.size());
  }

  private void tell(String words) {
    if (failures.getAndDecrement() > 0) {
      throw new IllegalStateException("asked to fail");
    }
    told.add(words);
  }
}
