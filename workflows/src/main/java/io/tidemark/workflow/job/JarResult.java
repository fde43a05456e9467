package io.tidemark.workflow.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.tidemark.workflow.resource.EventReason;
import org.jspecify.annotations.Nullable;

/**
 * A jar that lies on the cluster, or the reason why it cannot be used.
 *
 * @param program the program that was asked for
 * @param jarId Flink's id of the jar; null if it was refused
 * @param refusal JAR_INVALID, UPGRADE_REFUSED (by its plan) or SUBMISSION_DISABLED; null for a jar
 * @param message the reason of a refusal, with the URL without its query, in one readable line
 * @param changed whether the spec changed meanwhile, so that nothing was fetched
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JarResult(
    ProgramReference program,
    @Nullable String jarId,
    @Nullable EventReason refusal,
    @Nullable String message,
    boolean changed)
    implements FlinkReport {
  public JarResult {
    requireNonNull(program, "program is null");
  }

  /** The jar lies on the cluster. */
  public static JarResult uploaded(ProgramReference program, String jarId) {
    return new JarResult(program, jarId, null, null, false);
  }

  /** The jar, or its program, cannot be used. */
  public static JarResult refused(ProgramReference program, EventReason reason, String message) {
    return new JarResult(program, null, reason, message, false);
  }

  /** The resource has another spec by now. */
  public static JarResult outdated(ProgramReference program) {
    return new JarResult(program, null, null, null, true);
  }
}
