/** What both edges need to do at the same time. It knows nothing of Tidemark. */
@NullMarked
package io.tidemark.concurrent;

import org.jspecify.annotations.NullMarked;
