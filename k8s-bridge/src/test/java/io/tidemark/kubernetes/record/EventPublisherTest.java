package io.tidemark.kubernetes.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.fabric8.kubernetes.api.model.Event;
import io.tidemark.kubernetes.fixture.ApiServer;
import io.tidemark.kubernetes.fixture.ApiServer.Request;
import io.tidemark.kubernetes.fixture.SnapshotDraft;
import io.tidemark.workflow.model.SnapshotId;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventPublisherTest {
  private static final String EVENTS = "/api/v1/namespaces/flink/events";
  private static final SnapshotId ID = SnapshotDraft.savepoint().read().id();
  private static final ResourceEvent FAILED =
      new ResourceEvent(EventReason.SAVEPOINT_ERROR, "disk full", "1");

  /** The names that an API server accepts: RFC 1123 labels between dots. */
  private static final String SUBDOMAIN =
      "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";

  private final ApiServer api = new ApiServer();
  private final List<EventReason> counted = new ArrayList<>();
  private final EventPublisher events =
      new EventPublisher(
          api.client(),
          Clock.fixed(Instant.parse("2026-11-23T10:02:03.456Z"), ZoneOffset.UTC),
          counted::add);

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  @DisplayName("R7 an event is one request and names the snapshot, the reason and what happened")
  void published() {
    events.publish(ID, FAILED);

    assertThat(api.requests()).extracting(Request::line).containsExactly("POST " + EVENTS);
    var event = published(1).get(0);
    assertThat(event.getType()).isEqualTo("Warning");
    assertThat(event.getReason()).isEqualTo("SavepointError");
    assertThat(event.getMessage()).isEqualTo("disk full");
    assertThat(event.getInvolvedObject().getApiVersion()).isEqualTo("flink.apache.org/v1beta1");
    assertThat(event.getInvolvedObject().getKind()).isEqualTo("FlinkStateSnapshot");
    assertThat(event.getInvolvedObject().getNamespace()).isEqualTo("flink");
    assertThat(event.getInvolvedObject().getName()).isEqualTo(SnapshotDraft.NAME);
    assertThat(event.getInvolvedObject().getUid()).isEqualTo(SnapshotDraft.UID);
    assertThat(event.getFirstTimestamp()).isEqualTo("2026-11-23T10:02:03Z");
    assertThat(event.getLastTimestamp()).isEqualTo("2026-11-23T10:02:03Z");
    assertThat(event.getSource().getComponent()).isEqualTo("tidemark");
  }

  @Test
  @DisplayName("R6 an event that is published again is the same event: its 409 is success")
  void repeated() {
    events.publish(ID, FAILED);
    events.publish(ID, FAILED);

    assertThat(api.requests()).hasSize(2);
    assertThat(published(1)).hasSize(1);
    assertThat(counted).containsExactly(EventReason.SAVEPOINT_ERROR);
  }

  @Test
  @DisplayName("R7 another attempt, reason or uid is another event")
  void others() {
    events.publish(ID, FAILED);
    events.publish(ID, new ResourceEvent(EventReason.SAVEPOINT_ERROR, "disk full", "2"));
    events.publish(ID, new ResourceEvent(EventReason.POSSIBLE_ORPHAN, "disk full", "1"));
    events.publish(new SnapshotId("flink", SnapshotDraft.NAME, "another"), FAILED);

    assertThat(published(4))
        .extracting(event -> event.getMetadata().getName())
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @DisplayName("R15 an event that is refused, as in a terminating namespace, blocks nothing")
  @ValueSource(ints = {403, 404, 422, 429, 500})
  void refused(int code) {
    api.refusePost(EVENTS, code);

    assertThatCode(() -> events.publish(ID, FAILED)).doesNotThrowAnyException();

    assertThat(api.requests()).hasSize(1);
    assertThat(counted).as("counted all the same").containsExactly(EventReason.SAVEPOINT_ERROR);
  }

  @Test
  @DisplayName("R15 an API server that is not there blocks nothing")
  void unreachable() {
    api.stop();

    assertThatCode(() -> events.publish(ID, FAILED)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @DisplayName("R7 the event of a snapshot with a long name has a name that Kubernetes takes")
  @ValueSource(strings = {"-", ".", "a.-"})
  void longNames(String atTheCut) {
    var name = ("a".repeat(200 - atTheCut.length()) + atTheCut + "b".repeat(60)).substring(0, 253);

    events.publish(new SnapshotId("flink", name, "uid"), FAILED);

    assertThat(published(1).get(0).getMetadata().getName())
        .hasSizeLessThanOrEqualTo(253)
        .matches(SUBDOMAIN);
  }

  @Test
  @DisplayName("R7 a long message is cut to what Kubernetes takes")
  void longMessage() {
    events.publish(ID, new ResourceEvent(EventReason.CLEANUP_FAILED, "x".repeat(5000), ""));

    assertThat(published(1).get(0).getMessage()).hasSize(1024);
  }

  private List<Event> published(int count) {
    var items = api.client().v1().events().inNamespace("flink").list().getItems();
    assertThat(items).hasSize(count);
    return items;
  }
}
