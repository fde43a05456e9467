package io.tidemark.kubernetes.job;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A jar that was uploaded for the next submission before the running job is touched, in the
 * annotation {@code tidemark.io/jar} (U7). Nothing was submitted with it yet.
 *
 * @param submission the number of the submission that will use it
 * @param generation the generation whose spec names it
 * @param jarId Flink's id of the jar; null for a refused one
 * @param rollback whether it is the jar of the last stable spec
 * @param refusal the reason for which it cannot be used; null for a jar
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
record PreparedJar(
    int submission,
    long generation,
    @Nullable String jarId,
    boolean rollback,
    @Nullable String refusal) {
  static final String ANNOTATION = "tidemark.io/jar";
}
