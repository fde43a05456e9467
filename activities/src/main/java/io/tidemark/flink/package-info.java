/**
 * Flink as the workflows see it: a thin client of its REST API, and the Flink activities on top of
 * it. It is a package of its own so that HTTP, JSON and the odd corners of Flink's contract
 * (flink-rest.md) stay in one place.
 */
@NullMarked
package io.tidemark.flink;

import org.jspecify.annotations.NullMarked;
