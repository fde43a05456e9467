/**
 * User stories on the real components: a real API server, Temporal, Flink and Tidemark as processes
 * of their own, driven with kubectl, temporal and tctl. The stack is started once for all classes;
 * each class has a namespace of its own in it, and nothing here reaches into the product.
 */
package io.tidemark.e2e;
