package io.tidemark.app.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * A gauge with one series for each item of a set that changes.
 *
 * @param gauge the gauge
 * @param tags returns the labels that distinguish an item
 * @param value returns the value of an item
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

  /** Replaces the series by those of the items. */
  void show(Stream<T> items) {
    gauge.register(items.map(this::row).toList(), true);
  }

  /**
   * Returns a row. It refers to the gauge, which stays: Micrometer's reference to a row's object is
   * weak.
   */
  private Row<?> row(T item) {
    var current = value.applyAsDouble(item);
    return Row.of(tags.apply(item), gauge, same -> current);
  }
}
