package io.github.kubetls.internal.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Golden test against Go 1.26: {@code go run go-net.go > go-net.tsv}, with {@code GO111MODULE=off}. Each line has a kind and
 * texts in hexadecimal: a URL, how Go writes it, its scheme and port, or what Go says against it; host and port; a name in a
 * certificate and that of a host; a mail address, or what is none.
 */
class GoNetTest {

    private static Stream<List<String>> golden(String... kinds) throws IOException {
        try (InputStream in = GoNetTest.class.getResourceAsStream("go-net.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(line -> List.of(line.split("\t", -1)))
                    .filter(columns -> List.of(kinds).contains(columns.get(0)));
        }
    }

    private static String text(List<String> columns, int column) {
        return new String(HexFormat.of().parseHex(columns.get(column)), StandardCharsets.UTF_8);
    }

    @Test
    void takesUrlsApartAsGo() throws IOException {
        assertThat(golden("url")).hasSizeGreaterThan(1500).allSatisfy(columns -> {
            GoUrl url = GoUrl.read(text(columns, 1));
            assertThat(url).hasToString(text(columns, 2));
            assertThat(url.scheme()).isEqualTo(text(columns, 3));
            assertThat(url.port()).isEqualTo(text(columns, 4));
        });
    }

    /** The parts of a wrong address in brackets are not told apart. */
    @Test
    void refusesUrlsInGosWords() throws IOException {
        assertThat(golden("noUrl")).hasSizeGreaterThan(800).allSatisfy(columns -> {
            String expected = text(columns, 2).replaceFirst("(: ParseAddr\\(.*\"\\): ).*", "$1unable to parse IP");
            assertThatThrownBy(() -> GoUrl.read(text(columns, 1)))
                    .isInstanceOf(GoUrl.Malformed.class)
                    .hasMessage(expected);
            assertThat(GoUrl.parse(text(columns, 1))).isEmpty();
        });
    }

    @Test
    void takesHostAndPortApartAsGo() throws IOException {
        assertThat(golden("hostPort"))
                .hasSizeGreaterThan(50)
                .allSatisfy(columns -> assertThat(HostPort.parse(text(columns, 1)))
                        .contains(new HostPort(text(columns, 2), text(columns, 3))));
        assertThat(golden("noHostPort"))
                .hasSizeGreaterThan(50)
                .allSatisfy(
                        columns -> assertThat(HostPort.parse(text(columns, 1))).isEmpty());
    }

    @Test
    void matchesNamesOfHostsAsGo() throws IOException {
        assertThat(golden("match", "noMatch"))
                .hasSizeGreaterThan(500)
                .allSatisfy(columns -> assertThat(HostNames.matches(text(columns, 1), text(columns, 2)))
                        .as("%s for %s", text(columns, 1), text(columns, 2))
                        .isEqualTo(columns.get(0).equals("match")));
    }

    @Test
    void takesMailAddressesAsGo() throws IOException {
        assertThat(golden("mail", "noMail"))
                .hasSizeGreaterThan(500)
                .allSatisfy(columns -> assertThat(MailAddress.isOne(text(columns, 1)))
                        .as(text(columns, 1))
                        .isEqualTo(columns.get(0).equals("mail")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "http://h:1/p http h:1",
                "HTTP://h http h",
                "h:1 h ''",
                "h '' ''",
                "//h/p '' h",
                "/p '' ''",
                "http:opaque http ''",
                "1http://h - -",
                ":x - -",
                "a:b/c a ''",
                "1:2/c - -",
                "http://[::1]:80 http [::1]:80",
                "http://[::1 - -",
                "http://[::1]x - -",
                "http://[fe80::1%25en0] http [fe80::1%25en0]",
                "http://[1.2.3.4] - -",
                "http://[h] - -",
                "http://a[::1] - -",
                "http://::1 - -",
                "x://a:1,b:2 x a:1,b:2",
                "http://h:port - -",
                "http://h: http h:",
                "http://a%20b - -",
                "http://a%C3%A9 http a%C3%A9",
                "http://a\u0080b http a\u0080b",
                "http://h/%zz - -",
                "http://h/%20 http h",
                "http://u:p@h http h",
                "http://u^p@h - -",
                "http://h#%zz - -",
                "http://h\\x - -",
                "http://h`x - -",
                "* '' ''",
            })
    void keepsTheHostAsWritten(String text, String scheme, String host) {
        assertThat(GoUrl.parse(text).map(url -> url.scheme() + " " + url.host()).orElse("- -"))
                .isEqualTo(scheme + " " + host);
    }

    @ParameterizedTest
    @CsvSource({"http://h:1, h", "http://h, h", "http://[::1]:1, ::1", "http://[::1], ::1", "http://h:, h"})
    void givesTheHostWithoutItsPort(String url, String name) {
        assertThat(GoUrl.parse(url).map(GoUrl::hostName)).contains(name);
    }

    @ParameterizedTest
    @CsvSource({"h, 1, h:1", "::1, 1, [::1]:1", ":, '', [:]:", "'', 1, :1"})
    void joinsHostAndPortAsGo(String host, String port, String joined) {
        assertThat(new HostPort(host, port)).hasToString(joined);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "65535, 65535", "0006443, 6443"})
    void readsPorts(String port, int number) {
        assertThat(new HostPort("h", port).portNumber()).hasValue(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "65536", "https", "+1", "1_0", "99999999999"})
    void refusesOtherPorts(String port) {
        assertThat(new HostPort("h", port).portNumber()).isEmpty();
    }

    @Test
    void namesOfAnyLengthAreJudged() {
        String labels = "a.".repeat(200_000);
        assertThat(HostNames.isDomain(labels + "a")).isTrue();
        assertThat(HostNames.isDomain(labels)).isFalse();
        assertThat(HostNames.matches(labels + "a", labels + "A.")).isTrue();
        assertThat(HostNames.matches("*." + labels + "a", "b." + labels + "a")).isTrue();
        assertThat(GoUrl.parse("http://" + labels).map(GoUrl::hasDomain)).isEqualTo(Optional.of(false));
    }
}
