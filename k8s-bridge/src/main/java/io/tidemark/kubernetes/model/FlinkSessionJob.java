package io.tidemark.kubernetes.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** A FlinkSessionJob: a job on the cluster that {@code spec.deploymentName} names. */
@Group(FlinkResources.GROUP)
@Version(FlinkResources.VERSION)
@Kind("FlinkSessionJob")
@Plural("flinksessionjobs")
@JsonIgnoreProperties(ignoreUnknown = true)
public final class FlinkSessionJob extends JobResource {}
