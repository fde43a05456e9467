/**
 * What is to be done for a snapshot now: a pure decision on its resource and its job as they were
 * just read. The activities carry it out.
 */
@NullMarked
package io.tidemark.kubernetes.claim;

import org.jspecify.annotations.NullMarked;
