/**
 * The settings of the process, each declared once, and the immutable record that they are read into
 * at start. All problems with them are reported here at once, before anything is connected.
 */
@NullMarked
package io.tidemark.app.configuration;

import org.jspecify.annotations.NullMarked;
