package io.tidemark.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.grpc.Status;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LateActivityResultFilterTest {
  private static final String WORDS =
      "Failure during reporting of activity result to the server. ActivityId = {}, ActivityType = {}";

  @ParameterizedTest(name = "{0}: {1}, {2} lines")
  @DisplayName("The result of an activity that is not needed any more is no warning; others are")
  @CsvSource({
    "io.temporal.internal.worker.ActivityWorker, NOT_FOUND, 0",
    "io.temporal.internal.worker.ActivityWorker, UNAVAILABLE, 1",
    "io.temporal.internal.worker.WorkflowWorker, NOT_FOUND, 1",
    "io.temporal.internal.worker.ActivityWorker, , 1",
  })
  void notFound(String logger, Status.Code code, int lines) throws Exception {
    var context = new LoggerContext();
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(LateActivityResultFilterTest.class.getResource("/logback.xml"));
    var logged = new ListAppender<ILoggingEvent>();
    logged.start();
    context.getLogger("ROOT").addAppender(logged);

    context
        .getLogger(logger)
        .warn(WORDS, code == null ? arguments() : arguments(code.toStatus().asRuntimeException()));

    assertThat(logged.list).hasSize(lines);
  }

  private static Object[] arguments(Object... last) {
    return last.length == 0
        ? new Object[] {"1", "AwaitOutcome"}
        : List.of("1", "AwaitOutcome", last[0]).toArray();
  }
}
