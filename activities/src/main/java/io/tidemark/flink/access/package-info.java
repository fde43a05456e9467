/**
 * What clusters are asked with: certificates and credentials, read from Secrets when a call is made
 * and again soon, so that a rotated one is used without a restart and none is ever part of a
 * payload (S4).
 */
@NullMarked
package io.tidemark.flink.access;

import org.jspecify.annotations.NullMarked;
