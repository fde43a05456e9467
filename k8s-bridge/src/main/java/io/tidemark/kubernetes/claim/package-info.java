/**
 * Decides the next step of a snapshot, purely, from its resource and its job as they were just
 * read. The activities execute the decision.
 */
@NullMarked
package io.tidemark.kubernetes.claim;

import org.jspecify.annotations.NullMarked;
