package io.tidemark.kubernetes.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationParserTest {

  @ParameterizedTest
  @DisplayName("R10 R15 durations are written as people or ISO-8601 write them")
  @CsvSource({
    "0, PT0S",
    "72h, PT72H",
    "10 min, PT10M",
    "10min, PT10M",
    "1 d, PT24H",
    "250 ms, PT0.25S",
    "PT30M, PT30M",
    "P1D, PT24H",
    "PT0S, PT0S",
  })
  void read(String text, Duration duration) {
    assertThat(DurationParser.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @DisplayName("R10 R15 what is no duration, or none that a deadline can have, is refused")
  @ValueSource(
      strings = {
        "",
        "a while",
        "10",
        "-5 min",
        "-PT5M",
        "PT-5M",
        "1.5 h",
        "10 parsecs",
        "9223372036854775807 d",
        "99999999999999999999 s",
        "P36501D",
        "P99999999999999999999D",
      })
  void refused(String text) {
    assertThatThrownBy(() -> DurationParser.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
