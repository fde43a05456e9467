package io.tidemark.e2e;

import io.tidemark.dev.KubernetesServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;

/**
 * Stands between Tidemark and the API server: plain HTTP on one side, TLS on the other. Tidemark's
 * credentials pass through.
 */
final class ApiProxy extends HttpProxy {
  private final String apiServer;

  private ApiProxy(String apiServer, OkHttpClient client) {
    super(client);
    this.apiServer = apiServer;
  }

  static ApiProxy before(KubernetesServer server) {
    var certificates = trusting(server.config().getCaCertFile());
    var client =
        new OkHttpClient.Builder()
            .sslSocketFactory(certificates.sslSocketFactory(), certificates.trustManager())
            .readTimeout(Duration.ZERO) // a watch may be silent for long
            .build();
    return new ApiProxy(withoutSlash(server.config().getMasterUrl()), client);
  }

  /** A copy of a kubeconfig that leads through here, and through no other proxy. */
  Path kubeconfig(Path direct) {
    try {
      var text = Files.readString(direct).replace(apiServer, address());
      var name = direct.getFileName() + "-through-" + HttpUrl.get(address()).port();
      return Files.writeString(direct.resolveSibling(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  HttpUrl destination(Call call) {
    return HttpUrl.get(apiServer + call.path());
  }

  private static HandshakeCertificates trusting(String file) {
    var certificates = new HandshakeCertificates.Builder();
    try (var pem = Files.newInputStream(Path.of(file))) {
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        certificates.addTrustedCertificate((X509Certificate) certificate);
      }
      return certificates.build();
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String withoutSlash(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }
}
