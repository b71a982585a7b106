package io.github.kubetls.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.fixtures.Refusals;
import io.github.kubetls.fixtures.Secrets;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.manifest.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/tokens.md, 5. */
class BootstrapTokenSettingsTest {

    private static final Instant NOW = Instant.parse("2031-05-06T07:08:09.987Z");
    private static final String TOKEN = "9a08jv.c0izixklcxtmnze7";
    private static final String GROUP = "system:bootstrappers:kubeadm:default-node-token";

    private static BootstrapTokenSettings.Builder settings() {
        return BootstrapTokenSettings.builder().token(TOKEN);
    }

    private static List<String> violations(BootstrapTokenSettings... settings) {
        return BootstrapTokenSettings.violations(List.of(settings)).stream()
                .map(FieldError::toString)
                .toList();
    }

    @Test
    void makesTheSecretOfTheWorkedExample() {
        Secret secret = settings()
                .ttl(Duration.ofHours(36))
                .usages(List.of("signing", "authentication"))
                .groups(List.of(GROUP))
                .description("node join")
                .build()
                .toSecret(NOW)
                .secret();
        assertThat(Secrets.dataOf(secret))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "token-id", "9a08jv",
                        "token-secret", "c0izixklcxtmnze7",
                        "description", "node join",
                        "expiration", "2031-05-07T19:08:09Z",
                        "usage-bootstrap-signing", "true",
                        "usage-bootstrap-authentication", "true",
                        "auth-extra-groups", GROUP));
        assertThat(secret.type()).isEqualTo("bootstrap.kubernetes.io/token");
        assertThat(secret.metadata().toString()).isEqualTo("kube-system/bootstrap-token-9a08jv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT-100H"})
    void takesATtlOfZeroOrLessAsForEver(Duration ttl) {
        BootstrapTokenSettings settings = settings().ttl(ttl).build();
        assertThat(settings.toSecret(NOW).secret().keys()).containsExactly("token-id", "token-secret");
        assertThat(violations(settings)).isEmpty();
        assertThat(settings.findings())
                .extracting(finding -> finding.code() + " " + finding.location())
                .containsExactly("EXPIRATION_MISSING ttl");
    }

    @Test
    void cutsTheFractionOffAfterAddingTheTtl() {
        Secret secret =
                settings().ttl(Duration.ofMillis(20)).build().toSecret(NOW).secret();
        // 09.987 and 20 ms are 10.007.
        assertThat(secret.text("expiration")).isEqualTo("2031-05-06T07:08:10Z");
        assertThat(settings()
                        .ttl(Duration.ofMillis(10))
                        .build()
                        .toSecret(NOW)
                        .secret()
                        .text("expiration"))
                .isEqualTo("2031-05-06T07:08:09Z");
    }

    @Test
    void prefersExpiresToTheTtl() {
        Secret secret = settings()
                .ttl(Duration.ofHours(1))
                .expires(Instant.parse("2040-01-01T00:00:00.999Z"))
                .build()
                .toSecret(NOW)
                .secret();
        assertThat(secret.text("expiration")).isEqualTo("2040-01-01T00:00:00Z");
    }

    @Test
    void writesUsagesAndGroupsWithoutLookingAtThem() {
        Secret secret = settings()
                .usages(List.of("foo", "signing"))
                .groups(List.of("system:bootstrappers", "b", "b"))
                .build()
                .toSecret(NOW)
                .secret();
        assertThat(secret.text("usage-bootstrap-foo")).isEqualTo("true");
        assertThat(secret.text("auth-extra-groups")).isEqualTo("system:bootstrappers,b,b");
    }

    @Test
    void needsATokenForTheSecret() {
        BootstrapTokenSettings none = BootstrapTokenSettings.builder().build();
        assertThatThrownBy(() -> none.toSecret(NOW)).isInstanceOf(IllegalStateException.class);
        assertThat(none.toBuilder()
                        .token(BootstrapToken.parse(TOKEN))
                        .build()
                        .toSecret(NOW)
                        .token())
                .isEqualTo(BootstrapToken.parse(TOKEN));
        Refusals.assertRefused(
                "TOKEN_INVALID",
                () -> BootstrapTokenSettings.builder().token("x").build().toSecret(NOW));
        for (Instant time : List.of(Instant.MAX, Instant.MIN)) {
            assertThatThrownBy(() -> settings().expires(time).build().toSecret(NOW))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(() -> settings()
                        .ttl(Duration.ofSeconds(Long.MAX_VALUE))
                        .build()
                        .toSecret(NOW))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void takesASecretApart() {
        BootstrapTokenSettings settings = BootstrapTokenSettings.of(BootstrapTokenSecret.of(Secrets.sound()
                .with("expiration", "2031-05-06T07:08:09+02:00")
                .with("usage-bootstrap-zoo", "true")
                .with("description", "d")
                .with("auth-extra-groups", "x,,y")
                .secret()));
        assertThat(settings.token()).contains(Secrets.TOKEN);
        assertThat(settings.ttl()).isEmpty();
        assertThat(settings.expires()).contains(Instant.parse("2031-05-06T05:08:09Z"));
        assertThat(settings.usages()).containsExactly("authentication", "signing", "zoo");
        assertThat(settings.groups()).containsExactly("x", "", "y");
        assertThat(settings.description()).contains("d");
    }

    @Test
    void completesWhatIsLeftOut() {
        for (BootstrapTokenSettings settings :
                List.of(settings().build().withDefaults(), settings().build().withKubeadmDefaults())) {
            assertThat(settings.ttl()).contains(Duration.ofHours(24));
            assertThat(settings.usages()).containsExactly("signing", "authentication");
            assertThat(settings.groups()).containsExactly(GROUP);
            assertThat(violations(settings)).isEmpty();
        }
    }

    @Test
    void keepsWhatIsSet() {
        BootstrapTokenSettings settings = settings()
                .ttl(Duration.ofHours(1))
                .usages(List.of("authentication"))
                .groups(List.of("system:bootstrappers:a"))
                .build();
        assertThat(settings.withDefaults()).isEqualTo(settings);
        assertThat(settings.withKubeadmDefaults()).isEqualTo(settings).hasSameHashCodeAs(settings);
    }

    @Test
    void refusesExpiresAloneOnlyAsKubeadmDoes() {
        BootstrapTokenSettings settings = settings().expires(NOW).build();
        assertThat(violations(settings.withKubeadmDefaults()))
                .containsExactly(
                        "bootstrapTokens.0: Invalid value: \"\": the BootstrapToken .TTL and .Expires fields are mutually"
                                + " exclusive");
        assertThat(settings.withKubeadmDefaults().violations())
                .extracting(FieldError::toString)
                .containsExactly(
                        "Invalid value: \"\": the BootstrapToken .TTL and .Expires fields are mutually exclusive");
        assertThat(violations(settings.withDefaults())).isEmpty();
        assertThat(settings.withDefaults().ttl()).isEmpty();
    }

    @Test
    void refusesSigningAloneOnlyAsKubeadmDoes() {
        BootstrapTokenSettings settings = settings().usages("signing").build();
        assertThat(violations(settings.withKubeadmDefaults()))
                .containsExactly("bootstrapTokens.0.groups: Invalid value: []string{\"" + GROUP
                        + "\"}: token groups cannot be specified unless --usages includes \"authentication\"");
        assertThat(violations(settings.withDefaults())).isEmpty();
        assertThat(settings.withDefaults().groups()).isEmpty();
    }

    @Test
    void makesOneTokenOfAnEmptyList() {
        assertThat(BootstrapTokenSettings.withDefaults(List.of()))
                .containsExactly(BootstrapTokenSettings.builder().build().withDefaults());
        assertThat(BootstrapTokenSettings.withKubeadmDefaults(List.of())).hasSize(1);
        assertThat(BootstrapTokenSettings.withDefaults(
                        List.of(settings().build(), settings().build())))
                .hasSize(2);
    }

    @Test
    void tellsEverythingThatKubeadmRefusesInItsOrder() {
        BootstrapTokenSettings bad = BootstrapTokenSettings.builder()
                .token("9A08jv.c0izixklcxtmnze7")
                .usages("zoo", "Signing", "zoo")
                .groups("system:bootstrappers", "x")
                .ttl(Duration.ofHours(1))
                .expires(NOW)
                .build();
        String groups = "bootstrapTokens.1.groups: Invalid value: []string{\"system:bootstrappers\", \"x\"}: ";
        String pattern = "(must match \\Asystem:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]\\z)";
        assertThat(violations(settings().build(), bad))
                .containsExactly(
                        "bootstrapTokens.1.token: Invalid value: <masked>: the bootstrap token is invalid",
                        "bootstrapTokens.1.usages: Invalid value: []string{\"zoo\", \"Signing\", \"zoo\"}: invalid"
                                + " bootstrap token usage string: Signing,zoo, valid usage options: signing,authentication",
                        groups + "token groups cannot be specified unless --usages includes \"authentication\"",
                        groups + "bootstrap group \"system:bootstrappers\" is invalid " + pattern,
                        groups + "bootstrap group \"x\" is invalid " + pattern,
                        "bootstrapTokens.1: Invalid value: \"\": the BootstrapToken .TTL and .Expires fields are mutually"
                                + " exclusive");
    }

    @Test
    void keepsEveryPartInItsBuilder() {
        BootstrapTokenSettings settings = settings()
                .description("d")
                .ttl(Duration.ofHours(1))
                .expires(NOW)
                .usages("zoo")
                .groups("x")
                .build();
        assertThat(settings.toBuilder().build())
                .isEqualTo(settings)
                .isNotEqualTo(settings.toBuilder().description("").build())
                .isNotEqualTo(settings.toBuilder().ttl(Duration.ofHours(2)).build())
                .isNotEqualTo(settings.toBuilder().expires(NOW.plusSeconds(1)).build())
                .isNotEqualTo(settings.toBuilder().usages("signing").build())
                .isNotEqualTo(settings.toBuilder().groups("y").build());
        assertThat(settings.toBuilder().description("").build().description()).isEmpty();
    }

    @Test
    void namesTheFileThatItReads(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("kubeadm.yaml");
        String head = "apiVersion: kubeadm.k8s.io/v1beta4\nkind: InitConfiguration\nbootstrapTokens:\n- ";
        Files.writeString(file, head + "token: " + TOKEN + "\n");
        assertThat(BootstrapTokenSettings.readAll(file))
                .containsExactly(settings().build());
        Files.writeString(file, head + "ttl: 1d\n");
        assertThatThrownBy(() -> BootstrapTokenSettings.readAll(file))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class,
                        e -> assertThat(e.location())
                                .isEqualTo(new Location(file.toString(), "bootstrapTokens[0].ttl", 4, 8)));
    }

    @Test
    void findsNothingWrongWithNoUsageAtAll() {
        assertThat(violations(settings().build())).isEmpty();
    }

    @Test
    void readsAnInitConfiguration() {
        List<BootstrapTokenSettings> all = BootstrapTokenSettings.parseAll("""
                apiVersion: kubeadm.k8s.io/v1beta4
                kind: InitConfiguration
                bootstrapTokens:
                - token: "9a08jv.c0izixklcxtmnze7"
                  description: node join
                  ttl: 36h0m0s
                - expires: "2031-05-06T07:08:09Z"
                  usages: [signing]
                  groups: ["system:bootstrappers:a"]
                ---
                apiVersion: kubeadm.k8s.io/v1beta4
                kind: ClusterConfiguration
                bootstrapTokens: [1]
                """);
        assertThat(all)
                .containsExactly(
                        settings()
                                .description("node join")
                                .ttl(Duration.ofHours(36))
                                .build(),
                        BootstrapTokenSettings.builder()
                                .expires(Instant.parse("2031-05-06T07:08:09Z"))
                                .usages("signing")
                                .groups(List.of("system:bootstrappers:a"))
                                .build());
        String head = "apiVersion: kubeadm.k8s.io/v1beta3\nkind: InitConfiguration\nbootstrapTokens:\n- ";
        assertThat(BootstrapTokenSettings.parseAll(head + "ttl: \"0\"\n").get(0).ttl())
                .contains(Duration.ZERO);
        Refusals.assertRefused("DURATION_INVALID", () -> BootstrapTokenSettings.parseAll(head + "ttl: 1d\n"));
        Refusals.assertRefused("TIME_INVALID", () -> BootstrapTokenSettings.parseAll(head + "expires: soon\n"));
        Refusals.assertRefused(
                "VALUE_TYPE_MISMATCH", () -> BootstrapTokenSettings.parseAll(head + "usages: signing\n"));
        Refusals.assertRefused("VALUE_TYPE_MISMATCH", () -> BootstrapTokenSettings.parseAll(head + "ttl: 24\n"));
    }

    /** validateSupportedVersion in cmd/kubeadm/app/util/config/common.go. */
    @ParameterizedTest
    @CsvSource({
        "v1beta1, 21, ",
        "v1beta1, 22, Please use kubeadm v1.15 instead",
        "v1beta2, 26, ",
        "v1beta2, 27, Please use kubeadm v1.22 instead",
        "v1beta3, 21, kubeadm of 1.21 does not know it; write kubeadm.k8s.io/v1beta2",
        "v1beta3, 36, ",
        "v1beta3, 37, your configuration file uses an old API spec",
        "v1beta4, 30, kubeadm of 1.30 does not know it; write kubeadm.k8s.io/v1beta3",
        "v1beta4, 31, ",
        "v1beta4, 37, ",
        "v1,      37, kubeadm of 1.37 does not know it; write kubeadm.k8s.io/v1beta4",
        "v9,      37, kubeadm of 1.37 does not know it; write kubeadm.k8s.io/v1beta4",
    })
    void followsTheVersionsOfTheReleases(String version, int release, @Nullable String refusal) {
        List<BootstrapTokenSettings> tokens =
                BootstrapTokenSettings.withDefaults(BootstrapTokenSettings.parseAll("apiVersion: kubeadm.k8s.io/"
                        + version + "\nkind: InitConfiguration\nbootstrapTokens: [{token: " + TOKEN + "}, {}]"));
        List<FieldError> violations = BootstrapTokenSettings.violations(tokens, KubernetesRelease.of(release));
        if (refusal == null) {
            assertThat(violations).isEmpty();
        } else {
            assertThat(violations).singleElement().satisfies(violation -> {
                assertThat(violation.location().path()).isEqualTo("apiVersion");
                assertThat(violation.message()).contains(refusal);
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "24h0m0s, PT24H",
        "1.5h, PT1H30M",
        ".5h, PT30M",
        "1.h, PT1H",
        "-1h, PT-1H",
        "+1h, PT1H",
        "1m1h1m, PT1H2M",
        "0, PT0S",
        "-0, PT0S",
        "1us, PT0.000001S",
        "1\u00B5s, PT0.000001S",
        "1\u03BCs, PT0.000001S",
        "1ns1ms, PT0.001000001S",
    })
    void readsDurationsOfGo(String text, Duration expected) {
        assertThat(BootstrapTokenSettings.parseTtl(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1", "1d", "1w", "1H", "1 h", " 1h", "1h ", "h", ".h", "1e3s", "--1h", "300000000h", "1h1"})
    void refusesOtherDurations(String text) {
        assertThatThrownBy(() -> BootstrapTokenSettings.parseTtl(text))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo("DURATION_INVALID"));
    }

    @Test
    void explainsDays() {
        assertThatThrownBy(() -> BootstrapTokenSettings.parseTtl("1d")).hasMessageContaining("24h for one day");
    }

    @Test
    void showsNothingOfTheToken() {
        assertThat(settings().build().withDefaults())
                .hasToString("BootstrapTokenSettings[ttl=24h0m0s, expires=, usages=[signing, authentication], groups=["
                        + GROUP + "]]");
    }

    @Test
    void aTokenThatIsThereAndEmptyIsNotOneThatIsLeftOut() {
        String start = "apiVersion: kubeadm.k8s.io/v1beta4\nkind: InitConfiguration\nbootstrapTokens: [{token: ";
        assertThatThrownBy(() -> BootstrapTokenSettings.parseAll(start + "\"\"}]"))
                .isInstanceOfSatisfying(InvalidFormatException.class, e -> {
                    assertThat(e.code()).isEqualTo("TOKEN_INVALID");
                    assertThat(e.location().path()).isEqualTo("bootstrapTokens[0].token");
                })
                .hasMessageContaining("was not of the form");
        for (String absent : List.of("null", "~", "")) {
            assertThat(BootstrapTokenSettings.parseAll(start + absent + "}]"))
                    .singleElement()
                    .satisfies(settings -> assertThat(settings.token()).isEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource({"ttl, DURATION_INVALID", "expires, TIME_INVALID"})
    void otherValuesThatAreThereAndEmptyAreRefusedToo(String field, String code) {
        String text =
                "apiVersion: kubeadm.k8s.io/v1beta4\nkind: InitConfiguration\nbootstrapTokens: [{" + field + ": \"\"}]";
        assertThatThrownBy(() -> BootstrapTokenSettings.parseAll(text))
                .isInstanceOfSatisfying(
                        InvalidFormatException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
