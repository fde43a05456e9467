/**
 * The vocabulary of a snapshot and its pure rules: identity, states, labels, trigger ids and
 * backoff. Everything is a value or a function of values, and workflows, both edges and the tests
 * share it.
 */
@NullMarked
package io.tidemark.workflow.model;

import org.jspecify.annotations.NullMarked;
