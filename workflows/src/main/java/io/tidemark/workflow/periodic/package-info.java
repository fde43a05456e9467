/**
 * The workflow that a schedule starts when a snapshot is due: it creates the resource, or skips it
 * with a reason, and ends. The snapshot's own workflow does the rest.
 */
@NullMarked
package io.tidemark.workflow.periodic;

import org.jspecify.annotations.NullMarked;
