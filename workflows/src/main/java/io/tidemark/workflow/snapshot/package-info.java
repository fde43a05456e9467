/**
 * The durable workflow that each FlinkStateSnapshot resource becomes, and the chapters of its life.
 * It is deterministic and sees no I/O: all that it knows of the world comes from its activities and
 * signals.
 */
@NullMarked
package io.tidemark.workflow.snapshot;

import org.jspecify.annotations.NullMarked;
