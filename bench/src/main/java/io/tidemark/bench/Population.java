package io.tidemark.bench;

import io.tidemark.bench.JobTemplate.Copy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;

/** The jobs of a large installation and their COMPLETED savepoints, over some namespaces. */
final class Population {
  private static final int NAMESPACES = 20;
  private static final int KEYS_AT_ONCE = 100;

  private final JobTemplate template;
  private final SimulatedFlink flink;
  private final Etcd etcd;
  private Size size = new Size(0, 0);

  /**
   * How large it is.
   *
   * @param jobs with a schedule each
   * @param each savepoints of each job
   */
  record Size(int jobs, int each) {
    int snapshots() {
      return jobs * each;
    }
  }

  Population(JobTemplate template, SimulatedFlink flink, Etcd etcd) {
    this.template = template;
    this.flink = flink;
    this.etcd = etcd;
  }

  /** Returns the namespaces of the jobs, which must exist. */
  static List<String> namespaces() {
    return IntStream.range(0, NAMESPACES).mapToObj(Population::namespace).toList();
  }

  Size size() {
    return size;
  }

  /** Adds jobs with their savepoints, past the API server and without Tidemark. */
  void grow(Size next) {
    var copies = new ArrayList<Copy>();
    for (var number = size.jobs(); number < next.jobs(); number++) {
      copies.add(template.job(namespace(number), name(number)));
      for (var index = 0; index < next.each(); index++) {
        copies.add(savepoint(number, index));
      }
      if (copies.size() >= KEYS_AT_ONCE) {
        write(copies);
      }
    }
    write(copies);
    size = next;
  }

  /** Adds one savepoint more than the others have to each n-th job; returns how many. */
  int addExcess(int every) {
    var more =
        IntStream.range(0, size.jobs())
            .filter(number -> number % every == 0)
            .mapToObj(number -> savepoint(number, size.each()))
            .toList();
    more.forEach(copy -> write(new ArrayList<>(List.of(copy))));
    return more.size();
  }

  private Copy savepoint(int number, int index) {
    var copy = template.snapshot(namespace(number), name(number), name(number) + "-" + index);
    flink.add(copy.path());
    return copy;
  }

  /** Writes all and forgets them. */
  private void write(List<Copy> copies) {
    while (!copies.isEmpty()) {
      var some = copies.subList(0, Math.min(KEYS_AT_ONCE, copies.size()));
      var values = new LinkedHashMap<String, String>();
      some.forEach(copy -> values.put(copy.key(), copy.json()));
      etcd.put(values);
      some.clear();
    }
  }

  private static String namespace(int number) {
    return "scale-%02d".formatted(number % NAMESPACES);
  }

  private static String name(int number) {
    return "job-%06d".formatted(number);
  }
}
