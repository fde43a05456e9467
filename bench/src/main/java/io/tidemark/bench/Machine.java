package io.tidemark.bench;

import java.lang.management.ManagementFactory;

/**
 * The machine that the benchmark ran on.
 *
 * @param processors that this JVM may use
 * @param java of the benchmark, Tidemark and Flink
 * @param system the operating system
 * @param loadAverage processes that ran in the minute before; much more than zero means that others
 *     used the machine; negative if unknown
 */
record Machine(int processors, String java, String system, double loadAverage) {
  static Machine now() {
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version"),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }
}
