/**
 * The durable workflow of each FlinkStateSnapshot resource, with one class for each stage of its
 * life. It is deterministic and does no I/O: everything from outside comes from its activities and
 * signals.
 */
@NullMarked
package io.tidemark.workflow.snapshot;

import org.jspecify.annotations.NullMarked;
