/**
 * The life of a session job: each start, upgrade, suspension and end is one run of its workflow.
 * Kubernetes decides the next step ({@link io.tidemark.workflow.job.SessionJobActivities}), and
 * Flink carries it out ({@link io.tidemark.workflow.job.SessionJobFlinkActivities}).
 */
@NullMarked
package io.tidemark.workflow.job;

import org.jspecify.annotations.NullMarked;
