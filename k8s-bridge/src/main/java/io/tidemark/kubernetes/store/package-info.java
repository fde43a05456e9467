/**
 * Reads and conditional writes of the Flink resources, one request each, in the namespaces that are
 * watched. What is decided on them is decided elsewhere.
 */
@NullMarked
package io.tidemark.kubernetes.store;

import org.jspecify.annotations.NullMarked;
