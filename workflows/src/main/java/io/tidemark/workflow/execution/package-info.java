/**
 * Calls of activities and waits: time limits and retries, the fast path inside the workflow task,
 * and waits that a signal ends. All workflows use this package; it knows none of them.
 */
@NullMarked
package io.tidemark.workflow.execution;

import org.jspecify.annotations.NullMarked;
