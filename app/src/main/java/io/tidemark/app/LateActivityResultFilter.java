package io.tidemark.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.helpers.MessageFormatter;

/**
 * Replaces the SDK's warning, with a stack trace, about the result of an activity that Temporal no
 * longer waits for. That is normal: the workflow has cancelled the activity, or has ended.
 */
public final class LateActivityResultFilter extends TurboFilter {
  private static final org.slf4j.Logger log =
      LoggerFactory.getLogger(LateActivityResultFilter.class);
  private static final String SDK_LOGGER = "io.temporal.internal.worker.ActivityWorker";

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] arguments,
      @Nullable Throwable failure) {
    if (level != Level.WARN
        || !logger.getName().equals(SDK_LOGGER)
        || arguments == null
        || !endsWithNotFound(arguments)) {
      return FilterReply.NEUTRAL;
    }
    log.debug(
        "Temporal no longer waits for the result: {}",
        MessageFormatter.arrayFormat(format, arguments).getMessage());
    return FilterReply.DENY;
  }

  private static boolean endsWithNotFound(Object[] arguments) {
    return arguments.length > 0
        && arguments[arguments.length - 1] instanceof StatusRuntimeException answer
        && answer.getStatus().getCode() == Status.Code.NOT_FOUND;
  }
}
