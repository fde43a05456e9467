/**
 * The few fields of the published resources that Tidemark uses, tolerant of everything else: a
 * field or value that is newer than this code must not break the watch. Writes are patches that
 * name single fields, so nothing unknown is lost.
 */
@NullMarked
package io.tidemark.kubernetes.model;

import org.jspecify.annotations.NullMarked;
