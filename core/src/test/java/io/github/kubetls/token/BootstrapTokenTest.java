package io.github.kubetls.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.InvalidFormatException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/tokens.md, 2 and 3. */
class BootstrapTokenTest {

    private static final String TEXT = "07401b.f395accd246ae52d";

    @Test
    void readsTheWorkedExample() {
        BootstrapToken token = BootstrapToken.parse(TEXT);
        assertThat(token.id()).isEqualTo("07401b");
        assertThat(token.secret()).isEqualTo("f395accd246ae52d");
        assertThat(token.bearerToken()).isEqualTo(TEXT);
        assertThat(token.secretName()).isEqualTo("bootstrap-token-07401b");
        assertThat(token.userName()).isEqualTo("system:bootstrap:07401b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "9a08jv.c0izixklcxtmnze7\n", // trailing line feed
                "9A08jv.c0izixklcxtmnze7", // upper case, never folded
                "9a08jv.C0izixklcxtmnze7",
                " 9a08jv.c0izixklcxtmnze7",
                "9a08jv.c0izixklcxtmnze7 ",
                "\uFEFF9a08jv.c0izixklcxtmnze7", // byte order mark
                "\"9a08jv.c0izixklcxtmnze7\"",
                "9a08jv.c0izixklcxtmnze7.", // second dot
                "9a08jv.c0izixk.cxtmnze7",
                "9a08jvc0izixklcxtmnze7",
                "9a08j.c0izixklcxtmnze7",
                "9a08jv1.c0izixklcxtmnze7",
                "9a08jv.c0izixklcxtmnze",
                "9a08jv.c0izixklcxtmnze78",
                "9a08jv\uFF0Ec0izixklcxtmnze7", // full-width dot
                "9\u043008jv.c0izixklcxtmnze7", // Cyrillic a
                "9a08jv.c0izixklcxtmnze\u0667", // Arabic seven
                "9a08jv.c0izixklcxtmnze\uFF17",
                "9a08jv-c0izixklcxtmnze7",
                "9a08jv.c0izixklcxtmn_e7",
                "\u21319a08j.c0izixklcxtmnze7",
            })
    void refusesEverythingElse(String text) {
        assertThat(BootstrapToken.isToken(text)).isFalse();
        assertThatThrownBy(() -> BootstrapToken.parse(text))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("TOKEN_INVALID"))
                .satisfies(
                        e -> assertThat(e.getMessage()).doesNotContain("c0iz").doesNotContain("9a08jv"));
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> BootstrapToken.parse(TEXT + "\n")).hasMessageContaining("white space around it");
        assertThatThrownBy(() -> BootstrapToken.parse("9A08jv.c0izixklcxtmnze7"))
                .hasMessageContaining("upper-case");
        assertThatThrownBy(() -> BootstrapToken.parse("x"))
                .hasMessageEndingWith("expected 6 characters of 0-9a-z, a dot and 16 characters of 0-9a-z");
        assertThatThrownBy(() -> BootstrapToken.parse("-----BEGIN CERTIFICATE-----"))
                .hasMessageContaining("a dot and 16 characters")
                .hasMessageContaining("found a PEM block");
    }

    @Test
    void joinsOnlyAnIdAndASecret() {
        assertThat(BootstrapToken.of("07401b", "f395accd246ae52d")).isEqualTo(BootstrapToken.parse(TEXT));
        assertThatThrownBy(() -> BootstrapToken.of("07401B", "f395accd246ae52d"))
                .isInstanceOf(IllegalArgumentException.class);
        for (String secret : new String[] {"", "f395accd246ae52", "f395accd246ae52dd", "f395accd246ae52D"}) {
            assertThatThrownBy(() -> BootstrapToken.of("07401b", secret))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("f395");
        }
    }

    @Test
    void findsTheIdInAnIdOrAToken() {
        assertThat(BootstrapToken.parseId("07401b")).isEqualTo("07401b");
        assertThat(BootstrapToken.parseId(TEXT)).isEqualTo("07401b");
        for (String text : new String[] {"", "07401", "07401B", "07401b\n", "07401b.", TEXT + "x"}) {
            assertThatThrownBy(() -> BootstrapToken.parseId(text))
                    .isInstanceOfSatisfying(
                            InvalidFormatException.class,
                            e -> assertThat(e.code()).isEqualTo("TOKEN_ID_INVALID"))
                    .hasMessageNotContaining("f395");
        }
    }

    @Test
    void showsTheIdOnly() {
        assertThat(BootstrapToken.parse(TEXT)).hasToString("BootstrapToken[07401b]");
    }

    @Test
    void comparesIdAndSecret() {
        BootstrapToken token = BootstrapToken.parse(TEXT);
        assertThat(token.matches(TEXT)).isTrue();
        assertThat(token.matches("07401b.f395accd246ae52e")).isFalse();
        assertThat(token.matches("")).isFalse();
        assertThat(token)
                .isEqualTo(BootstrapToken.parse(TEXT))
                .hasSameHashCodeAs(BootstrapToken.parse(TEXT))
                .isNotEqualTo(BootstrapToken.parse("07401b.f395accd246ae52e"))
                .isNotEqualTo(BootstrapToken.parse("07401c.f395accd246ae52d"));
    }

    @Test
    void generatesTokensOfTheGrammar() {
        BootstrapToken token = BootstrapToken.generate();
        assertThat(BootstrapToken.isToken(token.bearerToken())).isTrue();
        assertThat(BootstrapToken.generate()).isNotEqualTo(token);
    }

    /** 22 times 20,000 characters over 36 values: each is expected 12,222 times, with a standard deviation of 109. */
    @Test
    void drawsEveryCharacterUniformly() {
        SecureRandom random = seeded(1);
        Map<Integer, Integer> counts = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            BootstrapToken token = BootstrapToken.generate(random);
            (token.id() + token.secret()).chars().forEach(c -> counts.merge(c, 1, Integer::sum));
        }
        assertThat(counts).hasSize(36);
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(12_222 - 600, 12_222 + 600));
    }

    @Test
    void drawsFromTheGivenSourceOnly() {
        assertThat(BootstrapToken.generate(seeded(7))).isEqualTo(BootstrapToken.generate(seeded(7)));
        assertThat(BootstrapToken.generate(seeded(7))).isNotEqualTo(BootstrapToken.generate(seeded(8)));
    }

    @Test
    void passesOnThatTheSourceFails() {
        SecureRandom broken = new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] bytes) {
                throw new IllegalStateException("no entropy");
            }
        };
        assertThatThrownBy(() -> BootstrapToken.generate(broken)).hasMessage("no entropy");
    }

    @Test
    void asksTheSourceOnce() {
        AtomicInteger asked = new AtomicInteger();
        BootstrapToken token = BootstrapToken.generate(source(() -> (byte) (asked.get() % 36), asked));
        assertThat(asked).hasValue(1);
        assertThat(token.bearerToken()).isEqualTo("111111.1111111111111111");
    }

    /** 256 is no multiple of 36: with the four bytes 252 to 255, the characters 0 to 3 would come more often. */
    @Test
    void drawsAgainWhatWouldBeBiased() {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger next = new AtomicInteger(252);
        BootstrapToken token = BootstrapToken.generate(source(() -> (byte) next.getAndIncrement(), asked));
        assertThat(token.bearerToken()).isEqualTo("012345.6789abcdefghijkl");
        AtomicInteger biased = new AtomicInteger();
        BootstrapToken late = BootstrapToken.generate(source(() -> (byte) (biased.get() < 3 ? 255 : 251), biased));
        assertThat(late.bearerToken()).isEqualTo("zzzzzz.zzzzzzzzzzzzzzzz");
        assertThat(biased).hasValue(3);
    }

    private static SecureRandom source(Supplier<Byte> bytes, AtomicInteger asked) {
        return new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] drawn) {
                asked.incrementAndGet();
                for (int i = 0; i < drawn.length; i++) {
                    drawn[i] = bytes.get();
                }
            }
        };
    }

    /** A deterministic source of uniform numbers. */
    static SecureRandom seeded(long seed) {
        java.util.Random random = new java.util.Random(seed);
        return new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] bytes) {
                random.nextBytes(bytes);
            }
        };
    }

    @Test
    void knowsTheUsages() {
        assertThat(TokenUsage.values()).containsExactly(TokenUsage.SIGNING, TokenUsage.AUTHENTICATION);
        assertThat(TokenUsage.SIGNING.value()).isEqualTo("signing");
        assertThat(TokenUsage.SIGNING.key()).isEqualTo("usage-bootstrap-signing");
        assertThat(TokenUsage.AUTHENTICATION.value()).isEqualTo("authentication");
        assertThat(TokenUsage.AUTHENTICATION.key()).isEqualTo("usage-bootstrap-authentication");
        assertThat(TokenUsage.of("signing")).contains(TokenUsage.SIGNING);
        assertThat(TokenUsage.of("Signing")).isEmpty();
        assertThat(TokenUsage.of("")).isEmpty();
    }
}
