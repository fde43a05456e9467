package io.tidemark.kubernetes.retention;

import static java.util.Objects.requireNonNull;

import io.tidemark.kubernetes.claim.DisposalDirectories;
import io.tidemark.kubernetes.claim.SavepointUsers;
import io.tidemark.kubernetes.model.BooleanParser;
import io.tidemark.kubernetes.model.JobAnnotations;
import io.tidemark.kubernetes.model.JobResource;
import io.tidemark.kubernetes.model.OperatingMode;
import io.tidemark.kubernetes.model.SavepointInfo;
import io.tidemark.workflow.model.SavepointPath;
import io.tidemark.workflow.retention.CleanupTarget;
import io.tidemark.workflow.retention.HistoryEntry;
import io.tidemark.workflow.retention.LegacyHistory;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the legacy histories of jobs, and what is known of their savepoints (H6). The history of a
 * job of the reference operator is not ours, and counts as empty.
 */
public final class HistoryEntries {
  private final OperatingMode mode;
  private final List<SavepointPath> allowedPrefixes;
  private final Predicate<JobResource> legacyMode;
  private final SavepointUsers users;

  /**
   * @param allowedPrefixes the directories in which savepoints may be disposed of (R19)
   * @param legacyMode whether a job is in legacy mode (L1)
   */
  public HistoryEntries(
      OperatingMode mode,
      List<SavepointPath> allowedPrefixes,
      Predicate<JobResource> legacyMode,
      SavepointUsers users) {
    this.mode = requireNonNull(mode, "mode is null");
    this.allowedPrefixes = List.copyOf(allowedPrefixes);
    this.legacyMode = requireNonNull(legacyMode, "legacyMode is null");
    this.users = requireNonNull(users, "users is null");
  }

  /**
   * Returns the history of a job.
   *
   * @throws io.tidemark.kubernetes.model.InvalidSettingException if the configuration does not tell
   *     whether the job is in legacy mode
   */
  LegacyHistory of(JobResource job, Optional<JobResource> cluster) {
    var entries = job.savepointInfo().savepointHistory();
    return entries.isEmpty() || !areOurs(job)
        ? LegacyHistory.NONE
        : new LegacyHistory(read(job, cluster, entries), legacyMode.test(job));
  }

  /** Returns whether the history of a job is ours to change (M1, M3). */
  boolean areOurs(JobResource job) {
    return mode == OperatingMode.STANDALONE && !job.handledByReference();
  }

  private List<HistoryEntry> read(
      JobResource job, Optional<JobResource> cluster, List<SavepointInfo.Entry> entries) {
    var inUse = job.savepointsInUse().map(SavepointPath::of).toList();
    var directories = directories(job, cluster, Optional.empty());
    var imported = imported(job);
    return entries.stream()
        .map(
            entry -> {
              var location = location(entry);
              var path = SavepointPath.of(location);
              return new HistoryEntry(
                  entry.timeStamp(),
                  location,
                  keptBecause(location, imported, inUse.stream().anyMatch(path::mayEqual)),
                  directories.own().isEmpty() || directories.allow(path)
                      ? null
                      : "it " + DisposalDirectories.OUTSIDE);
            })
        .toList();
  }

  private static @Nullable String keptBecause(String location, boolean imported, boolean inUse) {
    if (location.isBlank()) {
      return "it has no location";
    }
    if (imported) {
      return "to be imported";
    }
    return inUse ? "in use" : null;
  }

  /** Returns whether the history is to be imported; in doubt it is (H7). */
  private static boolean imported(JobResource job) {
    try {
      return job.annotation(JobAnnotations.IMPORT_HISTORY).map(BooleanParser::parse).orElse(false);
    } catch (IllegalArgumentException unreadable) {
      return true;
    }
  }

  static String location(SavepointInfo.Entry entry) {
    return Optional.ofNullable(entry.location()).orElse("");
  }

  /**
   * Returns the directories in which savepoints of the job may be disposed of.
   *
   * @param readFromFlink the directory of Flink's own configuration
   */
  DisposalDirectories directories(
      JobResource job, Optional<JobResource> cluster, Optional<String> readFromFlink) {
    var configured =
        Stream.concat(Stream.of(job), cluster.stream())
            .flatMap(resource -> resource.configuration().savepointDirectory().stream())
            .findFirst();
    return new DisposalDirectories(
        configured.or(() -> readFromFlink).map(SavepointPath::of), allowedPrefixes);
  }

  /** Returns what uses a savepoint of the history, or may use it; empty if nothing does (R19). */
  Optional<String> user(CleanupTarget job, SavepointPath path) {
    return users.userOf(job.namespace(), job.reference(), path);
  }
}
