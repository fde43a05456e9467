/**
 * Reads and conditionally writes the Flink resources in the watched namespaces, with one request
 * each. It makes no decisions.
 */
@NullMarked
package io.tidemark.kubernetes.store;

import org.jspecify.annotations.NullMarked;
