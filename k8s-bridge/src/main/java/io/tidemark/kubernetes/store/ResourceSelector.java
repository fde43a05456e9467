package io.tidemark.kubernetes.store;

import static java.util.stream.Collectors.joining;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Selects resources by their labels, as a Kubernetes {@code LabelSelector} does (S8).
 *
 * @param requirements the conditions, which must all be true; none selects all resources
 */
public record ResourceSelector(List<LabelRequirement> requirements) {
  public static final ResourceSelector ALL = new ResourceSelector(List.of());

  /** Keeps YAML's flow style from being taken for JSON. */
  private static final String YAML = "---\n";

  public ResourceSelector {
    requirements = List.copyOf(requirements);
  }

  /**
   * Reads a {@code LabelSelector} in YAML or JSON, such as {@code {matchLabels: {team: a}}}; an
   * empty text selects all resources.
   *
   * @throws IllegalArgumentException if Kubernetes would not accept it, or it selects nothing
   */
  public static ResourceSelector parse(String text) {
    if (text.isBlank()) {
      return ALL;
    }
    var selector = new KubernetesSerialization().unmarshal(YAML + text, LabelSelector.class);
    if (!selector.getAdditionalProperties().isEmpty()) {
      throw new IllegalArgumentException("unknown " + selector.getAdditionalProperties());
    }
    var parsed = of(selector);
    if (!parsed.matches(parsed.neededLabels())) {
      throw new IllegalArgumentException("selects nothing");
    }
    return parsed;
  }

  private static ResourceSelector of(LabelSelector selector) {
    return new ResourceSelector(
        Stream.concat(
                selector.getMatchLabels().entrySet().stream()
                    .map(label -> LabelRequirement.equal(label.getKey(), label.getValue())),
                selector.getMatchExpressions().stream().map(LabelRequirement::of))
            .toList());
  }

  /** Returns whether every resource is selected. */
  public boolean selectsAll() {
    return requirements.isEmpty();
  }

  /** Returns the selector as a request has it; empty if it selects all. */
  public String query() {
    return requirements.stream().map(LabelRequirement::query).collect(joining(","));
  }

  /** Returns the selector as a request has it, with another condition. */
  public String queryWith(String condition) {
    return selectsAll() ? condition : query() + "," + condition;
  }

  /** Returns whether the resource is selected by its labels. */
  public boolean selects(HasMetadata resource) {
    return matches(Optional.ofNullable(resource.getMetadata().getLabels()).orElseGet(Map::of));
  }

  private boolean matches(Map<String, String> labels) {
    return requirements.stream().allMatch(requirement -> requirement.matches(labels));
  }

  /**
   * Returns the labels that a resource needs to be selected: the first value that is allowed where
   * there are several, and an empty one where any will do.
   */
  public Map<String, String> neededLabels() {
    var labels = new LinkedHashMap<String, String>();
    for (var requirement : requirements) {
      requirement
          .neededValues()
          .filter(value -> allows(requirement.key(), value))
          .findFirst()
          .ifPresent(value -> labels.putIfAbsent(requirement.key(), value));
    }
    return labels;
  }

  private boolean allows(String key, String value) {
    return requirements.stream()
        .filter(requirement -> requirement.key().equals(key))
        .allMatch(requirement -> requirement.matches(Map.of(key, value)));
  }

  /** Returns it as requests and {@code kubectl} have it, for people. */
  @Override
  public String toString() {
    return selectsAll() ? "all" : query();
  }
}
