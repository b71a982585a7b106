package io.github.kubetls.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoUrlTest {

    /** Go's own tests and grammar; {@code -} stands for what it refuses. */
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
                "http://h:port - -",
                "http://h: http h:",
                "http://a%20b - -",
                "http://a%C3%A9 http a%C3%A9",
                "http://h/%zz - -",
                "http://h/%20 http h",
                "http://u:p@h http h",
                "http://u^p@h - -",
                "http://h#%zz - -",
                "http://h\\x - -",
                "http://h`x - -",
                "* '' ''",
            })
    void parsesUrlsAsGo(String text, String scheme, String host) {
        assertThat(GoUrl.parse(text).map(url -> url.scheme() + " " + url.host()).orElse("- -"))
                .isEqualTo(scheme + " " + host);
    }
}
