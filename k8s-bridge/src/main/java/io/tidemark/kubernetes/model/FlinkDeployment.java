package io.tidemark.kubernetes.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** A FlinkDeployment: a cluster, with a job of its own in application mode. */
@Group(FlinkResources.GROUP)
@Version(FlinkResources.VERSION)
@Kind("FlinkDeployment")
@Plural("flinkdeployments")
@JsonIgnoreProperties(ignoreUnknown = true)
public final class FlinkDeployment extends JobResource {}
