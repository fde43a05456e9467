package io.tidemark.schedule;

import static java.util.Objects.requireNonNull;

import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleCalendarSpec;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleRange;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.common.SearchAttributes;
import io.temporal.common.converter.GlobalDataConverter;
import io.tidemark.workflow.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Identifies what a Temporal Schedule is made of: a hash of its data, into which no note, summary
 * or details enter. A text carries it at its end, as in {@code [spec 3f2a91c0]}, since a listing of
 * schedules shows the notes and nothing else that an update can change.
 *
 * @param digits eight hex digits
 */
public record ScheduleFingerprint(String digits) {
  private static final int DIGITS = 8;
  private static final Pattern END_OF_TEXT = Pattern.compile(" \\[spec ([0-9a-f]{8})]$");

  public ScheduleFingerprint {
    requireNonNull(digits, "digits is null");
  }

  /**
   * Computes the fingerprint of a schedule that starts a workflow. Its spec, time zone, policies
   * and action count, with the action's input, search attributes and time-out; its state and texts
   * do not.
   *
   * @param schedule as it is sent to Temporal
   * @param quoted the settings that the schedule's texts quote: they have to be written again when
   *     one changes, also where it means the same times
   */
  static ScheduleFingerprint of(Schedule schedule, List<ScheduleSetting> quoted) {
    var data =
        Stream.of(
                spec(schedule.getSpec()),
                policy(schedule.getPolicy()),
                action((ScheduleActionStartWorkflow) schedule.getAction()),
                timeout((ScheduleActionStartWorkflow) schedule.getAction()),
                quoted.stream().flatMap(setting -> Stream.of(setting.key(), setting.text())))
            .flatMap(part -> part)
            .map(ScheduleFingerprint::delimited)
            .collect(Collectors.joining());
    return new ScheduleFingerprint(Sha256.hex(data, DIGITS));
  }

  /** Reads the fingerprint at the end of a text; empty if the text carries none. */
  public static Optional<ScheduleFingerprint> parse(String text) {
    var matcher = END_OF_TEXT.matcher(text);
    return matcher.find()
        ? Optional.of(new ScheduleFingerprint(matcher.group(1)))
        : Optional.empty();
  }

  /** Returns the sentence with this fingerprint at its end. */
  String appendTo(String sentence) {
    return "%s [spec %s]".formatted(sentence, digits);
  }

  private static Stream<Object> spec(ScheduleSpec spec) {
    return Stream.of(
        "intervals",
        join(spec.getIntervals(), ScheduleFingerprint::interval),
        "calendars",
        join(spec.getCalendars(), ScheduleFingerprint::calendar),
        "zone",
        spec.getTimeZoneName());
  }

  private static Stream<Object> policy(SchedulePolicy policy) {
    return Stream.of(
        "overlap", policy.getOverlap(),
        "catch-up", policy.getCatchupWindow(),
        "pause on failure", policy.isPauseOnFailure());
  }

  private static Stream<Object> action(ScheduleActionStartWorkflow action) {
    var options = action.getOptions();
    return Stream.of(
        "workflow",
        action.getWorkflowType(),
        options.getWorkflowId(),
        options.getTaskQueue(),
        "input",
        input(action),
        "search attributes",
        Optional.ofNullable(options.getTypedSearchAttributes())
            .map(ScheduleFingerprint::searchAttributes)
            .orElse("{}"));
  }

  /** Returns the time-out of the action; empty without one. */
  private static Stream<Object> timeout(ScheduleActionStartWorkflow action) {
    return Stream.ofNullable(action.getOptions().getWorkflowExecutionTimeout())
        .flatMap(timeout -> Stream.of("time-out", timeout));
  }

  private static String searchAttributes(SearchAttributes attributes) {
    return attributes.getUntypedValues().entrySet().stream()
        .map(attribute -> attribute.getKey().getName() + "=" + attribute.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /** The input as it is sent, so that a changed payload is a changed schedule. */
  private static String input(ScheduleActionStartWorkflow action) {
    var arguments = action.getArguments();
    arguments.setDataConverter(GlobalDataConverter.get());
    return arguments
        .toPayloads()
        .map(Payloads::getPayloadsList)
        .map(payloads -> join(payloads, ScheduleFingerprint::payload))
        .orElse("");
  }

  private static String payload(Payload payload) {
    return new String(payload.toByteArray(), StandardCharsets.ISO_8859_1);
  }

  private static String interval(ScheduleIntervalSpec interval) {
    return interval.getEvery() + "/" + interval.getOffset();
  }

  private static String calendar(ScheduleCalendarSpec calendar) {
    return Stream.of(
            calendar.getSeconds(),
            calendar.getMinutes(),
            calendar.getHour(),
            calendar.getDayOfMonth(),
            calendar.getMonth(),
            calendar.getYear(),
            calendar.getDayOfWeek())
        .map(ranges -> join(ranges, ScheduleFingerprint::range))
        .collect(Collectors.joining(" "));
  }

  private static String range(ScheduleRange range) {
    return "%d-%d/%d".formatted(range.getStart(), range.getEnd(), range.getStep());
  }

  /** The SDK leaves a list that was not set null. */
  private static <T> String join(@Nullable List<T> items, Function<T, String> text) {
    return items == null ? "" : items.stream().map(text).collect(Collectors.joining(","));
  }

  /** Its length in front keeps two values from being read as one other. */
  private static String delimited(Object value) {
    var text = String.valueOf(value);
    return text.length() + ":" + text;
  }
}
