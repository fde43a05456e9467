package io.tidemark.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The straight line through measurements, by least squares. */
record Line(double slope, double intercept) {

  /** Needs two measurements at least that differ in x. */
  static <T> Line through(List<T> points, ToDoubleFunction<T> x, ToDoubleFunction<T> y) {
    var meanX = points.stream().mapToDouble(x).average().orElseThrow();
    var meanY = points.stream().mapToDouble(y).average().orElseThrow();
    var squares = points.stream().mapToDouble(it -> Math.pow(x.applyAsDouble(it) - meanX, 2)).sum();
    var products =
        points.stream()
            .mapToDouble(it -> (x.applyAsDouble(it) - meanX) * (y.applyAsDouble(it) - meanY))
            .sum();
    var slope = products / squares;
    return new Line(slope, meanY - slope * meanX);
  }

  double at(double x) {
    return intercept + slope * x;
  }
}
