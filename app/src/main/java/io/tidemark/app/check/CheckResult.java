package io.tidemark.app.check;

import static java.util.Objects.requireNonNull;

import io.grpc.Status;
import java.util.Optional;

/**
 * The result of a check of one thing that Tidemark needs.
 *
 * @param subject the thing
 * @param verdict see {@link Verdict}
 * @param detail the finding and, unless all is well, the remedy
 */
public record CheckResult(String subject, Verdict verdict, String detail) {

  /** The ways a check can end. */
  public enum Verdict {
    /** It exists. */
    OK("ok"),
    /** It is missing, and Tidemark works without it. */
    OPTIONAL("optional"),
    /** Tidemark works, but the systems around it have a problem. */
    WARNING("warning"),
    /** It is missing, and Tidemark cannot work without it. */
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
   * Returns the reason of a failed call, by its deepest cause, in words that are the same each
   * time. The message of gRPC for a call without an answer has timings and is not used.
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

  /** Returns whether Tidemark cannot work. */
  public boolean missing() {
    return verdict == Verdict.MISSING;
  }

  /** Formats the result as a line of a table. */
  public String line() {
    return "%-8s  %s".formatted(verdict.word, this);
  }

  @Override
  public String toString() {
    return subject + ": " + detail;
  }
}
