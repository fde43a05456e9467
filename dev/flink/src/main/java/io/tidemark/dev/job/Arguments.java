package io.tidemark.dev.job;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** Program arguments of the form {@code key=value}. */
final class Arguments {
  private Arguments() {}

  static Map<String, String> parse(String[] args) {
    return Arrays.stream(args)
        .map(arg -> arg.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }
}
