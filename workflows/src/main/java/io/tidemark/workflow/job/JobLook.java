package io.tidemark.workflow.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.tidemark.workflow.flink.FlinkJob;
import org.jspecify.annotations.Nullable;

/**
 * A cluster and one job as Flink describes them.
 *
 * @param job the job that was asked for
 * @param flinkVersion such as 1.20.5
 * @param submissionAllowed whether jars can be uploaded and run ({@code web.submit.enable})
 * @param savepointDirectory the default savepoint directory of the cluster's own configuration;
 *     empty for none, and null if Flink does not say
 * @param jobResultStore the directory in which a JobManager with high availability keeps the
 *     results of jobs; null without high availability, or if Flink does not say
 * @param known the job; null if the cluster, which answers, did not know it twice, 5 s apart (U4)
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobLook(
    FlinkJob job,
    String flinkVersion,
    boolean submissionAllowed,
    @Nullable String savepointDirectory,
    @Nullable String jobResultStore,
    @Nullable KnownJob known)
    implements FlinkReport {
  public JobLook {
    requireNonNull(job, "job is null");
    requireNonNull(flinkVersion, "flinkVersion is null");
  }

  /** Returns whether the job does not run and will not run again under its id. */
  public boolean over() {
    return known == null || known.ended();
  }
}
