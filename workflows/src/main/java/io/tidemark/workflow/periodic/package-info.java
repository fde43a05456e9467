/**
 * What a schedule starts when a snapshot of a job is due: a workflow that looks once, creates the
 * resource or says why not, and ends. All that comes after is the snapshot's own workflow.
 */
@NullMarked
package io.tidemark.workflow.periodic;

import org.jspecify.annotations.NullMarked;
