/**
 * The activities on the FlinkStateSnapshot resource, as plain values: claim it, record its state,
 * release it. The implementation, and everything that knows Kubernetes, is in the bridge.
 */
@NullMarked
package io.tidemark.workflow.resource;

import org.jspecify.annotations.NullMarked;
