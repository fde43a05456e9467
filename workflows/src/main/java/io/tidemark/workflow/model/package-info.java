/**
 * The vocabulary of a snapshot and the pure rules on it: its identity, states, labels, trigger ids
 * and backoff. Everything here is a value or a function of values, so that workflows, both edges
 * and the tests share one meaning of each word.
 */
@NullMarked
package io.tidemark.workflow.model;

import org.jspecify.annotations.NullMarked;
