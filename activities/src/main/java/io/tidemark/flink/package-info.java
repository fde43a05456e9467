/**
 * The Flink activities, and the thin client of Flink's REST API that they use. HTTP, JSON and the
 * special cases of the REST API ({@code docs/reference/flink-rest.md}) stay in this package.
 */
@NullMarked
package io.tidemark.flink;

import org.jspecify.annotations.NullMarked;
