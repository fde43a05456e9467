package io.tidemark.flink.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "172.16.3.4",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.100.100.200",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::a00:1",
        "2002:7f00:1::"
      })
  @DisplayName("U11 an address of our own machine or of a private network is not public")
  void privateAddresses(String address) throws UnknownHostException {
    assertThat(PublicAddresses.isPrivate(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "100.128.0.1",
        "172.32.0.1",
        "2606:4700::1111",
        "64:ff9b::101:101",
        "2002:101:101::"
      })
  @DisplayName("U11 other addresses are public")
  void publicAddresses(String address) throws UnknownHostException {
    assertThat(PublicAddresses.isPrivate(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "jars.svc, http://jars.svc:8080/a.jar, true",
    "Jars.svc, https://jars.svc/a.jar, true",
    "jars.svc:8080, http://jars.svc:8080/a.jar, true",
    "jars.svc:8080, http://jars.svc/a.jar, false",
    "jars.svc, http://jars.svc.evil/a.jar, false",
    "127.0.0.1, http://127.0.0.1:1/a.jar, true",
    "[::1]:8080, 'http://[::1]:8080/a.jar', true",
    "'::1 ', 'http://[::1]/a.jar', invalid",
    "jars/x, http://jars/x, invalid",
    "user@jars, http://jars/x, invalid"
  })
  @DisplayName("U11 an allowed host may have a port")
  void allowedHosts(String allowed, String url, String expected) {
    if (expected.equals("invalid")) {
      assertThatIllegalArgumentException().isThrownBy(() -> AllowedHost.parse(allowed));
    } else {
      assertThat(AllowedHost.parse(allowed).allows(HttpUrl.get(url)))
          .isEqualTo(Boolean.parseBoolean(expected));
    }
  }

  @Test
  @DisplayName("U11 a URL is shown without credentials and query")
  void url() {
    assertThat(JarUrl.withoutQuery("https://user:pass@jars.example/a/b.jar?token=secret#x"))
        .isEqualTo("https://jars.example/a/b.jar");
  }
}
