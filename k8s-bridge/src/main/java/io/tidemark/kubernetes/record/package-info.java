/**
 * Records the progress of a snapshot on its resource: labels and status, under one rule that never
 * takes a state back, and events that may be published repeatedly.
 */
@NullMarked
package io.tidemark.kubernetes.record;

import org.jspecify.annotations.NullMarked;
