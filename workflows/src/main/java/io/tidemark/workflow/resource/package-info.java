/**
 * What workflows ask of the FlinkStateSnapshot resource: to claim it, to record its state, to
 * release it. The implementation, and everything that knows Kubernetes, is in the bridge.
 */
@NullMarked
package io.tidemark.workflow.resource;

import org.jspecify.annotations.NullMarked;
