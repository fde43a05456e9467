package io.tidemark.kubernetes.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.workflow.job.ChangeOutcome;
import io.tidemark.workflow.job.JobClaimRequest;
import io.tidemark.workflow.job.JobDecision;
import io.tidemark.workflow.job.JobRequests;
import io.tidemark.workflow.model.SessionJobId;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CompanionSessionJobActivitiesTest {
  @Test
  @DisplayName("M1 a workflow of a session job ends at once in the mode companion, which it names")
  void companion() {
    var job = new SessionJobId("flink", "orders", "0b2f6c1e-7f0a");

    var claim =
        new CompanionSessionJobActivities().claim(new JobClaimRequest(job, null, JobRequests.NONE));

    assertThat(claim.decision())
        .isInstanceOfSatisfying(
            JobDecision.Done.class,
            done -> {
              assertThat(done.outcome()).isEqualTo(ChangeOutcome.UNCHANGED);
              assertThat(done.message()).contains("companion");
            });
    assertThat(claim.progress().activity()).contains("companion");
  }
}
