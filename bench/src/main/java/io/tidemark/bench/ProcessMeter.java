package io.tidemark.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The resource usage of a process, as the operating system reports it. */
record ProcessMeter(long pid) {
  private static final double MILLIS = 1000;
  private static final double KILO = 1024;

  /** User and system time. */
  double cpuSeconds() {
    return ProcessHandle.of(pid)
            .flatMap(process -> process.info().totalCpuDuration())
            .orElse(Duration.ZERO)
            .toMillis()
        / MILLIS;
  }

  /** The most memory it ever had resident; where there is no /proc, what it has now. */
  double peakMegabytes() {
    return megabytes("VmHWM:");
  }

  /** The memory it has resident now. */
  double megabytes() {
    return megabytes("VmRSS:");
  }

  private double megabytes(String field) {
    var status = Path.of("/proc", Long.toString(pid), "status");
    try {
      var kilobytes = Files.exists(status) ? value(field, Files.readAllLines(status)) : resident();
      return kilobytes / KILO;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long value(String field, List<String> status) {
    return status.stream()
        .filter(line -> line.startsWith(field))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  private long resident() throws IOException {
    var ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
    try (var output = ps.getInputStream()) {
      return Long.parseLong(new String(output.readAllBytes(), StandardCharsets.UTF_8).strip());
    }
  }
}
