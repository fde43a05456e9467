package io.tidemark.kubernetes.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** A FlinkStateSnapshot as read from the API server. */
@Group(FlinkResources.GROUP)
@Version(FlinkResources.VERSION)
@Kind("FlinkStateSnapshot")
@Plural("flinkstatesnapshots")
@JsonIgnoreProperties(ignoreUnknown = true)
public final class FlinkStateSnapshot extends CustomResource<SnapshotSpec, SnapshotStatus>
    implements Namespaced {}
