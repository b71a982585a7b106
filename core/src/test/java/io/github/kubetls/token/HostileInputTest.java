package io.github.kubetls.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.fixtures.HostileInput;
import io.github.kubetls.fixtures.Secrets;
import io.github.kubetls.manifest.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is given to a reader, it reads it or throws {@link InvalidFormatException}, soon. */
class HostileInputTest {

    private static final Map<String, Function<String, Object>> READERS = new LinkedHashMap<>();

    static {
        READERS.put("BootstrapToken", BootstrapToken::parse);
        READERS.put("BootstrapToken id", BootstrapToken::parseId);
        READERS.put("Secret", Secret::parse);
        READERS.put("Secrets", Secret::parseAll);
        READERS.put("BootstrapTokenSecret", BootstrapTokenSecret::parse);
        READERS.put("BootstrapTokenSecrets", BootstrapTokenSecret::parseAll);
        READERS.put("BootstrapTokenSettings", BootstrapTokenSettings::parseAll);
        READERS.put("ttl", BootstrapTokenSettings::parseTtl);
        READERS.put("ServiceAccountTokenSecret", ServiceAccountTokenSecret::parse);
        READERS.put("service account token", ServiceAccountTokenSecret::decodeToken);
        READERS.put("TokenFile", TokenFile::parse);
        READERS.put("TokenFile bytes", text -> TokenFile.parse(text.getBytes(StandardCharsets.ISO_8859_1)));
        READERS.put("TokenFile lint", TokenFile::lint);
    }

    static List<String> documents() {
        return HostileInput.documents();
    }

    @ParameterizedTest(name = "document {index}")
    @MethodSource("documents")
    void readsOrRefusesSoon(String text) {
        // Not a measurement: a reader that is quadratic in a million characters takes many minutes.
        assertTimeoutPreemptively(
                Duration.ofMinutes(5),
                () -> HostileInput.readByAll(
                        READERS, text, e -> assertThat(e.getMessage()).hasSizeLessThan(1000)));
    }

    @Test
    void readsOrRefusesRandomText() {
        for (int seed = 0; seed < 400; seed++) {
            try {
                HostileInput.readByAll(READERS, HostileInput.random(seed), e -> {});
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    @Test
    void judgesSecretsWithAnyValues() {
        Instant now = Instant.parse("2031-05-06T07:08:09Z");
        AtomicInteger authenticated = new AtomicInteger();
        List<String> values =
                List.of("", "true", "07401b", "f395accd246ae52d", "\0", "\n", ",", "x".repeat(10_000), "9999");
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            Secrets secrets = Secrets.sound();
            for (String key : List.of(
                    "token-id",
                    "token-secret",
                    "expiration",
                    "auth-extra-groups",
                    "usage-bootstrap-signing",
                    "usage-bootstrap-authentication")) {
                if (random.nextInt(4) == 0) {
                    secrets.with(key, values.get(random.nextInt(values.size())));
                }
            }
            Secret secret = secrets.secret();
            BootstrapTokenSecret.SigningRefusal.of(secret, now);
            TokenCleaner.decide(secret, now);
            Object result = BootstrapTokenAuthenticator.of(List.of(secret)).authenticate(Secrets.TOKEN, now);
            if (result instanceof BootstrapTokenAuthenticator.Result.Authenticated) {
                authenticated.incrementAndGet();
                assertThat(BootstrapTokenSecret.of(secret).findings(now))
                        .extracting(finding -> finding.code())
                        .contains("AUTHENTICATION_ACCEPTED");
            }
        }
        assertThat(authenticated.get()).isPositive();
    }
}
