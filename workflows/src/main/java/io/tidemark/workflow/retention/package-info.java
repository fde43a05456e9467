/**
 * Which snapshots of a job are deleted, which stay, and why: a pure decision over facts that an
 * activity has read (H1 to H5). It deletes nothing itself; the executor must check uid and
 * resourceVersion, since a snapshot may have been pinned in the meantime.
 */
@NullMarked
package io.tidemark.workflow.retention;

import org.jspecify.annotations.NullMarked;
