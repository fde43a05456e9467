package io.tidemark.workflow.retention;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.tidemark.workflow.flink.DisposalRequest;
import io.tidemark.workflow.flink.FlinkJob;
import org.jspecify.annotations.Nullable;

/**
 * The next step for an entry of a legacy history: nothing more, a disposal, or a question first.
 *
 * @param decision the decision that holds now
 * @param disposal the disposal that it asks for; null if there is none
 * @param directoryOf the cluster to ask for its savepoint directory first, because that decides
 *     over the disposal (R4); null if nothing depends on it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EntryClaim(
    EntryDecision decision, @Nullable DisposalRequest disposal, @Nullable FlinkJob directoryOf) {
  public EntryClaim {
    requireNonNull(decision, "decision is null");
  }

  /** Returns that nothing is left to do. */
  public static EntryClaim done(EntryDecision decision) {
    return new EntryClaim(decision, null, null);
  }
}
