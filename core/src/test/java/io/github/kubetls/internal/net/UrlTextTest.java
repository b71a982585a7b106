package io.github.kubetls.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlTextTest {

    @ParameterizedTest
    @CsvSource({
        "https://h:6443, https://h:6443",
        "https://u:p@h/x?q=p#p, https://h/x",
        "u:p@h, h",
        "https://u:p/p@h, https://h",
        "https://h/a@b, https://h/a@b",
        "http://u@h, http://h",
    })
    void showsUrlsWithoutSecrets(String url, String shown) {
        assertThat(UrlText.withoutSecrets(url)).isEqualTo(shown);
    }
}
