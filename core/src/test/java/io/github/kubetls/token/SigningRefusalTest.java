package io.github.kubetls.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.fixtures.Secrets;
import io.github.kubetls.manifest.ObjectMeta;
import io.github.kubetls.manifest.Secret;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningRefusalTest {

    private static final Instant NOW = Instant.parse("2031-05-06T07:08:09Z");

    /** The checks in their order: from each row on, everything later is broken as well. */
    @ParameterizedTest
    @EnumSource(BootstrapTokenSecret.SigningRefusal.class)
    void checksInOrder(BootstrapTokenSecret.SigningRefusal first) {
        Secrets secrets = Secrets.sound();
        for (BootstrapTokenSecret.SigningRefusal refusal :
                EnumSet.range(first, BootstrapTokenSecret.SigningRefusal.SIGNING_USAGE_MISSING)) {
            switch (refusal) {
                case SECRET_TYPE_MISMATCH -> secrets.type("Opaque");
                case NAMESPACE_MISMATCH -> secrets.namespace("default");
                case NAME_MISMATCH -> secrets.name("bootstrap-token-07401B");
                case TOKEN_ID_MISSING -> secrets.with("token-id", "");
                // An id cannot be missing and another one at once.
                case TOKEN_ID_MISMATCH -> secrets.with("token-id", refusal == first ? "07401c" : "");
                case TOKEN_SECRET_MISSING -> secrets.with("token-secret", "");
                case TOKEN_EXPIRED -> secrets.with("expiration", "soon");
                case SIGNING_USAGE_MISSING -> secrets.with("usage-bootstrap-signing", "True");
            }
        }
        assertThat(BootstrapTokenSecret.SigningRefusal.of(secrets.secret(), NOW))
                .contains(first);
    }

    @Test
    void signsWithASoundSecret() {
        assertThat(BootstrapTokenSecret.SigningRefusal.of(Secrets.sound().secret(), NOW))
                .isEmpty();
    }

    @Test
    void doesNotMindWhatOnlyAuthenticationMinds() {
        Secret secret = Secrets.sound()
                .with("auth-extra-groups", "system:bootstrappers:worker, system:bootstrappers:ingress")
                .with("usage-bootstrap-authentication", "false")
                .with("token-secret", "anything that is not empty")
                .metadata(ObjectMeta.builder()
                        .namespace("kube-system")
                        .name("bootstrap-token-07401b")
                        .deletionTimestamp(NOW))
                .secret();
        assertThat(BootstrapTokenSecret.SigningRefusal.of(secret, NOW)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2031-05-06T07:08:09Z", "2031-05-06T07:08:09Z\n", "never"})
    void cleansExpiredAndUnreadable(String expiration) {
        Secret secret = Secrets.sound()
                .metadata(ObjectMeta.builder()
                        .namespace("kube-system")
                        .name("whatever")
                        .uid("u-1"))
                .with("expiration", expiration)
                .without("token-id")
                .secret();
        assertThat(TokenCleaner.decide(secret, NOW)).isEqualTo(new TokenCleaner.Decision.Delete("whatever", "u-1"));
    }

    @Test
    void cleansATimeWithALineFeedLongBeforeItsTime() {
        Secret secret =
                Secrets.sound().with("expiration", "2031-05-06T07:08:09Z\n").secret();
        assertThat(TokenCleaner.decide(secret, Instant.parse("2030-01-01T00:00:00Z")))
                .isInstanceOf(TokenCleaner.Decision.Delete.class);
    }

    @Test
    void looksAgainWhenTheTimeIsUp() {
        Secret secret =
                Secrets.sound().with("expiration", "2031-05-06T07:08:10Z").secret();
        assertThat(TokenCleaner.decide(secret, NOW))
                .isEqualTo(new TokenCleaner.Decision.CheckAgain(Instant.parse("2031-05-06T07:08:10Z")));
    }

    @Test
    void leavesEverythingElseAlone() {
        Secret forEver = Secrets.sound().secret();
        Secret empty = Secrets.sound().with("expiration", "").secret();
        Secret elsewhere =
                Secrets.sound().namespace("default").with("expiration", "past").secret();
        Secret other = Secrets.sound().type("Opaque").with("expiration", "past").secret();
        Secret past = Secrets.sound().with("expiration", "2001-01-01T00:00:00Z").secret();
        for (Secret secret : List.of(forEver, empty, elsewhere, other)) {
            assertThat(TokenCleaner.decide(secret, NOW)).isEqualTo(new TokenCleaner.Decision.Keep());
        }
        assertThat(TokenCleaner.deletions(List.of(forEver, past, empty, elsewhere, other), NOW))
                .containsExactly(past);
    }
}
