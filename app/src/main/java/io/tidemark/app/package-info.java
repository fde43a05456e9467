/**
 * The process: its command line, and the wiring of worker, bridge, health and metrics by plain
 * constructors. The parts themselves are in the other modules.
 */
@NullMarked
package io.tidemark.app;

import org.jspecify.annotations.NullMarked;
