/**
 * The steps of an uninstall: no controller serves the finalizers after it, so a command removes
 * them first (S5).
 */
@NullMarked
package io.tidemark.app.uninstall;

import org.jspecify.annotations.NullMarked;
