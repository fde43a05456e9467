package io.tidemark.kubernetes.store;

import static java.util.stream.Collectors.joining;

import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.tidemark.workflow.model.ResourceName;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One condition on a label.
 *
 * @param key the label
 * @param operator how it is compared
 * @param values the values that it is compared with
 */
record LabelRequirement(String key, Operator operator, List<String> values) {
  private static final String NAME = "[A-Za-z0-9]([-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?";
  private static final Pattern KEY = Pattern.compile("((?<prefix>[^/]+)/)?" + NAME);
  private static final Pattern VALUE = Pattern.compile("(" + NAME + ")?");

  /** The comparisons. */
  enum Operator {
    IN("In"),
    NOT_IN("NotIn"),
    EXISTS("Exists"),
    DOES_NOT_EXIST("DoesNotExist");

    private final String word;

    Operator(String word) {
      this.word = word;
    }

    private boolean comparesValues() {
      return this == IN || this == NOT_IN;
    }

    private static Operator of(String word) {
      return Arrays.stream(values())
          .filter(operator -> operator.word.equals(word))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("unknown operator " + word));
    }
  }

  /**
   * @throws IllegalArgumentException if Kubernetes would refuse the label, a value or their number
   */
  LabelRequirement {
    values = values.stream().distinct().toList();
    if (!isKey(key)
        || !values.stream().allMatch(value -> VALUE.matcher(value).matches())
        || values.isEmpty() == operator.comparesValues()) {
      throw new IllegalArgumentException("%s %s %s".formatted(key, operator.word, values));
    }
  }

  static LabelRequirement equal(String key, String value) {
    return new LabelRequirement(key, Operator.IN, List.of(value));
  }

  static LabelRequirement of(LabelSelectorRequirement expression) {
    if (!expression.getAdditionalProperties().isEmpty()) {
      throw new IllegalArgumentException("unknown " + expression.getAdditionalProperties());
    }
    var operator = Operator.of(expression.getOperator());
    return new LabelRequirement(expression.getKey(), operator, expression.getValues());
  }

  private static boolean isKey(String key) {
    var parts = KEY.matcher(key);
    return parts.matches()
        && (parts.group("prefix") == null || ResourceName.allows(parts.group("prefix")));
  }

  /** Returns the condition as a request has it. */
  String query() {
    var list = values.stream().collect(joining(",", " (", ")"));
    return switch (operator) {
      case IN -> values.size() == 1 ? key + "=" + values.get(0) : key + " in" + list;
      case NOT_IN -> key + " notin" + list;
      case EXISTS -> key;
      case DOES_NOT_EXIST -> "!" + key;
    };
  }

  boolean matches(Map<String, String> labels) {
    var value = labels.get(key);
    return switch (operator) {
      case IN -> value != null && values.contains(value);
      case NOT_IN -> value == null || !values.contains(value);
      case EXISTS -> value != null;
      case DOES_NOT_EXIST -> value == null;
    };
  }

  /** Returns values that fulfil the condition; none if a missing label fulfils it. */
  Stream<String> neededValues() {
    return switch (operator) {
      case IN -> values.stream();
      case EXISTS -> Stream.of("");
      case NOT_IN, DOES_NOT_EXIST -> Stream.empty();
    };
  }
}
