package io.tidemark.app.check;

import static java.util.Objects.requireNonNull;

import io.grpc.Status;
import java.util.Optional;

/**
 * Whether one thing that Tidemark needs is there.
 *
 * @param subject the thing
 * @param verdict see {@link Verdict}
 * @param detail what was found or, when it is not there, what to do
 */
public record CheckResult(String subject, Verdict verdict, String detail) {

  /** The ways a check can end. */
  public enum Verdict {
    OK("ok"),
    /** It is not there, and Tidemark works without it. */
    OPTIONAL("optional"),
    /** Tidemark works, and something around it is wrong. */
    WARNING("warning"),
    MISSING("MISSING");

    private final String word;

    Verdict(String word) {
      this.word = word;
    }
  }

  public CheckResult {
    requireNonNull(subject, "subject is null");
    requireNonNull(verdict, "verdict is null");
    requireNonNull(detail, "detail is null");
  }

  static CheckResult ok(String subject, String detail) {
    return new CheckResult(subject, Verdict.OK, detail);
  }

  static CheckResult optional(String subject, String detail) {
    return new CheckResult(subject, Verdict.OPTIONAL, detail);
  }

  static CheckResult warning(String subject, String detail) {
    return new CheckResult(subject, Verdict.WARNING, detail);
  }

  static CheckResult missing(String subject, String detail) {
    return new CheckResult(subject, Verdict.MISSING, detail);
  }

  /**
   * Why a call failed, in a few words, the same each time: the deepest cause knows best. What gRPC
   * says of a call without an answer are timings.
   */
  static String reason(Throwable failure) {
    var deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    if (Status.fromThrowable(deepest).getCode() == Status.Code.DEADLINE_EXCEEDED) {
      return "no answer in time";
    }
    return Optional.ofNullable(deepest.getMessage()).orElse(deepest.getClass().getSimpleName());
  }

  /** Whether Tidemark cannot work as it is. */
  public boolean missing() {
    return verdict == Verdict.MISSING;
  }

  /** The result for people who look at several of them. */
  public String line() {
    return "%-8s  %s".formatted(verdict.word, this);
  }

  @Override
  public String toString() {
    return subject + ": " + detail;
  }
}
