/**
 * The durable workflow that each FlinkStateSnapshot resource becomes, with its policies for
 * activities. It is deterministic and sees no I/O: what it knows of the world comes from its
 * activities and signals.
 */
@NullMarked
package io.tidemark.workflow;

import org.jspecify.annotations.NullMarked;
