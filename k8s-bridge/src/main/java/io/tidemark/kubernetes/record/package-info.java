/**
 * What happened to a snapshot, written to its resource: labels and status under one rule that never
 * takes a state back, and events that are the same however often they are published.
 */
@NullMarked
package io.tidemark.kubernetes.record;

import org.jspecify.annotations.NullMarked;
