package io.github.kubetls.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.fixtures.Refusals;
import io.github.kubetls.fixtures.Secrets;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.manifest.Manifest;
import io.github.kubetls.manifest.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/tokens.md, 4. */
class BootstrapTokenSecretTest {

    private static final BootstrapToken TOKEN = BootstrapToken.parse(Secrets.TOKEN);
    private static final Instant NOW = Instant.parse("2031-05-06T07:08:09.987Z");

    @Test
    void buildsTheManifest() {
        Instant now = Instant.parse("2031-05-06T07:08:09.987Z");
        String secret = BootstrapTokenSecret.builder(TOKEN)
                .expiration(now.plus(Duration.ofHours(24)))
                .usages(TokenUsage.AUTHENTICATION, TokenUsage.SIGNING)
                .extraGroups("system:bootstrappers:worker")
                .build()
                .toYaml();
        assertThat(secret).isEqualTo("""
                        apiVersion: v1
                        data:
                          auth-extra-groups: c3lzdGVtOmJvb3RzdHJhcHBlcnM6d29ya2Vy
                          expiration: MjAzMS0wNS0wN1QwNzowODowOVo=
                          token-id: MDc0MDFi
                          token-secret: ZjM5NWFjY2QyNDZhZTUyZA==
                          usage-bootstrap-authentication: dHJ1ZQ==
                          usage-bootstrap-signing: dHJ1ZQ==
                        kind: Secret
                        metadata:
                          name: bootstrap-token-07401b
                          namespace: kube-system
                        type: bootstrap.kubernetes.io/token
                        """);
        BootstrapTokenSecret read = BootstrapTokenSecret.parse(secret);
        assertThat(read.token()).isEqualTo(TOKEN);
        assertThat(read.expiration()).contains(Instant.parse("2031-05-07T07:08:09Z"));
        assertThat(read.usages()).containsExactly(TokenUsage.SIGNING, TokenUsage.AUTHENTICATION);
        assertThat(read.extraGroups()).containsExactly("system:bootstrappers:worker");
        assertThat(read.description()).isEmpty();
    }

    @Test
    void roundTrips() {
        BootstrapTokenSecret secret = BootstrapTokenSecret.builder(TOKEN)
                .ttl(Duration.ofHours(36), NOW)
                .description("node: join, \"quoted\"\n✓")
                .usages(TokenUsage.SIGNING)
                .build();
        assertThat(BootstrapTokenSecret.parse(secret.toYaml()))
                .isEqualTo(secret)
                .hasSameHashCodeAs(secret);
        assertThat(BootstrapTokenSecret.parse(secret.toJson())).isEqualTo(secret);
        assertThat(secret.expiration()).contains(Instant.parse("2031-05-07T19:08:09Z"));
        assertThat(secret.description()).contains("node: join, \"quoted\"\n✓");
        assertThat(secret).hasToString("BootstrapTokenSecret[07401b]");
    }

    @Test
    void readsTheValuesThatItWritesAndNamesTheFile(@TempDir Path folder) throws IOException {
        BootstrapTokenSecret secret = BootstrapTokenSecret.builder(TOKEN)
                .neverExpires()
                .usages(List.of(TokenUsage.SIGNING))
                .build();
        assertThat(BootstrapTokenSecret.fromMap(secret.toMap())).isEqualTo(secret);
        Path file = folder.resolve("secret.yaml");
        secret.write(file);
        assertThat(BootstrapTokenSecret.read(file)).isEqualTo(secret);
        Manifest.write(file, List.of(secret, secret));
        assertThat(BootstrapTokenSecret.readAll(file)).containsExactly(secret, secret);
        Secrets.sound().with("expiration", "soon").secret().write(file);
        assertThatThrownBy(() -> BootstrapTokenSecret.read(file))
                .isInstanceOfSatisfying(InvalidFormatException.class, e -> {
                    assertThat(e.code()).isEqualTo("EXPIRATION_INVALID");
                    assertThat(e.location().source()).isEqualTo(file.toString());
                });
    }

    @Test
    void keepsInItsBuilderWhatIsNotReplaced() {
        BootstrapTokenSecret secret = BootstrapTokenSecret.parse("""
                apiVersion: v1
                immutable: true
                kind: Secret
                metadata:
                  labels:
                    a: b
                  name: bootstrap-token-07401b
                  namespace: elsewhere
                stringData:
                  token-id: 07401b
                  token-secret: f395accd246ae52d
                  expiration: "2031-05-06T07:08:09+02:00"
                  usage-bootstrap-zoo: "true"
                  usage-bootstrap-signing: "no"
                  auth-extra-groups: x,,y
                  other: thing
                type: T
                """);
        assertThat(secret.toBuilder().build()).isEqualTo(secret);
        BootstrapTokenSecret changed = secret.toBuilder()
                .neverExpires()
                .usages(TokenUsage.SIGNING)
                .extraGroups()
                .description("d")
                .build();
        assertThat(Secrets.dataOf(changed.secret()))
                .containsExactly(
                        Map.entry("description", "d"),
                        Map.entry("other", "thing"),
                        Map.entry("token-id", "07401b"),
                        Map.entry("token-secret", "f395accd246ae52d"),
                        Map.entry("usage-bootstrap-signing", "true"));
        assertThat(changed.metadata()).isEqualTo(secret.metadata());
        assertThat(changed.toMap()).containsEntry("immutable", true).containsEntry("type", "T");
    }

    @Test
    void tellsWhomItsTokenStandsFor() {
        Secret secret = Secrets.sound()
                .with("auth-extra-groups", "system:bootstrappers:b,,x,system:bootstrappers:a")
                .secret();
        assertThat(BootstrapTokenSecret.of(secret).user())
                .isEqualTo(UserInfo.of(
                        "system:bootstrap:07401b",
                        "system:bootstrappers",
                        "system:bootstrappers:a",
                        "system:bootstrappers:b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"system:bootstrappers", "x", "", "system:bootstrappers:A"})
    void tellsWhatIsWrongWithOneExtraGroup(String group) {
        assertThat(BootstrapTokenSecret.violationsOfExtraGroup("system:bootstrappers:a"))
                .isEmpty();
        assertThat(BootstrapTokenSecret.violationsOfExtraGroup(group))
                .extracting(FieldError::toString)
                .containsExactly("Invalid value: \"" + group + "\": bootstrap group \"" + group
                        + "\" is invalid (must match \\Asystem:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]\\z)");
    }

    @Test
    void writesNoKeyForWhatIsNotThere() {
        BootstrapTokenSecret secret =
                BootstrapTokenSecret.builder(TOKEN).neverExpires().build();
        assertThat(secret.secret().keys()).containsExactly("token-id", "token-secret");
        assertThat(secret.expiration()).isEmpty();
        assertThat(secret.usages()).isEmpty();
        assertThat(secret.extraGroups()).isEmpty();
        assertThat(secret.metadata().labels()).isEmpty();
        assertThat(secret.metadata().annotations()).isEmpty();
    }

    @Test
    void wantsToKnowHowLongTheTokenLives() {
        assertThatThrownBy(() -> BootstrapTokenSecret.builder(TOKEN).build()).isInstanceOf(IllegalStateException.class);
        assertThat(BootstrapTokenSecret.builder(TOKEN)
                        .neverExpires()
                        .expiration(NOW)
                        .build()
                        .expiration())
                .isPresent();
        assertThat(BootstrapTokenSecret.builder(TOKEN)
                        .expiration(NOW)
                        .neverExpires()
                        .build()
                        .expiration())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.01S", "PT9999999H", "PT2562047788015215H"})
    void refusesATtlThatIsNone(Duration ttl) {
        Instant late = Instant.parse("9000-01-01T00:00:00.980Z");
        assertThatThrownBy(() -> BootstrapTokenSecret.builder(TOKEN).ttl(ttl, late))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesATtlOfLessThanASecondWhenTheTokenWouldLive() {
        Instant now = Instant.parse("2031-05-06T07:08:09.987Z");
        assertThat(BootstrapTokenSecret.builder(TOKEN)
                        .ttl(Duration.ofMillis(500), now)
                        .build()
                        .expiration())
                .contains(Instant.parse("2031-05-06T07:08:10Z"));
    }

    @Test
    void refusesAnExpirationThatHasNoText() {
        for (String time : List.of("-0001-01-01T00:00:00Z", "+10000-01-01T00:00:00Z")) {
            assertThatThrownBy(() -> BootstrapTokenSecret.builder(TOKEN).expiration(Instant.parse(time)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "system:bootstrappers, implied", // the group that a unit test of kubeadm itself uses
        "system:bootstrappers:, match",
        "system:bootstrappers:Worker, match",
        "' system:bootstrappers:worker', white space",
        "dev, match",
    })
    void refusesExtraGroupsThatWouldSwitchTheTokenOff(String group, String hint) {
        assertThatThrownBy(() -> BootstrapTokenSecret.builder(TOKEN).extraGroups(group))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(hint);
    }

    /** The five checks; the first one that fails counts, so each row breaks that check and all later ones. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "TOKEN_ID_MISSING, wrong, '', '', soon",
                "TOKEN_ID_MISSING, wrong, -, '', soon",
                "NAME_MISMATCH, wrong, 07401b, '', soon",
                "NAME_MISMATCH, bootstrap-token-07401b, '07401b\n', '', soon",
                "TOKEN_SECRET_MISSING, bootstrap-token-07401b, 07401b, '', soon",
                "TOKEN_SECRET_MISSING, bootstrap-token-07401b, 07401b, -, soon",
                "TOKEN_INVALID, bootstrap-token-07401b, 07401b, 'f395accd246ae52d\n', soon",
                "TOKEN_INVALID, bootstrap-token-07401, 07401, f395accd246ae52d, soon",
                "EXPIRATION_INVALID, bootstrap-token-07401b, 07401b, f395accd246ae52d, soon",
                "EXPIRATION_INVALID, bootstrap-token-07401b, 07401b, f395accd246ae52d, '2031-05-06T07:08:09Z\n'",
                "EXPIRATION_INVALID, bootstrap-token-07401b, 07401b, f395accd246ae52d, 2031-05-06T07:08Z", // Java's
                // leniency
            })
    void checksInOrder(String code, String name, String id, String secret, String expiration) {
        Secrets secrets = Secrets.sound()
                .name(name)
                .without("token-id")
                .without("token-secret")
                .with("expiration", expiration);
        if (id != null) {
            secrets.with("token-id", id);
        }
        if (secret != null) {
            secrets.with("token-secret", secret);
        }
        assertThatThrownBy(() -> BootstrapTokenSecret.of(secrets.secret()))
                .isInstanceOfSatisfying(InvalidFormatException.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.getMessage()).doesNotContain("f395");
                });
    }

    @Test
    void pointsAtALineFeed() {
        assertThatThrownBy(() -> BootstrapTokenSecret.of(Secrets.sound()
                        .with("token-secret", "f395accd246ae52d\n")
                        .secret()))
                .hasMessageStartingWith("data.token-secret: ")
                .hasMessageContaining("line feed");
        assertThatThrownBy(() -> BootstrapTokenSecret.of(Secrets.sound()
                        .with("expiration", "2031-05-06T07:08:09Z\n")
                        .secret()))
                .hasMessageContaining("data.expiration")
                .hasMessageContaining("line feed");
    }

    @Test
    void namesTheSecretOfSeveralThatIsWrong() {
        Secret wrong = Secrets.sound().without("token-secret").secret();
        assertThatThrownBy(() -> BootstrapTokenSecret.parseAll(
                        Manifest.toYaml(List.of(Secrets.sound().secret(), wrong))))
                .hasMessage("Secret kube-system/bootstrap-token-07401b, data.token-secret: is required");
    }

    @Test
    void leavesTypeNamespaceAndAPastExpirationToTheFindings() {
        Secret secret = Secrets.sound()
                .type("Opaque")
                .namespace("default")
                .with("expiration", "2001-01-01T00:00:00Z")
                .secret();
        assertThat(BootstrapTokenSecret.of(secret).isExpired(NOW)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'system:bootstrappers:a,system:bootstrappers:b', 'system:bootstrappers:a|system:bootstrappers:b'",
        "'a, b', 'a| b'", // no trimming
        "'a,,b', 'a||b'", // inner empty pieces are kept
        "'a,', 'a|'",
        "'a,a', 'a|a'",
        "',a', ''", // an empty first piece means no groups
        "'', ''",
    })
    void splitsExtraGroupsAtEveryComma(String value, String expected) {
        BootstrapTokenSecret secret = BootstrapTokenSecret.of(
                Secrets.sound().with("auth-extra-groups", value).secret());
        assertThat(String.join("|", secret.extraGroups())).isEqualTo(expected);
    }

    @Test
    void keepsUsagesThatNobodyKnowsAndSortsThem() {
        BootstrapTokenSecret secret = BootstrapTokenSecret.of(Secrets.sound()
                .with("usage-bootstrap-zebra", "true")
                .with("usage-bootstrap-Zebra", "true")
                .with("usage-bootstrap-", "true")
                .with("usage-bootstrap-off", "True")
                .secret());
        assertThat(secret.usageNames()).containsExactly("", "Zebra", "authentication", "signing", "zebra");
        assertThat(secret.usages()).containsExactly(TokenUsage.SIGNING, TokenUsage.AUTHENTICATION);
        assertThat(BootstrapTokenSecret.parse(secret.toYaml())).isEqualTo(secret);
    }

    @ParameterizedTest
    @ValueSource(strings = {"True", "TRUE", "1", "yes", "true\n", " true", "false", ""})
    void switchesAUsageOnByTrueOnly(String value) {
        BootstrapTokenSecret secret = BootstrapTokenSecret.of(
                Secrets.sound().with("usage-bootstrap-signing", value).secret());
        assertThat(secret.usages()).containsExactly(TokenUsage.AUTHENTICATION);
    }

    @ParameterizedTest
    @CsvSource({
        "bootstrap-token-07401b, 07401b",
        "bootstrap-token-07401B, ",
        "bootstrap-token-07401, ",
        "bootstrap-token-07401bb, ",
        "'bootstrap-token-07401b\n', ",
        "kube-system/bootstrap-token-07401b, ",
        "Bootstrap-token-07401b, ",
        "07401b, ",
        "'', ",
    })
    void findsTheIdInTheNameOfASecret(String name, String expected) {
        assertThat(BootstrapTokenSecret.tokenId(name)).isEqualTo(java.util.Optional.ofNullable(expected));
    }

    @Test
    void readsAllOfAStream() {
        String text = Secrets.sound().secret().toYaml() + "---\n"
                + Secrets.sound().type("Opaque").secret().toYaml() + "---\n"
                + Secret.of(
                                io.github.kubetls.manifest.ObjectMeta.of("kube-system", "other"),
                                "Opaque",
                                java.util.Map.of())
                        .toYaml()
                + "---\napiVersion: v1\nkind: ConfigMap\n";
        assertThat(BootstrapTokenSecret.parseAll(text)).hasSize(2);
        Refusals.assertRefused(
                "NAME_MISMATCH",
                () -> BootstrapTokenSecret.parseAll(
                        Secrets.sound().name("other").secret().toYaml()));
    }

    @ParameterizedTest
    @CsvSource({
        "2031-05-06T07:08:09Z, 2031-05-06T07:08:09Z, true", // the very instant
        "2031-05-06T07:08:09Z, 2031-05-06T07:08:08.999999999Z, false",
        "2031-05-06T07:08:09Z, 2031-05-06T07:08:09.000000001Z, true",
        "2031-05-06T07:08:09.25+02:00, 2031-05-06T05:08:09Z, false",
        "2031-05-06T07:08:09.25+02:00, 2031-05-06T05:08:09.249999999Z, false",
        "2031-05-06T07:08:09.25+02:00, 2031-05-06T05:08:09.25Z, true",
        "'', 2031-05-06T05:08:09Z, false",
    })
    void expiresAtTheInstant(String expiration, Instant now, boolean expected) {
        Secret secret = Secrets.sound().with("expiration", expiration).secret();
        assertThat(BootstrapTokenSecret.of(secret).isExpired(now)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "PT-2S, <invalid>",
        "PT-1.999S, 0s",
        "PT-1S, 0s",
        "PT-0.001S, 0s",
        "PT0S, 0s",
        "PT0.999S, 0s",
        "PT59.999S, 59s",
        "PT60S, 1m",
        "PT59M59S, 59m",
        "PT1H, 1h",
        "PT23H59M, 23h",
        "PT24H, 1d",
        "P364DT23H, 364d",
        "P365D, 1y",
        "P800D, 2y",
    })
    void printsTheRemainingTimeAsKubeadmDoes(Duration left, String expected) {
        Instant end = Instant.parse("2031-05-06T07:08:09Z");
        BootstrapTokenSecret secret = BootstrapTokenSecret.of(
                Secrets.sound().with("expiration", end.toString()).secret());
        assertThat(secret.remaining(end.minus(left))).isEqualTo(expected);
    }

    @Test
    void listsTheTokenAsKubeadmDoes() {
        assertThat(BootstrapTokenSecret.builder(TOKEN).neverExpires().build().row(NOW))
                .isEqualTo(
                        new BootstrapTokenSecret.Row("07401b", "<forever>", "<never>", "<none>", "<none>", "<none>"));
        Secret secret = Secrets.sound()
                .with("expiration", "2031-05-07T09:08:09+02:00")
                .with("description", "node join")
                .with("auth-extra-groups", "system:bootstrappers:a,system:bootstrappers:b")
                .secret();
        assertThat(BootstrapTokenSecret.of(secret).row(NOW))
                .isEqualTo(new BootstrapTokenSecret.Row(
                        "07401b",
                        "23h",
                        "2031-05-07T07:08:09Z",
                        "authentication,signing",
                        "node join",
                        "system:bootstrappers:a,system:bootstrappers:b"));
    }

    @Test
    void printsThatTheTokenLivesForEver() {
        assertThat(BootstrapTokenSecret.of(Secrets.sound().secret()).remaining(NOW))
                .isEqualTo("<forever>");
    }

    @Test
    void takesNothingButUsagesForUsages() {
        BootstrapTokenSecret secret = BootstrapTokenSecret.of(
                Secrets.sound().with("description", "true").secret());
        assertThat(secret.usageNames()).containsExactly("authentication", "signing");
        assertThat(secret)
                .isNotEqualTo(BootstrapTokenSecret.of(
                        Secrets.sound().with("description", "false").secret()));
    }

    @Test
    void hasTheConstantsOfKubernetes() {
        assertThat(BootstrapTokenSecret.TYPE).isEqualTo("bootstrap.kubernetes.io/token");
        assertThat(BootstrapTokenSecret.NAMESPACE).isEqualTo("kube-system");
        assertThat(BootstrapTokenSecret.NAME_PREFIX).isEqualTo("bootstrap-token-");
        assertThat(UserInfo.BOOTSTRAPPERS_GROUP).isEqualTo("system:bootstrappers");
    }

    @ParameterizedTest
    @CsvSource({"token-id, 07401b", "token-secret, f395accd246ae52d", "expiration, 2026-01-31T12:00:00Z"})
    void saysThatAValueWasEncodedTwice(String key, String value) {
        Map<String, String> values = new TreeMap<>(
                Map.of("token-id", "07401b", "token-secret", "f395accd246ae52d", "expiration", "2026-01-31T12:00:00Z"));
        values.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.US_ASCII)));
        StringBuilder text = new StringBuilder("apiVersion: v1\nkind: Secret\ntype: bootstrap.kubernetes.io/token\n"
                + "metadata: {name: bootstrap-token-07401b, namespace: kube-system}\nstringData:\n");
        values.forEach((name, content) ->
                text.append("  ").append(name).append(": \"").append(content).append("\"\n"));
        assertThatThrownBy(() -> BootstrapTokenSecret.parse(text.toString()))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageContaining("its value is base64 once more");
    }
}
