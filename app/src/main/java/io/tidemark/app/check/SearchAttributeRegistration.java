package io.tidemark.app.check;

import static io.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.common.SearchAttributeKey;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.tidemark.workflow.execution.WorkflowSearchAttributes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers the search attributes of snapshots and jobs with the Temporal namespace (W2). All else
 * works without them.
 */
public final class SearchAttributeRegistration {
  private static final Logger log = LoggerFactory.getLogger(SearchAttributeRegistration.class);

  private final OperatorServiceStubs operator;
  private final String namespace;
  private final Consumer<Set<String>> unsupported;
  private Set<String> lastUnsupported = Set.of();
  private String problem = "";

  /**
   * Creates a registration.
   *
   * @param service supplies the channel, which its owner closes
   * @param namespace the Temporal namespace
   * @param unsupported takes the names of those that cannot be used, as far as is known
   */
  public SearchAttributeRegistration(
      WorkflowServiceStubs service, String namespace, Consumer<Set<String>> unsupported) {
    requireNonNull(service, "service is null");
    this.namespace = requireNonNull(namespace, "namespace is null");
    this.unsupported = requireNonNull(unsupported, "unsupported is null");
    this.operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setChannel(service.getRawChannel())
                .validateAndBuildWithDefaults());
  }

  /**
   * Registers the missing search attributes, each by itself: a server may have room for some only.
   * The caller repeats it from time to time, since a Temporal with a new database does not have
   * them.
   */
  public synchronized void register() {
    try {
      var refusals = add(namesWhere(Objects::isNull));
      var unusable = namesWhere(type -> type != INDEXED_VALUE_TYPE_KEYWORD);
      lastUnsupported = Set.copyOf(unusable);
      report(unusable.isEmpty() ? "" : unusable + " are not registered as Keyword" + refusals);
    } catch (StatusRuntimeException e) {
      report("the registered ones cannot be listed, " + CheckResult.reason(e));
    }
    unsupported.accept(lastUnsupported);
  }

  private void report(String current) {
    if (!current.isEmpty() && !current.equals(problem)) {
      log.warn("Workflows lack search attributes: {}", current);
    }
    problem = current;
  }

  /** Checks that the search attributes are registered; a missing one is optional. */
  public CheckResult check() {
    var subject = "Temporal search attributes";
    try {
      var unusable = namesWhere(type -> type != INDEXED_VALUE_TYPE_KEYWORD);
      return unusable.isEmpty()
          ? CheckResult.ok(subject, String.join(", ", names()))
          : CheckResult.optional(
              subject,
              unusable
                  + " are not registered as Keyword; Tidemark registers missing ones at start");
    } catch (StatusRuntimeException e) {
      return CheckResult.optional(subject, "cannot be listed: " + e.getStatus());
    }
  }

  /** Returns the search attributes whose registered type, null for none, meets a condition. */
  private List<String> namesWhere(Predicate<@Nullable IndexedValueType> condition) {
    var registered = registered();
    return names().stream().filter(name -> condition.test(registered.get(name))).toList();
  }

  private Map<String, IndexedValueType> registered() {
    return operator
        .blockingStub()
        .listSearchAttributes(
            ListSearchAttributesRequest.newBuilder().setNamespace(namespace).build())
        .getCustomAttributesMap();
  }

  /** Returns the distinct reasons of those that the server refused, as the end of a sentence. */
  private String add(List<String> names) {
    return names.stream()
        .flatMap(name -> add(name).stream())
        .distinct()
        .map(", "::concat)
        .collect(joining());
  }

  /** Returns the reason if the server refuses it. */
  private Optional<String> add(String name) {
    try {
      operator
          .blockingStub()
          .addSearchAttributes(
              AddSearchAttributesRequest.newBuilder()
                  .setNamespace(namespace)
                  .putSearchAttributes(name, INDEXED_VALUE_TYPE_KEYWORD)
                  .build());
      log.info("Registered the search attribute {}", name);
      return Optional.empty();
    } catch (StatusRuntimeException refused) {
      return Optional.of(CheckResult.reason(refused));
    }
  }

  private static List<String> names() {
    return WorkflowSearchAttributes.ALL.stream().map(SearchAttributeKey::getName).toList();
  }
}
