/**
 * The code that runs inside the Flink JVM of the dev stack: a session cluster and the sample job
 * submitted to it. It is compiled against Flink 1.x only and uses nothing that Flink 2.x changed,
 * so one set of classes serves both.
 */
package io.tidemark.dev.job;
