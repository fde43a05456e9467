/**
 * Certificates and credentials for calls to clusters. They are read from Secrets for a call, and
 * again soon after, so that a rotated one takes effect without a restart and none is ever part of a
 * payload (S4).
 */
@NullMarked
package io.tidemark.flink.access;

import org.jspecify.annotations.NullMarked;
