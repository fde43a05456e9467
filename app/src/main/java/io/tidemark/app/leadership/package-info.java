/**
 * Elects the replica that watches Kubernetes: the holder of a Lease. All replicas run workflows; a
 * single one that starts them saves work, but correctness does not depend on it.
 */
@NullMarked
package io.tidemark.app.leadership;

import org.jspecify.annotations.NullMarked;
