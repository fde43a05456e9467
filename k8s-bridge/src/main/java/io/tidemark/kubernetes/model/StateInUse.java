package io.tidemark.kubernetes.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads from the annotations of a session job the savepoints that the change under way will restore
 * (U8): the one that its stop has left, and the one of its last submission, which a rollback
 * restores, and on which a job depends that has completed no checkpoint of its own.
 */
final class StateInUse {
  private static final JsonMapper JSON = new JsonMapper();

  private StateInUse() {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Submission(int number, @Nullable String savepoint) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Stop(int submission, @Nullable String path) {}

  /** Returns the paths. After a stop, the state of the submission before it is not needed. */
  static Stream<String> of(JobResource job) {
    var submission = read(job, JobAnnotations.SUBMISSION, Submission.class);
    var stopped =
        read(job, JobAnnotations.STOP, Stop.class)
            .filter(stop -> submission.filter(it -> it.number() == stop.submission()).isPresent())
            .flatMap(stop -> Optional.ofNullable(stop.path()));
    return stopped.or(() -> submission.flatMap(it -> Optional.ofNullable(it.savepoint()))).stream();
  }

  private static <T> Optional<T> read(JobResource job, String annotation, Class<T> type) {
    return job.annotation(annotation).flatMap(text -> parsed(text, type));
  }

  private static <T> Optional<T> parsed(String text, Class<T> type) {
    try {
      return Optional.ofNullable(JSON.readValue(text, type));
    } catch (JsonProcessingException unreadable) {
      return Optional.empty();
    }
  }
}
