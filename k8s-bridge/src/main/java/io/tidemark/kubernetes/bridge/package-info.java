/**
 * Passes changes in Kubernetes on to Temporal: informers observe resources, a pure plan decides,
 * and workflows are started or signalled. It keeps no state that must survive a restart.
 */
@NullMarked
package io.tidemark.kubernetes.bridge;

import org.jspecify.annotations.NullMarked;
