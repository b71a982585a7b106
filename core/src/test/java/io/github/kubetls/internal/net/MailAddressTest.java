package io.github.kubetls.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code mail.ParseAddress} of Go 1.26 answers. */
class MailAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b",
                "a.b@c.d",
                " a@b ",
                "\"a b\"@c",
                "\"a\\\"\"@c",
                "\"a\tb\"@c",
                "a@[1.2.3.4]",
                "a@[::1]",
                "a@ b",
                "a+b=c/d@e",
                "Ann <a@b>",
                "Ann Lee <a@b>",
                "\"Ann\" <a@b>",
                "Ann. <a@b>",
                "Ann<a@b>",
                "Ann <a@b> (x)",
                "Ann (x) Lee <a@b>",
                "x y (c) <a@b>",
                "=?utf-8?q?x?= <a@b>",
                "a@b (x (y) z)",
                "a@b ()",
                "<a@b>",
                "< a@b>",
                "\t<a@b>\t",
                "g: a@b;",
                "g: Ann <a@b>;"
            })
    void takesOneAddress(String text) {
        assertThat(MailAddress.isOne(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "@b",
                "a@",
                ".a@b",
                "a.@b",
                "a..b@c",
                "a@b.",
                "a@b..c",
                "a b@c",
                "a @b",
                "a@b x",
                "a@b\n",
                "a\0@b",
                "a\u007F@b",
                "a\\b@c",
                "a@b\\",
                "a@b\\ (",
                "\"\"@c",
                "\"a@c",
                "a@[IPv6:::1]",
                "a@[01.2.3.4]",
                "a@[x]",
                "a@[1.2.3.4",
                "a@b (x",
                "(x) a@b",
                "(a) <a@b>",
                "a(x)@b",
                "<a@b",
                "<a@b >",
                "Ann a@b",
                "Ann @ <a@b>",
                "a,b@c",
                "a@b,c@d",
                "g:;",
                "g: a@b",
                "g: a@b, c@d;",
                "g: h: a@b;;"
            })
    void takesNothingElse(String text) {
        assertThat(MailAddress.isOne(text)).isFalse();
    }

    @Test
    void survivesAnyDepthOfComments() {
        assertThat(MailAddress.isOne("a@b " + "(".repeat(100_000) + ")".repeat(100_000)))
                .isTrue();
    }
}
