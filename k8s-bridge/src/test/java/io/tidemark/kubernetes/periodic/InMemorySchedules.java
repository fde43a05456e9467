package io.tidemark.kubernetes.periodic;

import io.grpc.Status;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleBackfill;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleHandle;
import io.temporal.client.schedules.ScheduleInfo;
import io.temporal.client.schedules.ScheduleListActionStartWorkflow;
import io.temporal.client.schedules.ScheduleListDescription;
import io.temporal.client.schedules.ScheduleListInfo;
import io.temporal.client.schedules.ScheduleListSchedule;
import io.temporal.client.schedules.ScheduleListState;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.ScheduleState;
import io.temporal.client.schedules.ScheduleUpdate;
import io.temporal.client.schedules.ScheduleUpdateInput;
import io.temporal.common.SearchAttributes;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.workflow.Functions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Temporal's schedules in memory: keeps them by id and remembers each request to the server. */
final class InMemorySchedules implements ScheduleClient {
  private final Map<String, Schedule> schedules = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> memos = new LinkedHashMap<>();
  private final List<String> requests = new ArrayList<>();

  /** Returns the requests since the last call, oldest first, and forgets them. */
  List<String> requests() {
    var answered = List.copyOf(requests);
    requests.clear();
    return answered;
  }

  Schedule get(String id) {
    return schedules.get(id);
  }

  ScheduleActionStartWorkflow action(String id) {
    return (ScheduleActionStartWorkflow) get(id).getAction();
  }

  /** Writes a note as a user does, who pauses the schedule with a reason. */
  void writeNote(String id, String note) {
    schedules.put(id, noted(get(id), note));
  }

  /** Changes the texts of all schedules to those of another release. */
  void reword(UnaryOperator<String> wording) {
    schedules.replaceAll(
        (id, schedule) -> {
          var action = (ScheduleActionStartWorkflow) schedule.getAction();
          var options = action.getOptions();
          var reworded =
              ScheduleActionStartWorkflow.newBuilder(action)
                  .setOptions(
                      WorkflowOptions.newBuilder(options)
                          .setStaticSummary(wording.apply(options.getStaticSummary()))
                          .setStaticDetails(wording.apply(options.getStaticDetails()))
                          .build())
                  .build();
          return Schedule.newBuilder(noted(schedule, wording.apply(schedule.getState().getNote())))
              .setAction(reworded)
              .build();
        });
  }

  private static Schedule noted(Schedule schedule, String note) {
    var state = ScheduleState.newBuilder(schedule.getState()).setNote(note).build();
    return Schedule.newBuilder(schedule).setState(state).build();
  }

  @Override
  public ScheduleHandle createSchedule(String id, Schedule schedule, ScheduleOptions options) {
    requests.add("create " + id);
    if (schedules.putIfAbsent(id, schedule) != null) {
      throw new ScheduleAlreadyRunningException(
          Status.ALREADY_EXISTS.withDescription(id).asRuntimeException());
    }
    memos.put(id, options.getMemo());
    return getHandle(id);
  }

  @Override
  public ScheduleHandle getHandle(String id) {
    return new Handle(id);
  }

  @Override
  public Stream<ScheduleListDescription> listSchedules() {
    requests.add("list");
    return List.copyOf(schedules.keySet()).stream().map(this::listed);
  }

  @Override
  public Stream<ScheduleListDescription> listSchedules(Integer pageSize) {
    return listSchedules();
  }

  @Override
  public Stream<ScheduleListDescription> listSchedules(String query, Integer pageSize) {
    throw new UnsupportedOperationException("listing by a query");
  }

  /** Shows as little of a schedule as the server does: no details, no policies, no input. */
  private ScheduleListDescription listed(String id) {
    var schedule = get(id);
    var state = schedule.getState();
    return new ScheduleListDescription(
        id,
        new ScheduleListSchedule(
            new ScheduleListActionStartWorkflow(action(id).getWorkflowType()),
            schedule.getSpec(),
            new ScheduleListState(state.getNote(), state.isPaused())),
        new ScheduleListInfo(List.of(), List.of()),
        memo(id),
        DefaultDataConverter.STANDARD_INSTANCE,
        Map.of());
  }

  private Map<String, Payload> memo(String id) {
    var payloads = new LinkedHashMap<String, Payload>();
    memos
        .getOrDefault(id, Map.of())
        .forEach(
            (key, value) ->
                payloads.put(
                    key, DefaultDataConverter.STANDARD_INSTANCE.toPayload(value).orElseThrow()));
    return payloads;
  }

  private final class Handle implements ScheduleHandle {
    private final String id;

    Handle(String id) {
      this.id = id;
    }

    @Override
    public String getId() {
      return id;
    }

    @Override
    public ScheduleDescription describe() {
      requests.add("describe " + id);
      return Optional.ofNullable(get(id))
          .map(this::description)
          .orElseThrow(() -> new ScheduleException(Status.NOT_FOUND.asRuntimeException()));
    }

    private ScheduleDescription description(Schedule schedule) {
      var created = Instant.EPOCH;
      return new ScheduleDescription(
          id,
          new ScheduleInfo(0, 0, 0, List.of(), List.of(), List.of(), created, created),
          schedule,
          Map.of(),
          SearchAttributes.EMPTY,
          memo(id),
          DefaultDataConverter.STANDARD_INSTANCE);
    }

    @Override
    public void update(Functions.Func1<ScheduleUpdateInput, ScheduleUpdate> change) {
      var update = change.apply(new ScheduleUpdateInput(describe()));
      if (update != null) {
        requests.add("update " + id);
        schedules.put(id, update.getSchedule());
      }
    }

    @Override
    public void delete() {
      requests.add("delete " + id);
      schedules.remove(id);
    }

    @Override
    public void backfill(List<ScheduleBackfill> backfills) {
      throw new UnsupportedOperationException("backfill");
    }

    @Override
    public void pause(String note) {
      throw new UnsupportedOperationException("pause");
    }

    @Override
    public void pause() {
      throw new UnsupportedOperationException("pause");
    }

    @Override
    public void trigger(ScheduleOverlapPolicy overlap) {
      throw new UnsupportedOperationException("trigger");
    }

    @Override
    public void trigger() {
      throw new UnsupportedOperationException("trigger");
    }

    @Override
    public void unpause(String note) {
      throw new UnsupportedOperationException("unpause");
    }

    @Override
    public void unpause() {
      throw new UnsupportedOperationException("unpause");
    }
  }
}
