package io.tidemark.kubernetes.creation;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.tidemark.kubernetes.model.BooleanParser;
import io.tidemark.kubernetes.model.FlinkStateSnapshot;
import io.tidemark.kubernetes.model.InvalidSettingException;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.SnapshotSpec;
import io.tidemark.workflow.model.SnapshotLabels;
import io.tidemark.workflow.model.SnapshotState;
import io.tidemark.workflow.model.SnapshotType;
import io.tidemark.workflow.model.TriggerType;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Builds snapshot resources from a job's configuration. Pure.
 *
 * @param job the job resource
 * @param cluster the FlinkDeployment of a session job, whose configuration holds for keys that the
 *     job does not set
 * @param type savepoint or checkpoint
 * @param trigger the origin of the request
 * @param defaults the values that neither of the two sets, and labels
 */
record SnapshotTemplate(
    JobResource job,
    Optional<JobResource> cluster,
    SnapshotType type,
    TriggerType trigger,
    CreationSettings defaults) {
  private static final String FORMAT_TYPE = "kubernetes.operator.savepoint.format.type";
  private static final String DISPOSE_ON_DELETE = "kubernetes.operator.savepoint.dispose-on-delete";

  FlinkStateSnapshot named(String name) {
    var snapshot = new FlinkStateSnapshot();
    snapshot.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(job.getMetadata().getNamespace())
            .withName(name)
            .withLabels(defaults.labels())
            .addToLabels(
                SnapshotLabels.of(
                    type, SnapshotState.TRIGGER_PENDING, trigger, Optional.of(job.reference())))
            .build());
    snapshot.setSpec(spec());
    return snapshot;
  }

  private SnapshotSpec spec() {
    return switch (type) {
      case SAVEPOINT -> SnapshotSpec.created(job.reference(), savepoint());
      case CHECKPOINT -> SnapshotSpec.createdCheckpoint(job.reference());
    };
  }

  private SnapshotSpec.Savepoint savepoint() {
    return new SnapshotSpec.Savepoint(null, disposeOnDelete(), formatType(), null);
  }

  String formatType() {
    var text = configured(FORMAT_TYPE).orElse(defaults.formatType());
    var format = text.toUpperCase(Locale.ROOT);
    if (!SnapshotSpec.Savepoint.FORMATS.contains(format)) {
      throw new InvalidSettingException(FORMAT_TYPE, text, "neither CANONICAL nor NATIVE");
    }
    return format;
  }

  private boolean disposeOnDelete() {
    return configured(DISPOSE_ON_DELETE)
        .map(text -> InvalidSettingException.parse(DISPOSE_ON_DELETE, text, BooleanParser::parse))
        .orElse(defaults.disposeOnDelete());
  }

  private Optional<String> configured(String key) {
    return Stream.concat(Stream.of(job), cluster.stream())
        .flatMap(resource -> resource.configuration().first(key).stream())
        .findFirst();
  }
}
