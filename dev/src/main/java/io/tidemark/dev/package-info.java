/**
 * The real components on one machine: etcd and kube-apiserver with the published CRDs, Temporal's
 * dev server with its Web UI, and Flink clusters with sample jobs. Tests, the demo and the
 * benchmark share it, so what they show is what a user gets; it is not shipped.
 */
package io.tidemark.dev;
