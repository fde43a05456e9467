/**
 * The activities on Flink: an interface and its records, as plain values. The implementation, and
 * everything that knows HTTP, is in the activities module.
 */
@NullMarked
package io.tidemark.workflow.flink;

import org.jspecify.annotations.NullMarked;
