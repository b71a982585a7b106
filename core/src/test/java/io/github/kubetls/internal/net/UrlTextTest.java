package io.github.kubetls.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlTextTest {

    @ParameterizedTest
    @CsvSource({
        "https://h:6443, https://h:6443",
        "https://u:p@h/x?q=p#p, https://h",
        "https://u:p/p@h, <not a URL>",
        "https://h/a@b, https://h",
        "http://u@h, http://h",
        "https://[fd00::1]:6443/x, https://[fd00::1]:6443",
        "https://u:p@fd00::1:6443/x, https://[fd00::1]:6443",
        "10.0.0.1:6443, 10.0.0.1:6443",
        "'[fd00::1]:6443', '[fd00::1]:6443'",
        "u:p@h, <not a URL>",
        "s3cr3t, <not a URL>",
        "https://h kind token s3cr3t, <not a URL>",
        "https://h:6443/ kind token s3cr3t, https://h:6443",
        "https://h:s3cr3t, <not a URL>",
        "'', ''"
    })
    void showsNoMoreThanSchemeHostAndPort(String url, String shown) {
        assertThat(UrlText.shown(url)).isEqualTo(shown);
    }

    /** What kubectl 1.32 and 1.36 dial, by their messages that the connection was refused. */
    @ParameterizedTest
    @CsvSource({
        "https://::1:6443, '[::1]:6443'",
        "https://0:0:0:0:0:0:0:1:6443, '[0:0:0:0:0:0:0:1]:6443'",
        "https://::ffff:127.0.0.1:6443, '[::ffff:127.0.0.1]:6443'",
        "::1:6443, '[::1]:6443'",
        "https://::1:6443/prefix, '[::1]:6443'",
        "https://[::1]:6443, '[::1]:6443'",
        "http://::1:6443, '[::1]:6443'",
        "https://fe80::1%25lo:6443, '[fe80::1%25lo]:6443'",
        "https://u:p@::1:6443, '[::1]:6443'",
        "https://::1:6443/@x, '[::1]:6443'",
        "https://::1:6443/:x, '[::1]:6443'",
        "h:1, h:1",
    })
    void putsBracketsAroundAnAddressWithoutThem(String url, String host) {
        assertThat(UrlText.server(url).map(GoUrl::host)).contains(host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://fd00::1",
                "https://::1",
                "https://1:2:3",
                "https://a:b:3",
                "https://[::1",
                "https://",
                "https:///x",
                "https://h:x",
                ""
            })
    void findsNoServerWhereNobodyCanConnect(String url) {
        assertThat(UrlText.server(url)).isEmpty();
        assertThat(UrlText.defectOfServer(url)).startsWith("host must be a URL or a host:port pair");
    }

    @ParameterizedTest
    @CsvSource({
        "https://u:p@h:6443/x, https://REDACTED@h:6443/x",
        "https://u@h, https://REDACTED@h",
        "https://@h, https://REDACTED@h",
        "https://u:p/p@h, https://REDACTED@h",
        "https://u:p@a@h/x@y, https://REDACTED@y",
        "u:p@h, REDACTED@h",
        "@h, REDACTED@h",
        "https://h/a@b, https://h/a@b",
        "https://h/@, https://h/@",
        "https://h:1/a@b, https://REDACTED@b",
        "https:///a@b, https:///a@b",
        "https://h:6443/x, https://h:6443/x",
        "a@b://h, a@b://h",
        "://u:p@h, ://REDACTED@h",
        "/x@y, /x@y",
        "https://:p/p@h, https://REDACTED@h",
        "'', ''"
    })
    void replacesUserAndPassword(String url, String shown) {
        assertThat(UrlText.withRedactedUser(url)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "https://fd00::1, true",
        "fd00::1, true",
        "https://h:6443, false",
        "https://[fd00::1]x, false",
        "https://h:1/x:2, false",
        "://::, true",
        "/a:b:c, false"
    })
    void tellsThatAnAddressNeedsBrackets(String url, boolean needsThem) {
        assertThat(UrlText.defectOfServer(url))
                .isEqualTo("host must be a URL or a host:port pair"
                        + (needsThem ? "; an IPv6 address needs brackets, as in https://[fd00::1]:6443" : ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {":", "a:", "a@", "//", "%", "\u00A0", "https://"})
    void readsLongTexts(String piece) {
        String text = piece.repeat(300_000);
        assertThat(UrlText.bracketed(text)).isEqualTo(text);
        assertThat(UrlText.shown(text)).hasSizeLessThan(2_000_000);
    }
}
