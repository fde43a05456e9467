/**
 * How workflows call activities and wait: time limits and retries, the fast path inside the
 * workflow task, and waits that a signal cuts short. Every workflow uses these, and none of them
 * knows another.
 */
@NullMarked
package io.tidemark.workflow.execution;

import org.jspecify.annotations.NullMarked;
