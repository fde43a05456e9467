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
import io.tidemark.workflow.model.KubernetesCluster;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
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
   * Creates the schedule; one that exists is described, and updated if its data differs.
   *
   * @param cluster the owner of the schedule
   * @param memo of a new schedule, which also names the cluster; no update can change a memo
   * @return the schedule as it was before; empty if there was none
   * @throws OtherClusterException if it exists and belongs to another cluster (S6)
   */
  public Optional<ScheduleDescription> createOrUpdate(
      ScheduleClient client, String id, KubernetesCluster cluster, Map<String, Object> memo) {
    var all = new HashMap<>(memo);
    all.putAll(cluster.memo());
    try {
      client.createSchedule(
          id,
          toCreate(),
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

  /** Returns the cluster that a schedule was created for; unknown if its memo names none. */
  public static KubernetesCluster owner(ScheduleDescription schedule) {
    return KubernetesCluster.ofMemo(
        (String) schedule.getMemo(KubernetesCluster.MEMO, String.class));
  }

  /** Returns null if there is nothing to change, which is what the client expects. */
  private @Nullable ScheduleUpdate update(
      String id, KubernetesCluster cluster, ScheduleDescription current) {
    if (owner(current).differsFrom(cluster)) {
      throw new OtherClusterException(id, owner(current));
    }
    var replacement = toReplace(current.getSchedule());
    if (replacement.isEmpty()) {
      return null;
    }
    log.info("Updated schedule {}: {}", id, text);
    return new ScheduleUpdate(replacement.get(), searchAttributes());
  }

  /** Returns null for none: the client cannot send an empty set. */
  private @Nullable SearchAttributes searchAttributes() {
    var attributes =
        ((ScheduleActionStartWorkflow) data.getAction()).getOptions().getTypedSearchAttributes();
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
    var details = details(current);
    return ScheduleFingerprint.parse(details).filter(fingerprint::equals).isPresent()
        ? Optional.empty()
        : Optional.of(
            Schedule.newBuilder(toCreate()).setState(state(current.getState(), details)).build());
  }

  /** A note that still equals the details was written with them, and not by a user. */
  private ScheduleState state(ScheduleState current, String details) {
    return current.getNote().equals(details)
        ? ScheduleState.newBuilder(current).setNote(text).build()
        : current;
  }

  private static String details(Schedule schedule) {
    var details =
        ((ScheduleActionStartWorkflow) schedule.getAction()).getOptions().getStaticDetails();
    return details == null ? "" : details;
  }

  private ScheduleActionStartWorkflow action() {
    var action = (ScheduleActionStartWorkflow) data.getAction();
    var options = WorkflowOptions.newBuilder(action.getOptions()).setStaticDetails(text).build();
    return ScheduleActionStartWorkflow.newBuilder(action).setOptions(options).build();
  }
}
