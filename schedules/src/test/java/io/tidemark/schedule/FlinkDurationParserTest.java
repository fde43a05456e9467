package io.tidemark.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.util.TimeUtils;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlinkDurationParserTest {
  private static final List<String> UNITS =
      List.of(
          "",
          "d",
          "day",
          "days",
          "h",
          "hour",
          "hours",
          "m",
          "min",
          "minute",
          "minutes",
          "s",
          "sec",
          "secs",
          "second",
          "seconds",
          "ms",
          "milli",
          "millis",
          "millisecond",
          "milliseconds",
          "µs",
          "micro",
          "micros",
          "microsecond",
          "microseconds",
          "ns",
          "nano",
          "nanos",
          "nanosecond",
          "nanoseconds",
          "H",
          "Min",
          "DAYS",
          "w",
          "week",
          "month",
          "y",
          "mins",
          "hrs",
          "us",
          "μs");

  @ParameterizedTest
  @DisplayName("T2 a number and a unit are parsed or refused as in Flink")
  @MethodSource
  void asFlink(String text) {
    Duration expected;
    try {
      expected = TimeUtils.parseDuration(text);
    } catch (IllegalArgumentException refused) {
      assertThatThrownBy(() -> FlinkDurationParser.parse(text))
          .isInstanceOf(IllegalArgumentException.class);
      return;
    }

    assertThat(FlinkDurationParser.parse(text)).isEqualTo(expected);
  }

  static Stream<String> asFlink() {
    var forms = List.of("6%s", "90 %s", " 1  %s ", "0%s", "007\t%s", "9223372036854775808 %s");
    var odd = Stream.of("", " ", "h", "6 h 5", "1.5 h", "6h30m", "+6h", "six h", "6,5h", "0x6h");
    return Stream.concat(
        UNITS.stream().flatMap(unit -> forms.stream().map(form -> form.formatted(unit))), odd);
  }

  @ParameterizedTest
  @DisplayName("T2 ISO-8601 and negative numbers are parsed as well")
  @CsvSource({
    "PT6H, PT6H",
    "pt90m, PT90M",
    "P1D, PT24H",
    "P1DT12H, PT36H",
    "PT0S, PT0S",
    "-PT6H, PT-6H",
    "PT-6H, PT-6H",
    "-1, PT-0.001S",
    "-6 h, PT-6H",
  })
  void more(String text, Duration duration) {
    assertThat(FlinkDurationParser.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @DisplayName("T2 an invalid duration is refused with a reason")
  @CsvSource(
      delimiter = '|',
      value = {
        "P1M             | an ISO-8601 duration has days, hours",
        "P1W             | an ISO-8601 duration has days, hours",
        "Paris           | an ISO-8601 duration has days, hours",
        "6 fortnights    | the unit 'fortnights' is not one of d, h, min, s",
        "hourly          | a duration is a number and a unit",
        "99999999999999999999 d | the number does not fit",
      })
  void refused(String text, String reason) {
    assertThatThrownBy(() -> FlinkDurationParser.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @DisplayName("T2 a number that is too large for Duration is refused")
  @ValueSource(strings = {"9223372036854775807 d", "9223372036854775807 h"})
  void tooLarge(String text) {
    assertThatThrownBy(() -> FlinkDurationParser.parse(text)).hasMessageContaining("64 bits");
  }
}
