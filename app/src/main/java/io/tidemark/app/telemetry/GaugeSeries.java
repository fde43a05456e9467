package io.tidemark.app.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * A gauge with one series for each of some things, which come and go.
 *
 * @param gauge the gauge
 * @param tags tells the things apart
 * @param value what the gauge shows of a thing
 */
record GaugeSeries<T>(MultiGauge gauge, Function<T, Tags> tags, ToDoubleFunction<T> value) {

  static <T> GaugeSeries<T> of(
      MeterRegistry registry,
      String name,
      String description,
      Function<T, Tags> tags,
      ToDoubleFunction<T> value) {
    var gauge = MultiGauge.builder(name).description(description).register(registry);
    return new GaugeSeries<>(gauge, tags, value);
  }

  /** From now on these are shown and no others. */
  void show(Stream<T> things) {
    gauge.register(things.map(this::row).toList(), true);
  }

  /** Micrometer's reference to what it measures is weak, so it is one to what stays. */
  private Row<?> row(T thing) {
    var shown = value.applyAsDouble(thing);
    return Row.of(tags.apply(thing), gauge, same -> shown);
  }
}
