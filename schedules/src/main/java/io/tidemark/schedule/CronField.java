package io.tidemark.schedule;

import com.cronutils.model.field.expression.Always;
import com.cronutils.model.field.expression.And;
import com.cronutils.model.field.expression.Between;
import com.cronutils.model.field.expression.Every;
import com.cronutils.model.field.expression.FieldExpression;
import com.cronutils.model.field.expression.On;
import com.cronutils.model.field.value.FieldValue;
import com.cronutils.model.field.value.SpecialChar;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A field of a cron expression; translates an expression in the field to numbers. */
enum CronField {
  SECOND(0, 59),
  MINUTE(0, 59),
  HOUR(0, 23),
  DAY_OF_MONTH(1, 31),
  MONTH(1, 12),
  /** Quartz counts from 1 = Sunday. */
  DAY_OF_WEEK(1, 7),
  /** Unix counts from 0 = Sunday, which is also 7. */
  UNIX_DAY_OF_WEEK(0, 6),
  /** The years that Temporal's calendars support. */
  YEAR(2000, 2100);

  private final int first;
  private final int last;

  CronField(int first, int last) {
    this.first = first;
    this.last = last;
  }

  int first() {
    return first;
  }

  int last() {
    return last;
  }

  NavigableSet<Integer> all() {
    return stepped(first, last, 1);
  }

  /**
   * Returns the numbers that an expression without special characters stands for.
   *
   * @throws IllegalArgumentException if the field does not allow the expression
   */
  NavigableSet<Integer> numbers(FieldExpression expression) {
    if (expression instanceof Always) {
      return all();
    }
    if (expression instanceof And list) {
      return union(list.getExpressions());
    }
    if (expression instanceof Between range) {
      return stepped(number(range.getFrom()), number(range.getTo()), 1);
    }
    if (expression instanceof Every steps) {
      return steps(steps.getExpression(), steps.getPeriod().getValue());
    }
    if (expression instanceof On on && on.getSpecialChar().getValue() == SpecialChar.NONE) {
      return stepped(on.getTime().getValue(), on.getTime().getValue(), 1);
    }
    throw new IllegalArgumentException(
        "'%s' is not allowed in this field".formatted(expression.asString()));
  }

  private NavigableSet<Integer> union(List<FieldExpression> expressions) {
    return sorted(expressions.stream().flatMap(expression -> numbers(expression).stream()));
  }

  /** Returns every nth number; {@code 5/15} starts at 5 and ends at the end of the field. */
  private NavigableSet<Integer> steps(FieldExpression expression, int step) {
    if (expression instanceof Between range) {
      return stepped(number(range.getFrom()), number(range.getTo()), step);
    }
    return stepped(numbers(expression).first(), last, step);
  }

  /** Returns a range; one whose end is before its start wraps around the end of the field. */
  private NavigableSet<Integer> stepped(int from, int to, int step) {
    var size = last - first + 1;
    var end = to < from ? to + size : to;
    return sorted(
        IntStream.iterate(from, number -> number <= end, number -> number + step)
            .mapToObj(number -> (number - first) % size + first));
  }

  private static int number(FieldValue<?> value) {
    if (value.getValue() instanceof Integer number) {
      return number;
    }
    throw new IllegalArgumentException("a range needs a number at its start and its end");
  }

  private static NavigableSet<Integer> sorted(Stream<Integer> numbers) {
    return numbers.collect(Collectors.toCollection(TreeSet::new));
  }
}
