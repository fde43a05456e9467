/**
 * From Kubernetes to Temporal: informers see resources change, a pure plan says what that means,
 * and workflows are started or signalled. It observes, plans and executes; it keeps no state that a
 * restart would miss.
 */
@NullMarked
package io.tidemark.kubernetes.bridge;

import org.jspecify.annotations.NullMarked;
