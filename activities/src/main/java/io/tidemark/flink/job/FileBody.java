package io.tidemark.flink.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/** The contents of a file, streamed. */
final class FileBody extends RequestBody {
  private static final MediaType JAR = MediaType.get("application/x-java-archive");
  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final LongConsumer passed;

  FileBody(Path file, LongConsumer passed) {
    this.file = file;
    this.passed = passed;
  }

  @Override
  public MediaType contentType() {
    return JAR;
  }

  @Override
  public long contentLength() throws IOException {
    return Files.size(file);
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    var sent = 0L;
    try (var in = Files.newInputStream(file)) {
      var buffer = new byte[BUFFER];
      for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sink.write(buffer, 0, read);
        sent += read;
        passed.accept(sent);
      }
    }
  }
}
