/**
 * Learns the status of jobs from Flink, with one question for each cluster, and writes it to their
 * resources: what the reference operator does where it is there (M2).
 */
@NullMarked
package io.tidemark.kubernetes.jobstatus;

import org.jspecify.annotations.NullMarked;
