package io.tidemark.workflow.job;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The program of a session job as its resource describes it. It can contain secrets, so it is never
 * part of a payload, which has a {@link ProgramReference} instead, and its text is not logged.
 *
 * @param jarUri where its jar is; null for a class that the cluster has
 * @param entryClass the class with {@code main}; null for the one that the jar's manifest names
 * @param args the arguments of {@code main}
 * @param parallelism null for the cluster's default
 * @param allowNonRestoredState whether state that no operator takes may be dropped
 * @param flinkConfiguration of the job alone, without keys of the operator and of Tidemark
 * @param sha256 of the jar, 64 hex digits; null if it is not checked
 * @param headers for the request of the jar
 */
public record Program(
    @Nullable String jarUri,
    @Nullable String entryClass,
    List<String> args,
    @Nullable Integer parallelism,
    boolean allowNonRestoredState,
    Map<String, String> flinkConfiguration,
    @Nullable String sha256,
    Map<String, String> headers) {
  public Program {
    args = List.copyOf(requireNonNull(args, "args is null"));
    flinkConfiguration =
        Map.copyOf(requireNonNull(flinkConfiguration, "flinkConfiguration is null"));
    headers = Map.copyOf(requireNonNull(headers, "headers is null"));
  }

  @Override
  public String toString() {
    return "program of " + (entryClass == null ? "a jar" : entryClass);
  }
}
