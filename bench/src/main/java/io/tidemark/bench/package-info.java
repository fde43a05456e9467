/**
 * Tidemark against plain REST on the same Flink cluster: how long a savepoint takes and what it
 * costs each component, and how both grow with the jobs and snapshots that exist. It measures from
 * outside, so that it would measure another operator alike.
 */
package io.tidemark.bench;
