package io.tidemark.workflow.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * The savepoint that may be adopted for a lost trigger (R18).
 *
 * @param path its path; null if there is none, or more than one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AdoptionResult(@Nullable String path) {}
