package io.tidemark.workflow.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.failure.ApplicationFailure;
import io.tidemark.workflow.flink.DisposalRequest;
import io.tidemark.workflow.flink.DisposalResult;
import io.tidemark.workflow.flink.FlinkErrorCategory;
import io.tidemark.workflow.flink.FlinkJob;
import io.tidemark.workflow.flink.SavepointDirectoryResult;
import io.tidemark.workflow.model.JobReference;
import io.tidemark.workflow.retention.RetentionDecision.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs the cleanup of a legacy history on Temporal's in-memory server, and replays it. */
@Timeout(60)
class EntryDisposalTest {
  private static final CleanupTarget JOB =
      new CleanupTarget("flink", new JobReference(JobReference.DEPLOYMENT, "orders"), "uid");
  private static final FlinkJob CLUSTER = new FlinkJob("flink", "orders", 8081, "");

  private final Entries entries = new Entries();
  private final Flink flink = new Flink();

  @RegisterExtension final InMemoryCleanupServer server = new InMemoryCleanupServer(entries, flink);

  @Test
  @DisplayName("H6 each savepoint is disposed of before its entry is recorded, one by one")
  void oneByOne() {
    entries.plan("a", "b");

    var result = run(false);

    assertThat(lines(result)).containsExactly("a deleted: old", "b deleted: old");
    assertThat(result.summary()).isEqualTo("jobs: 1, snapshots deleted: 2");
    assertThat(entries.calls)
        .containsExactly(
            "claim a", "record a DISPOSED", "claim b", "record b DISPOSED", "announce");
    assertThat(flink.disposed).containsExactly("a", "b");
  }

  @Test
  @DisplayName("H6 H5 a dry run says the same, and neither disposes of nor records anything")
  void dryRun() {
    entries.plan("a", "kept", "b");

    var dry = run(true);
    var left = List.copyOf(flink.disposed);
    var real = run(false);

    assertThat(left).isEmpty();
    assertThat(dry.jobs()).isEqualTo(real.jobs());
    assertThat(lines(real)).contains("kept kept: it is in use");
    assertThat(entries.calls.subList(0, 3)).containsExactly("claim a", "claim kept", "claim b");
  }

  @Test
  @DisplayName("H6 R15 a disposal that fails is recorded as that, and does not block the others")
  void failed() {
    entries.plan("broken", "b");

    var result = run(false);

    assertThat(lines(result)).containsExactly("broken not deleted: denied", "b deleted: old");
    assertThat(result.jobs().get(0).problem())
        .isEqualTo("savepoints of the history that were not disposed of: 1");
  }

  @Test
  @DisplayName(
      "H6 while the cluster cannot be reached, its other entries are left for the next run")
  void unreachable() {
    entries.plan("unreachable", "b");

    var result = run(false);

    assertThat(lines(result))
        .containsExactly("unreachable not deleted: no answer", "b not deleted: no answer");
    assertThat(flink.disposed).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"TLS_ERROR", "SECRET_ERROR"})
  @DisplayName("H6 an error of TLS or of a Secret concerns all entries of the cluster too")
  void wholeCluster(FlinkErrorCategory category) {
    entries.plan("unreachable", "b");
    flink.outage = category;

    assertThat(lines(run(false)))
        .containsExactly("unreachable not deleted: no answer", "b not deleted: no answer");
    assertThat(flink.disposed).isEmpty();
  }

  @Test
  @DisplayName("H6 R19 a disposal that is pending is decided on again before it is tried again")
  void pending() {
    entries.plan("starting");

    assertThat(lines(run(false))).containsExactly("starting deleted: old");
    assertThat(entries.calls)
        .containsExactly(
            "claim starting", "claim starting", "record starting DISPOSED", "announce");
  }

  @Test
  @DisplayName("H6 entries that the run has no time for are left for the next one")
  void noTime() {
    entries.plan("a", "b");

    var result =
        run(
            server.stub(HistoryCleanupWorkflow.class, server.options(InMemoryCleanupServer.BRIEF)),
            false);

    assertThat(result.summary())
        .isEqualTo("jobs: 1, snapshots deleted: 0, left for the next runs: 2");
    assertThat(entries.calls).isEmpty();
  }

  @Test
  @DisplayName("H6 R4 Flink is asked for its savepoint directory where that decides")
  void directory() {
    entries.plan("by-flink");

    assertThat(lines(run(false))).containsExactly("by-flink deleted: old");
    assertThat(entries.calls).startsWith("claim by-flink", "claim by-flink in s3://b");
  }

  private HistoryCleanupResult run(boolean dryRun) {
    return run(server.stub(HistoryCleanupWorkflow.class), dryRun);
  }

  private static HistoryCleanupResult run(HistoryCleanupWorkflow workflow, boolean dryRun) {
    return workflow.run(new HistoryCleanupRequest(null, null, dryRun));
  }

  private static List<String> lines(HistoryCleanupResult result) {
    return result.jobs().get(0).snapshots();
  }

  /** A job whose history is to be deleted; each location says what becomes of it. */
  private static final class Entries implements RetentionActivities {
    final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private List<EntryDecision> planned = List.of();

    void plan(String... locations) {
      planned =
          Stream.of(locations)
              .map(location -> new EntryDecision(1, location, Verdict.DELETED, "old"))
              .toList();
    }

    @Override
    public CleanupPage planCleanup(CleanupPageRequest request) {
      var job = new JobCleanupResult(JOB, "planned", List.of(), planned, 0, null);
      return new CleanupPage(List.of(job), 1, List.of(), null);
    }

    @Override
    public JobCleanupResult carryOutCleanup(CleanupRunRequest request) {
      calls.add("announce");
      return request.planned();
    }

    @Override
    public EntryClaim claimEntry(EntryClaimRequest request) {
      var location = request.planned().location();
      var directory = request.directory();
      calls.add("claim " + location + (directory == null ? "" : " in " + directory.directory()));
      if (location.equals("kept")) {
        return EntryClaim.done(request.planned().skipped("it is in use"));
      }
      return location.equals("by-flink") && directory == null
          ? new EntryClaim(request.planned(), null, CLUSTER)
          : new EntryClaim(request.planned(), new DisposalRequest(CLUSTER, location), null);
    }

    @Override
    public EntryDecision recordEntry(EntryRecordRequest request) {
      calls.add("record " + request.decision().location() + " " + request.result().status());
      return request.result().gone()
          ? request.decision()
          : request.decision().failed(request.result().reason());
    }
  }

  /** A cluster; each location says what becomes of its disposal. */
  private static final class Flink extends UnusedFlink {
    final List<String> disposed = Collections.synchronizedList(new ArrayList<>());
    volatile FlinkErrorCategory outage = FlinkErrorCategory.FLINK_UNREACHABLE;
    private final AtomicBoolean waited = new AtomicBoolean();

    @Override
    public SavepointDirectoryResult savepointDirectory(FlinkJob job) {
      return new SavepointDirectoryResult("s3://b");
    }

    @Override
    public DisposalResult dispose(DisposalRequest request) {
      return switch (request.path()) {
        case "broken" -> new DisposalResult(DisposalResult.Status.FAILED, "denied");
        case "unreachable" ->
            throw ApplicationFailure.newNonRetryableFailure("no answer", outage.name());
        case "starting" ->
            waited.getAndSet(true)
                ? new DisposalResult(DisposalResult.Status.DISPOSED, "")
                : DisposalResult.pending(null);
        default -> {
          disposed.add(request.path());
          yield new DisposalResult(DisposalResult.Status.DISPOSED, "");
        }
      };
    }
  }
}
