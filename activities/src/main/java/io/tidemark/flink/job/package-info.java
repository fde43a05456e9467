/**
 * Starts, stops and observes the jobs of session jobs over Flink's REST API, and fetches their
 * jars. One call is one method of {@link io.tidemark.flink.job.JobRestClient}, without repeats.
 */
@NullMarked
package io.tidemark.flink.job;

import org.jspecify.annotations.NullMarked;
