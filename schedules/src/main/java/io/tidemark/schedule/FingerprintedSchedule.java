package io.tidemark.schedule;

import static java.util.Objects.requireNonNull;

import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.ScheduleState;
import io.temporal.client.schedules.ScheduleUpdate;
import io.temporal.common.SearchAttributes;
import io.temporal.common.converter.EncodedValues;
import io.tidemark.workflow.model.KubernetesCluster;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Temporal Schedule as Tidemark wants it. Its note and the details of its action are a sentence
 * for users, followed by a fingerprint of the schedule's data. The fingerprint alone decides
 * whether a schedule in Temporal has to be updated, so a sentence that only reads differently
 * updates nothing. A schedule has the search attributes of its runs (W2).
 */
public final class FingerprintedSchedule {
  private static final Logger log = LoggerFactory.getLogger(FingerprintedSchedule.class);

  private final Schedule data;
  private final String text;
  private final ScheduleFingerprint fingerprint;

  /**
   * @param data spec, policies and an action that starts a workflow; its note and details are
   *     replaced
   * @param quoted the settings that the sentence quotes
   * @param sentence the schedule in words, for its note
   */
  public FingerprintedSchedule(Schedule data, List<ScheduleSetting> quoted, String sentence) {
    this.data = requireNonNull(data, "data is null");
    this.fingerprint = ScheduleFingerprint.of(data, quoted);
    this.text = fingerprint.appendTo(sentence);
  }

  public ScheduleFingerprint fingerprint() {
    return fingerprint;
  }

  /** Returns the schedule's text: the sentence and the fingerprint. */
  public String text() {
    return text;
  }

  /**
   * Creates the schedule; one that exists is described, and updated if its data differs, or if it
   * names no owner.
   *
   * @param cluster the owner of the schedule, which its memo and that of its action name
   * @param memo of a new schedule; no update can change it, unlike that of an action
   * @return the schedule as it was before; empty if there was none
   * @throws OtherClusterException if it exists and this cluster may not change it (S6)
   */
  public Optional<ScheduleDescription> createOrUpdate(
      ScheduleClient client, String id, KubernetesCluster cluster, Map<String, Object> memo) {
    var all = new HashMap<>(memo);
    all.putAll(cluster.memo());
    try {
      client.createSchedule(
          id,
          naming(cluster, toCreate()),
          ScheduleOptions.newBuilder()
              .setMemo(all)
              .setTypedSearchAttributes(searchAttributes())
              .build());
      log.info("Created schedule {}: {}", id, text);
      return Optional.empty();
    } catch (ScheduleAlreadyRunningException exists) {
      var before = new AtomicReference<ScheduleDescription>();
      client
          .getHandle(id)
          .update(
              input -> {
                before.set(input.getDescription());
                return update(id, cluster, input.getDescription());
              });
      return Optional.of(before.get());
    }
  }

  /**
   * Returns the cluster that a schedule names: in the memo of its action, which an update can
   * change, or in its own, which it had when it was created. Unknown if neither names one.
   */
  public static KubernetesCluster owner(ScheduleDescription schedule) {
    var memo = options(schedule.getSchedule()).getMemo();
    return memo != null && memo.get(KubernetesCluster.MEMO) instanceof EncodedValues id
        ? new KubernetesCluster(id.get(0, String.class))
        : KubernetesCluster.ofMemo((String) schedule.getMemo(KubernetesCluster.MEMO, String.class));
  }

  /** Returns null if there is nothing to change, which is what the client expects. */
  private @Nullable ScheduleUpdate update(
      String id, KubernetesCluster cluster, ScheduleDescription current) {
    var owner = owner(current);
    if (!cluster.mayChange(owner)) {
      throw OtherClusterException.of(id, owner, cluster);
    }
    var replacement =
        owner.equals(cluster)
            ? toReplace(current.getSchedule())
            : Optional.of(replacement(current.getSchedule()));
    if (replacement.isEmpty()) {
      return null;
    }
    log.info("Updated schedule {}: {}", id, text);
    return new ScheduleUpdate(naming(cluster, replacement.get()), searchAttributes());
  }

  /** Returns null for none: the client cannot send an empty set. */
  private @Nullable SearchAttributes searchAttributes() {
    var attributes = options(data).getTypedSearchAttributes();
    return attributes == null || attributes.size() == 0 ? null : attributes;
  }

  /** Returns the schedule to create where there is none. */
  public Schedule toCreate() {
    return Schedule.newBuilder(data)
        .setAction(action())
        .setState(ScheduleState.newBuilder().setNote(text).build())
        .build();
  }

  /**
   * Returns the schedule to replace the current one with; empty if nothing but wording differs. The
   * pause, the limit on actions and a note that a user wrote stay as they are.
   *
   * @param current as Temporal describes it
   */
  public Optional<Schedule> toReplace(Schedule current) {
    return ScheduleFingerprint.parse(details(current)).filter(fingerprint::equals).isPresent()
        ? Optional.empty()
        : Optional.of(replacement(current));
  }

  private Schedule replacement(Schedule current) {
    return Schedule.newBuilder(toCreate())
        .setState(state(current.getState(), details(current)))
        .build();
  }

  /** A note that still equals the details was written with them, and not by a user. */
  private ScheduleState state(ScheduleState current, String details) {
    return current.getNote().equals(details)
        ? ScheduleState.newBuilder(current).setNote(text).build()
        : current;
  }

  private static String details(Schedule schedule) {
    var details = options(schedule).getStaticDetails();
    return details == null ? "" : details;
  }

  private ScheduleActionStartWorkflow action() {
    return action(data, options -> options.setStaticDetails(text));
  }

  /** Names the owner in the memo of the action, and so in that of its runs. */
  private static Schedule naming(KubernetesCluster owner, Schedule schedule) {
    return Schedule.newBuilder(schedule)
        .setAction(action(schedule, options -> options.setMemo(owner.memo())))
        .build();
  }

  private static WorkflowOptions options(Schedule schedule) {
    return ((ScheduleActionStartWorkflow) schedule.getAction()).getOptions();
  }

  private static ScheduleActionStartWorkflow action(
      Schedule schedule, UnaryOperator<WorkflowOptions.Builder> change) {
    var options = change.apply(WorkflowOptions.newBuilder(options(schedule))).build();
    return ScheduleActionStartWorkflow.newBuilder(
            (ScheduleActionStartWorkflow) schedule.getAction())
        .setOptions(options)
        .build();
  }
}
