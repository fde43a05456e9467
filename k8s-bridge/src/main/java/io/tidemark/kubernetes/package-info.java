/**
 * Kubernetes, both directions: what the bridge sees there becomes workflows, and what workflows
 * decide is written back. Nothing here knows Flink's REST API.
 */
@NullMarked
package io.tidemark.kubernetes;

import org.jspecify.annotations.NullMarked;
