package io.tidemark.kubernetes.retention;

/**
 * The limits of a page, which keep its activity short.
 *
 * @param jobs the jobs of one list; a page ends when it has planned as many
 * @param snapshots the snapshots of one list
 * @param lists the lists of a page
 */
record PageLimits(int jobs, int snapshots, int lists) {
  /** The label selector for the snapshots of a hundred jobs fits into a request's first line. */
  static final PageLimits DEFAULT = new PageLimits(100, 500, 10);
}
