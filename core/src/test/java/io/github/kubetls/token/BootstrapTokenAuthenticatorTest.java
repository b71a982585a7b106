package io.github.kubetls.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.access.Authentication;
import io.github.kubetls.access.Credentials;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.fixtures.Secrets;
import io.github.kubetls.manifest.ObjectMeta;
import io.github.kubetls.manifest.Secret;
import io.github.kubetls.token.BootstrapTokenAuthenticator.Reason;
import io.github.kubetls.token.BootstrapTokenAuthenticator.Result;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/tokens.md, 8.3. */
class BootstrapTokenAuthenticatorTest {

    private static final Instant NOW = Instant.parse("2031-05-06T07:08:09Z");

    private static Result authenticate(Secret secret) {
        return BootstrapTokenAuthenticator.of(List.of(secret)).authenticate(Secrets.TOKEN, NOW);
    }

    private static void assertRefused(Reason reason, Secret secret) {
        assertThat(authenticate(secret)).isEqualTo(new Result.Refused(reason));
    }

    @Test
    void authenticatesASoundToken() {
        assertThat(authenticate(Secrets.sound().secret()))
                .isEqualTo(new Result.Authenticated(UserInfo.of("system:bootstrap:07401b", "system:bootstrappers")));
    }

    @Test
    void takesTypedTokensAndSecretsToo() {
        BootstrapToken token = BootstrapToken.parse(Secrets.TOKEN);
        BootstrapTokenSecret secret = BootstrapTokenSecret.builder(token)
                .neverExpires()
                .usages(TokenUsage.AUTHENTICATION)
                .extraGroups("system:bootstrappers:b", "system:bootstrappers:a")
                .build();
        BootstrapTokenAuthenticator authenticator = BootstrapTokenAuthenticator.of(secret);
        assertThat(authenticator.authenticate(token, NOW)).isEqualTo(new Result.Authenticated(secret.user()));
        assertThat(authenticator.authenticate(BootstrapToken.of("07401b", "0000000000000000"), NOW))
                .isEqualTo(new Result.Refused(Reason.TOKEN_SECRET_MISMATCH));
    }

    @Test
    void hasNeitherUidNorExtraAttributes() {
        UserInfo user = ((Result.Authenticated) authenticate(Secrets.sound().secret())).user();
        assertThat(user.uid()).isEmpty();
        assertThat(user.extra()).isEmpty();
    }

    @Test
    void sortsGroupsAsASet() {
        Secret secret = Secrets.sound()
                .with(
                        "auth-extra-groups",
                        "system:bootstrappers:worker,system:bootstrappers:ingress,system:bootstrappers:worker")
                .secret();
        UserInfo user = ((Result.Authenticated) authenticate(secret)).user();
        assertThat(user.groups())
                .containsExactly("system:bootstrappers", "system:bootstrappers:ingress", "system:bootstrappers:worker");
        assertThat(user.authenticated().groups())
                .endsWith("system:bootstrappers:worker", "system:authenticated")
                .hasSize(4);
    }

    @Test
    void sortsAColonBehindDigitsAndBeforeLetters() {
        Secret secret = Secrets.sound()
                .with(
                        "auth-extra-groups",
                        "system:bootstrappers:aa,system:bootstrappers:a:a,system:bootstrappers:a0,system:bootstrappers:a-a")
                .secret();
        assertThat(((Result.Authenticated) authenticate(secret)).user().groups())
                .containsExactly(
                        "system:bootstrappers",
                        "system:bootstrappers:a-a",
                        "system:bootstrappers:a0",
                        "system:bootstrappers:a:a",
                        "system:bootstrappers:aa");
    }

    /** The checks in their order: from each row on, everything later is broken as well. */
    @ParameterizedTest
    @EnumSource(Reason.class)
    void checksInOrder(Reason first) {
        Secrets secrets = Secrets.sound();
        ObjectMeta.Builder metadata =
                ObjectMeta.builder().namespace("kube-system").name("bootstrap-token-07401b");
        secrets.metadata(metadata);
        for (Reason reason : EnumSet.range(first, Reason.GROUPS_INVALID)) {
            switch (reason) {
                case TOKEN_INVALID -> assertThat(first).isEqualTo(reason);
                case TOKEN_ID_UNKNOWN -> metadata.name("bootstrap-token-other0");
                case SECRET_DELETED -> metadata.deletionTimestamp(NOW);
                case SECRET_TYPE_MISMATCH -> secrets.type("Opaque");
                case TOKEN_SECRET_MISMATCH -> secrets.with("token-secret", "0000000000000000");
                case TOKEN_ID_MISMATCH -> secrets.with("token-id", "07401c");
                case TOKEN_EXPIRED -> secrets.with("expiration", "2031-05-06T07:08:09Z");
                case AUTHENTICATION_USAGE_MISSING -> secrets.with("usage-bootstrap-authentication", "True");
                case GROUPS_INVALID ->
                    secrets.with("auth-extra-groups", "system:bootstrappers:worker, system:bootstrappers:ingress");
            }
        }
        String presented = first == Reason.TOKEN_INVALID ? Secrets.TOKEN + "\n" : Secrets.TOKEN;
        assertThat(BootstrapTokenAuthenticator.of(List.of(secrets.secret())).authenticate(presented, NOW))
                .isEqualTo(new Result.Refused(first));
    }

    @Test
    void looksInKubeSystemOnly() {
        assertRefused(
                Reason.TOKEN_ID_UNKNOWN, Secrets.sound().namespace("default").secret());
        assertThat(BootstrapTokenAuthenticator.of(List.of(
                                Secrets.sound()
                                        .namespace("default")
                                        .type("Opaque")
                                        .secret(),
                                Secrets.sound().secret(),
                                Secrets.sound().type("Opaque").secret()))
                        .authenticate(Secrets.TOKEN, NOW))
                .isInstanceOf(Result.Authenticated.class);
    }

    @Test
    void passesOnThatTheLookupFails() {
        BootstrapTokenAuthenticator authenticator = BootstrapTokenAuthenticator.of(name -> {
            throw new IllegalStateException("no connection for " + name);
        });
        assertThatThrownBy(() -> authenticator.authenticate(Secrets.TOKEN, NOW))
                .hasMessage("no connection for bootstrap-token-07401b");
        assertThat(BootstrapTokenAuthenticator.of(name -> Optional.empty()).authenticate(Secrets.TOKEN, NOW))
                .isEqualTo(new Result.Refused(Reason.TOKEN_ID_UNKNOWN));
    }

    @Test
    void takesASecretWithoutAnyDataForAnotherType() {
        String text =
                "apiVersion: v1\nkind: Secret\nmetadata:\n  name: bootstrap-token-07401b\n  namespace: kube-system\n"
                        + "type: bootstrap.kubernetes.io/token\n";
        assertRefused(Reason.SECRET_TYPE_MISMATCH, Secret.parse(text));
        assertRefused(Reason.SECRET_TYPE_MISMATCH, Secret.parse(text + "data: null\n"));
        assertRefused(Reason.TOKEN_SECRET_MISMATCH, Secret.parse(text + "data: {}\n"));
        assertRefused(
                Reason.SECRET_TYPE_MISMATCH,
                Secrets.sound().type("Bootstrap.kubernetes.io/token").secret());
    }

    @Test
    void needsTheIdInTheDataToo() {
        assertRefused(
                Reason.TOKEN_ID_MISMATCH, Secrets.sound().without("token-id").secret());
        assertRefused(
                Reason.TOKEN_SECRET_MISMATCH,
                Secrets.sound().without("token-secret").secret());
        assertRefused(
                Reason.TOKEN_SECRET_MISMATCH,
                Secrets.sound().with("token-secret", "f395accd246ae52d\n").secret());
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "2031-05-06T08:08:09Z\n", "2031-05-06 08:08:09Z", "2031-05-06T08:08:09z"})
    void takesAnUnreadableExpirationAsExpired(String expiration) {
        assertRefused(
                Reason.TOKEN_EXPIRED,
                Secrets.sound().with("expiration", expiration).secret());
    }

    @ParameterizedTest
    @CsvSource({"2031-05-06T7:08:10Z", "'2031-05-06T07:08:09,5Z'", "2031-05-06T31:08:09Z", "2031-05-07T07:08:09+23:58"})
    void readsExpirationsAsGoDoes(String expiration) {
        boolean readable = !expiration.contains("T31");
        assertThat(
                        authenticate(Secrets.sound()
                                        .with("expiration", expiration)
                                        .secret())
                                instanceof Result.Authenticated)
                .isEqualTo(readable);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "one character, system:bootstrappers:a, true",
        "digits colons and hyphens, system:bootstrappers:a-0:b, true",
        "leading colon, system:bootstrappers::a, true",
        "leading hyphen, system:bootstrappers:-a, true",
        "trailing hyphen, system:bootstrappers:a-, false",
        "trailing colon, system:bootstrappers:a:, false",
        "no suffix, system:bootstrappers:, false",
        "the default group itself, system:bootstrappers, false",
        "upper case, system:bootstrappers:A, false",
        "dot, system:bootstrappers:a.b, false",
        "underscore, system:bootstrappers:a_b, false",
        "blank, 'system:bootstrappers:a b', false",
        "another prefix, system:masters, false",
        "something before, xsystem:bootstrappers:a, false",
        "trailing comma, 'system:bootstrappers:a,', false",
        "leading comma, ',system:bootstrappers:a', false",
        "comma and blank, 'system:bootstrappers:a, system:bootstrappers:b', false",
        "final line feed, 'system:bootstrappers:a\n', false",
        "comma alone, ',', false",
        "empty value, '', true",
    })
    void letsOneInvalidGroupSwitchTheTokenOff(String reason, String groups, boolean valid) {
        Secret secret = Secrets.sound().with("auth-extra-groups", groups).secret();
        if (valid) {
            assertThat(authenticate(secret)).isInstanceOf(Result.Authenticated.class);
        } else {
            assertRefused(Reason.GROUPS_INVALID, secret);
        }
    }

    @Test
    void takesASuffixOfUpTo256Characters() {
        String longest = "system:bootstrappers:" + "a".repeat(256);
        assertThat(authenticate(
                        Secrets.sound().with("auth-extra-groups", longest).secret()))
                .isInstanceOf(Result.Authenticated.class);
        assertRefused(
                Reason.GROUPS_INVALID,
                Secrets.sound().with("auth-extra-groups", longest + "a").secret());
    }

    @ParameterizedTest
    @ValueSource(strings = {"True", "TRUE", "1", "yes", "true\n", "false"})
    void wantsTrueAndNothingElse(String value) {
        assertRefused(
                Reason.AUTHENTICATION_USAGE_MISSING,
                Secrets.sound().with("usage-bootstrap-authentication", value).secret());
    }

    @Test
    void answersARequest() {
        BootstrapTokenAuthenticator authenticator =
                BootstrapTokenAuthenticator.of(List.of(Secrets.sound().secret()));
        assertThat(authenticator.authenticate(Credentials.none(), NOW)).isEqualTo(Authentication.notPresented());
        assertThat(authenticator
                        .authenticate(Credentials.fromHeader("Bearer " + Secrets.TOKEN), NOW)
                        .authenticatedUser())
                .isPresent();
        Authentication refused =
                authenticator.authenticate(Credentials.fromHeader("Bearer 07401b.0000000000000000"), NOW);
        assertThat(refused)
                .isInstanceOfSatisfying(
                        Authentication.Rejected.class,
                        rejected ->
                                assertThat(rejected.rejections().get(0).code()).isEqualTo("TOKEN_SECRET_MISMATCH"));
        assertThat(refused.toString()).doesNotContain("0000").doesNotContain("f395");
    }

    @Test
    void echoesNothingOfThePresentedToken() {
        for (Reason reason : Reason.values()) {
            assertThat(reason.description()).isNotBlank().doesNotContain("07401b");
        }
        assertThat(BootstrapTokenAuthenticator.of(List.of(Secrets.sound().secret()))
                        .authenticate("07401b.presentedsecret0", NOW))
                .asString()
                .doesNotContain("presented");
    }

    @Test
    void judgesSecretsWithAnyValues() {
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
            SigningRefusal.of(secret, NOW);
            TokenCleaner.decide(secret, NOW);
            Object result = BootstrapTokenAuthenticator.of(List.of(secret)).authenticate(Secrets.TOKEN, NOW);
            if (result instanceof BootstrapTokenAuthenticator.Result.Authenticated) {
                authenticated.incrementAndGet();
                assertThat(BootstrapTokenSecret.of(secret).findings(NOW))
                        .extracting(finding -> finding.code())
                        .contains("AUTHENTICATION_ACCEPTED");
            }
        }
        assertThat(authenticated.get()).isPositive();
    }
}
