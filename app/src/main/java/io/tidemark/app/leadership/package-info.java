/**
 * Which of several replicas watches Kubernetes: the one that holds a Lease. All of them work; that
 * one alone starts workflows saves work, and nothing depends on it.
 */
@NullMarked
package io.tidemark.app.leadership;

import org.jspecify.annotations.NullMarked;
