package io.tidemark.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.flink.kubernetes.operator.api.diff.DiffType;
import org.apache.flink.kubernetes.operator.api.diff.Diffable;
import org.apache.flink.kubernetes.operator.api.diff.SpecDiff;
import org.apache.flink.kubernetes.operator.api.spec.AbstractFlinkSpec;
import org.apache.flink.kubernetes.operator.api.spec.FlinkDeploymentSpec;
import org.apache.flink.kubernetes.operator.api.spec.FlinkSessionJobSpec;
import org.apache.flink.kubernetes.operator.api.status.CommonStatus;
import org.apache.flink.kubernetes.operator.api.status.FlinkDeploymentStatus;
import org.apache.flink.kubernetes.operator.api.status.FlinkSessionJobStatus;

/**
 * A job resource as the Flink operator sees it, by the classes that it publishes.
 *
 * @param spec the spec of the resource
 * @param status the status that Tidemark has written
 */
record OperatorView(AbstractFlinkSpec spec, CommonStatus<?> status) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static OperatorView ofSessionJob(JsonNode resource) {
    return new OperatorView(
        read(resource.path("spec"), FlinkSessionJobSpec.class),
        read(resource.path("status"), FlinkSessionJobStatus.class));
  }

  static OperatorView ofDeployment(JsonNode resource) {
    return new OperatorView(
        read(resource.path("spec"), FlinkDeploymentSpec.class),
        read(resource.path("status"), FlinkDeploymentStatus.class));
  }

  private static <T> T read(JsonNode node, Class<T> type) {
    try {
      return JSON.treeToValue(node, type);
    } catch (JsonProcessingException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Returns {@code lifecycleState} as the operator computes it. */
  String lifecycle() {
    return status.getLifecycleState().name();
  }

  /**
   * Returns the fields for which the operator would carry the spec out, by the annotations of its
   * fields; empty where it does nothing.
   */
  List<String> differences() {
    var reached = status.getReconciliationStatus().deserializeLastReconciledSpec();
    return differences("", reached, spec).toList();
  }

  private static Stream<String> differences(String prefix, Object reached, Object desired) {
    return Stream.<Class<?>>iterate(
            reached.getClass(), type -> type != Object.class, Class::getSuperclass)
        .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
        .filter(field -> !Modifier.isStatic(field.getModifiers()))
        .flatMap(
            field ->
                differences(
                    prefix + field.getName(), field, value(field, reached), value(field, desired)));
  }

  private static Stream<String> differences(
      String name, Field field, Object reached, Object desired) {
    var keys = field.getAnnotation(SpecDiff.Config.class);
    if (keys != null) {
      return ofKeys(name, keys, (Map<?, ?>) reached, (Map<?, ?>) desired);
    }
    var rule = field.getAnnotation(SpecDiff.class);
    if (rule != null
        && (rule.value() == DiffType.IGNORE || (desired == null && rule.onNullIgnore()))) {
      return Stream.empty();
    }
    if (rule == null && reached instanceof Diffable<?> && desired instanceof Diffable<?>) {
      return differences(name + ".", reached, desired);
    }
    return Objects.deepEquals(reached, desired) ? Stream.empty() : Stream.of(name);
  }

  private static Stream<String> ofKeys(
      String name, SpecDiff.Config rules, Map<?, ?> reached, Map<?, ?> desired) {
    var keys = new TreeSet<String>();
    Stream.of(reached, desired)
        .filter(Objects::nonNull)
        .forEach(all -> all.keySet().forEach(key -> keys.add(key.toString())));
    return keys.stream()
        .filter(key -> !Objects.equals(get(reached, key), get(desired, key)))
        .filter(
            key ->
                Arrays.stream(rules.value())
                    .noneMatch(
                        rule -> rule.type() == DiffType.IGNORE && key.startsWith(rule.prefix())))
        .map(key -> name + "." + key);
  }

  private static Object get(Map<?, ?> all, String key) {
    return all == null ? null : all.get(key);
  }

  private static Object value(Field field, Object owner) {
    try {
      field.setAccessible(true);
      return field.get(owner);
    } catch (IllegalAccessException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
