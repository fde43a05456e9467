package io.tidemark.workflow.resource;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.tidemark.workflow.model.SnapshotId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Requests the removal of our finalizer from a resource that is being deleted (R16).
 *
 * @param snapshot the resource
 * @param event an event to publish before; null for none
 * @param resourceVersion the version at which these finalizers were read
 * @param otherFinalizers the finalizers without ours; null if they are to be read again
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReleaseRequest(
    SnapshotId snapshot,
    @Nullable ResourceEvent event,
    String resourceVersion,
    @Nullable List<String> otherFinalizers) {
  public ReleaseRequest {
    requireNonNull(snapshot, "snapshot is null");
    resourceVersion = resourceVersion == null ? "" : resourceVersion;
    otherFinalizers = otherFinalizers == null ? null : List.copyOf(otherFinalizers);
  }

  /** Creates a request for the resource as it was read. */
  public static ReleaseRequest of(SnapshotView view, @Nullable ResourceEvent event) {
    var deletion = view.deletion();
    return new ReleaseRequest(
        view.snapshot(),
        event,
        view.resourceVersion(),
        deletion == null ? null : deletion.otherFinalizers());
  }
}
