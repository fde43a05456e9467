/**
 * What an uninstall needs: nobody serves finalizers after it, so a command takes them off first
 * (S5).
 */
@NullMarked
package io.tidemark.app.uninstall;

import org.jspecify.annotations.NullMarked;
