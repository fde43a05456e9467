package io.tidemark.flink;

import io.tidemark.workflow.model.ReadableLine;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Formats a Java stack trace in an answer of Flink as one line for people (R7): the failed
 * operation and the root cause, without class names, stack frames and the wrapping of Flink's error
 * documents.
 */
public final class FailureCauseFormatter {
  /**
   * Matches the class at the start of a throwable's text; that of a wrapped throwable starts with
   * several.
   */
  private static final Pattern CLASS_NAME =
      Pattern.compile(
          "^((?:\\w+\\.)+\\p{Lu}[\\w$]*|[\\w$]+(?:Exception|Error|Throwable))(?::\\s+|:?\\s*$)");

  private static final Pattern STACK_FRAME =
      Pattern.compile("^\\s+(?:at |\\.\\.\\. \\d+ (?:more|common)|Suppressed: )");
  private static final Pattern SERVER_SIDE =
      Pattern.compile("^<Exception on server side:\\s*|\\s*End of exception on server side>$");
  private static final String CAUSED_BY = "Caused by: ";

  private FailureCauseFormatter() {}

  /** Returns one readable line of at most 500 characters. */
  public static String of(String stackTrace) {
    var throwables = throwables(SERVER_SIDE.matcher(stackTrace.strip()).replaceAll(""));
    var messages =
        throwables.stream()
            .map(FailureCauseFormatter::message)
            .filter(text -> !text.isEmpty())
            .toList();
    var root = throwables.get(throwables.size() - 1);
    if (messages.isEmpty()) {
      return "Flink gave no reason except the exception " + simpleClassName(root);
    }
    var line = join(messages.get(0), messages.get(messages.size() - 1));
    return ReadableLine.of(
        message(root).isEmpty() ? line + " (" + simpleClassName(root) + ")" : line);
  }

  /**
   * Keeps the outermost message, which names the failed operation, unless the root cause repeats
   * it.
   */
  private static String join(String outer, String root) {
    if (outer.contains(root)) {
      return outer;
    }
    return root.contains(outer) ? root : outer.replaceFirst("[.:]+$", "") + ": " + root;
  }

  /** Returns the throwables of the chain, outermost first, each on one line without its frames. */
  private static List<String> throwables(String stackTrace) {
    var throwables = new ArrayList<String>();
    var inFrames = false;
    for (var line : stackTrace.lines().toList()) {
      var causedBy = line.startsWith(CAUSED_BY);
      inFrames = !causedBy && (inFrames || STACK_FRAME.matcher(line).find());
      if (causedBy || throwables.isEmpty()) {
        throwables.add(causedBy ? line.substring(CAUSED_BY.length()) : line);
      } else if (!inFrames) {
        throwables.add(throwables.remove(throwables.size() - 1) + " " + line.strip());
      }
    }
    return throwables.isEmpty() ? List.of("") : throwables;
  }

  private static String message(String throwable) {
    var text = throwable.strip();
    for (var name = CLASS_NAME.matcher(text); name.find(); name = CLASS_NAME.matcher(text)) {
      text = text.substring(name.end()).strip();
    }
    return text;
  }

  private static String simpleClassName(String throwable) {
    var names = throwable.strip().replaceFirst(":\\s*$", "").split(":\\s+", -1);
    var last = names[names.length - 1];
    return last.substring(last.lastIndexOf('.') + 1);
  }
}
