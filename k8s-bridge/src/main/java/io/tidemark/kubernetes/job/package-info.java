/**
 * Decides the next step of a session job: observes its resource and its cluster, plans purely, and
 * writes to the resource before Flink acts (U1 to U11). A resource alone is enough to continue
 * from.
 */
@NullMarked
package io.tidemark.kubernetes.job;

import org.jspecify.annotations.NullMarked;
