package io.tidemark.kubernetes.record;

import static java.net.HttpURLConnection.HTTP_CONFLICT;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidemark.kubernetes.model.FlinkResources;
import io.tidemark.workflow.model.LegacySnapshot;
import io.tidemark.workflow.model.SnapshotId;
import io.tidemark.workflow.resource.EventReason;
import io.tidemark.workflow.resource.ResourceEvent;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Publishes events on snapshots and jobs. The name of an event is computed, so publishing it again
 * changes nothing. An event that cannot be published is logged and never blocks its caller (R15).
 */
public final class EventPublisher {
  private static final Logger log = LoggerFactory.getLogger(EventPublisher.class);
  private static final String COMPONENT = "tidemark";
  private static final int MESSAGE_LIMIT = 1024;
  private static final int NAME_LIMIT = 200;

  private final KubernetesClient client;
  private final Clock clock;
  private final Consumer<EventReason> counter;

  /**
   * Creates a publisher.
   *
   * @param client creates the events
   * @param clock for the events' timestamps
   * @param counter called once for each event, also for one that could not be published
   */
  public EventPublisher(KubernetesClient client, Clock clock, Consumer<EventReason> counter) {
    this.client = client;
    this.clock = clock;
    this.counter = counter;
  }

  /** Publishes the event once; a failure is logged. */
  public void publish(SnapshotId snapshot, ResourceEvent event) {
    var legacy = snapshot.legacy();
    publish(
        EventSubject.of(snapshot), legacy == null ? event : onJob(snapshot.uid(), legacy, event));
  }

  /** Returns the event for the job, which has other snapshots too (L3). */
  private static ResourceEvent onJob(String uid, LegacySnapshot legacy, ResourceEvent event) {
    var subject =
        switch (event.reason()) {
          case SAVEPOINT_ERROR, CHECKPOINT_ERROR -> legacy.failure();
          default -> legacy.description();
        };
    return new ResourceEvent(
        event.reason(), subject + ": " + event.message(), uid + "/" + event.discriminator());
  }

  /** Publishes the event once; a failure is logged. */
  public void publish(EventSubject subject, ResourceEvent event) {
    try {
      client.resource(kubernetesEvent(subject, event)).create();
    } catch (KubernetesClientException refused) {
      if (refused.getCode() == HTTP_CONFLICT) {
        return;
      }
      var reason = event.reason().word();
      log.atLevel(level(event))
          .log("Event {} on {} was not published: {}", reason, subject, refused.getMessage());
    }
    counter.accept(event.reason());
  }

  /** A right that is missing for a request is often missing for its event, at every try. */
  private static Level level(ResourceEvent event) {
    return event.reason() == EventReason.REQUEST_REFUSED ? Level.DEBUG : Level.WARN;
  }

  private Event kubernetesEvent(EventSubject subject, ResourceEvent event) {
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(subject.namespace())
        .withName(name(subject, event))
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(FlinkResources.GROUP + "/" + FlinkResources.VERSION)
        .withKind(subject.kind())
        .withNamespace(subject.namespace())
        .withName(subject.name())
        .withUid(subject.uid())
        .endInvolvedObject()
        .withType(event.reason().severity().word())
        .withReason(event.reason().word())
        .withMessage(cut(event.message(), MESSAGE_LIMIT))
        .withFirstTimestamp(now)
        .withLastTimestamp(now)
        .withCount(1)
        .withNewSource()
        .withComponent(COMPONENT)
        .endSource()
        .withReportingComponent(COMPONENT)
        .withReportingInstance(COMPONENT)
        .build();
  }

  private static String name(EventSubject subject, ResourceEvent event) {
    var identity = subject.uid() + "/" + event.reason() + "/" + event.discriminator();
    var digest = UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8));
    var prefix = cut(subject.name(), NAME_LIMIT).replaceAll("[-.]+$", "");
    return prefix + "." + digest.toString().replace("-", "");
  }

  private static String cut(String text, int limit) {
    return text.length() <= limit ? text : text.substring(0, limit);
  }
}
