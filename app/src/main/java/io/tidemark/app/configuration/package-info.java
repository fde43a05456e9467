/**
 * The settings of the process, each described once, and the immutable record they are read into at
 * start. What is wrong with them is found here, all at once, before anything is connected.
 */
@NullMarked
package io.tidemark.app.configuration;

import org.jspecify.annotations.NullMarked;
