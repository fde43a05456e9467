package io.tidemark.app;

import static java.util.Objects.requireNonNull;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.OpenSslSessionContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.CertificateUtils;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.ClientConfigTLS;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates and the API key for Temporal. Those that are files are read again, so that a
 * rotated one is used without a restart (S4): the API key for each call, certificates every minute
 * for connections from then on. The SDK's own reader of {@code TEMPORAL_*} reads them once.
 */
final class TemporalCredentials {
  private static final Logger log = LoggerFactory.getLogger(TemporalCredentials.class);
  private static final ClientConfigTLS NO_TLS = ClientConfigTLS.getDefaultInstance();

  private final ClientConfigProfile profile;
  private final @Nullable Path apiKey;
  private final List<CertificateFile> files = new ArrayList<>();

  private record CertificateFile(Path path, Reader reader) {}

  @FunctionalInterface
  private interface Reader {
    void read() throws IOException, GeneralSecurityException;
  }

  /**
   * Creates the credentials of a profile.
   *
   * @param profile address, TLS and headers
   * @param apiKeyFile a file with the API key, which comes before the profile's; null for none
   */
  TemporalCredentials(ClientConfigProfile profile, @Nullable String apiKeyFile) {
    requireNonNull(profile, "profile is null");
    this.apiKey = apiKeyFile == null || apiKeyFile.isEmpty() ? null : Path.of(apiKeyFile);
    this.profile = apiKey == null ? profile : withTls(profile);
  }

  /** Returns the options for a client, which use what was read last. */
  WorkflowServiceStubsOptions options() throws IOException, GeneralSecurityException {
    var options = WorkflowServiceStubsOptions.newBuilder(profile.toWorkflowServiceStubsOptions());
    var tls = Optional.ofNullable(profile.getTls()).orElse(NO_TLS);
    if (isSet(tls.getClientCertPath()) || isSet(tls.getServerCACertPath())) {
      options.setSslContext(sslContext(tls));
    }
    if (apiKey != null) {
      readApiKey();
      options.addApiKey(this::readApiKey);
    }
    return options.build();
  }

  /** Reads the certificates again every minute, as long as the process runs. */
  @SuppressWarnings("FutureReturnValueIgnored") // a failure is logged
  void reloadPeriodically() {
    if (!files.isEmpty()) {
      scheduler().scheduleWithFixedDelay(this::reload, 1, 1, TimeUnit.MINUTES);
    }
  }

  /** Reads the certificates again; one that cannot be read leaves the last one in use. */
  void reload() {
    for (var file : files) {
      try {
        file.reader().read();
      } catch (IOException | GeneralSecurityException | RuntimeException unusable) {
        log.warn(
            "Failed to read {} again, the last one stays in use: {}",
            file.path(),
            unusable.getClass().getSimpleName());
      }
    }
  }

  private SslContext sslContext(ClientConfigTLS tls) throws IOException, GeneralSecurityException {
    var context = GrpcSslContexts.forClient();
    if (isSet(tls.getClientCertPath()) && isSet(tls.getClientKeyPath())) {
      var identity = new AdvancedTlsX509KeyManager();
      var certificate = Path.of(tls.getClientCertPath());
      var key = Path.of(tls.getClientKeyPath());
      add(
          certificate,
          () -> identity.updateIdentityCredentials(certificates(certificate), privateKey(key)));
      context.keyManager(identity);
    } else if (tls.getClientCertData() != null && tls.getClientKeyData() != null) {
      context.keyManager(
          new ByteArrayInputStream(tls.getClientCertData()),
          new ByteArrayInputStream(tls.getClientKeyData()));
    }
    if (Boolean.TRUE.equals(tls.isDisableHostVerification())) {
      context.trustManager(InsecureTrustManagerFactory.INSTANCE);
    } else if (isSet(tls.getServerCACertPath())) {
      var trusted = AdvancedTlsX509TrustManager.newBuilder().build();
      var authority = Path.of(tls.getServerCACertPath());
      add(authority, () -> trusted.updateTrustCredentials(certificates(authority)));
      context.trustManager(trusted);
    } else if (tls.getServerCACertData() != null) {
      context.trustManager(new ByteArrayInputStream(tls.getServerCACertData()));
    }
    return withoutResumption(context.build());
  }

  /** A resumed session would present the certificate with which it began. */
  private static SslContext withoutResumption(SslContext context) {
    if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
      sessions.setSessionCacheEnabled(false);
    } else {
      context.sessionContext().setSessionTimeout(1);
    }
    return context;
  }

  private void add(Path file, Reader reader) throws IOException, GeneralSecurityException {
    reader.read();
    files.add(new CertificateFile(file, reader));
  }

  private static X509Certificate[] certificates(Path file)
      throws IOException, GeneralSecurityException {
    try (var stream = Files.newInputStream(file)) {
      var certificates = CertificateUtils.getX509Certificates(stream);
      if (certificates.length == 0) {
        throw new CertificateException(file + " contains no certificate");
      }
      return certificates;
    }
  }

  private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
    try (var stream = Files.newInputStream(file)) {
      return CertificateUtils.getPrivateKey(stream);
    }
  }

  private String readApiKey() {
    var file = requireNonNull(apiKey, "apiKey is null");
    try {
      return Files.readString(file).strip();
    } catch (IOException unreadable) {
      throw new UncheckedIOException("the API key in " + file + " cannot be read", unreadable);
    }
  }

  /** An API key turns TLS on, unless it is turned off explicitly. */
  private static ClientConfigProfile withTls(ClientConfigProfile profile) {
    var tls = Optional.ofNullable(profile.getTls()).orElse(NO_TLS);
    return profile.toBuilder().setApiKey("").setTls(tls).build();
  }

  private static ScheduledExecutorService scheduler() {
    return Executors.newSingleThreadScheduledExecutor(
        task -> {
          var thread = new Thread(task, "temporal-certificates");
          thread.setDaemon(true);
          return thread;
        });
  }

  private static boolean isSet(@Nullable String path) {
    return path != null && !path.isEmpty();
  }
}
