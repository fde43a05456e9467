package io.tidemark.kubernetes.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import io.tidemark.workflow.model.LegacySnapshot;
import org.jspecify.annotations.Nullable;

/** A FlinkStateSnapshot as read from the API server, or one that a job in legacy mode carries. */
@Group(FlinkResources.GROUP)
@Version(FlinkResources.VERSION)
@Kind("FlinkStateSnapshot")
@Plural("flinkstatesnapshots")
@JsonIgnoreProperties(ignoreUnknown = true)
public final class FlinkStateSnapshot extends CustomResource<SnapshotSpec, SnapshotStatus>
    implements Namespaced {
  private transient @Nullable LegacySnapshot legacy;

  /** Returns the job that carries it in legacy mode; null for a resource (L2). */
  @JsonIgnore
  public @Nullable LegacySnapshot getLegacy() {
    return legacy;
  }

  /** Makes it one that a job carries. */
  @JsonIgnore
  public void setLegacy(@Nullable LegacySnapshot carried) {
    this.legacy = carried;
  }
}
