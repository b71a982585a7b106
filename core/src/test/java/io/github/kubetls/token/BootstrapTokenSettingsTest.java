package io.github.kubetls.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.fixtures.Refusals;
import io.github.kubetls.fixtures.Secrets;
import io.github.kubetls.manifest.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
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

    private static List<String> problems(BootstrapTokenSettings... settings) {
        return BootstrapTokenSettings.problems(List.of(settings)).stream()
                .map(problem -> problem.code() + " " + problem.location())
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
                .toSecret(NOW);
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
        assertThat(settings.toSecret(NOW).keys()).containsExactly("token-id", "token-secret");
        assertThat(problems(settings)).containsExactly("EXPIRATION_MISSING bootstrapTokens.0.ttl");
    }

    @Test
    void cutsTheFractionOffAfterAddingTheTtl() {
        Secret secret = settings().ttl(Duration.ofMillis(20)).build().toSecret(NOW);
        // 09.987 and 20 ms are 10.007.
        assertThat(secret.text("expiration")).isEqualTo("2031-05-06T07:08:10Z");
        assertThat(settings().ttl(Duration.ofMillis(10)).build().toSecret(NOW).text("expiration"))
                .isEqualTo("2031-05-06T07:08:09Z");
    }

    @Test
    void prefersExpiresToTheTtl() {
        Secret secret = settings()
                .ttl(Duration.ofHours(1))
                .expires(Instant.parse("2040-01-01T00:00:00.999Z"))
                .build()
                .toSecret(NOW);
        assertThat(secret.text("expiration")).isEqualTo("2040-01-01T00:00:00Z");
    }

    @Test
    void writesUsagesAndGroupsWithoutLookingAtThem() {
        Secret secret = settings()
                .usages(List.of("foo", "signing"))
                .groups(List.of("system:bootstrappers", "b", "b"))
                .build()
                .toSecret(NOW);
        assertThat(secret.text("usage-bootstrap-foo")).isEqualTo("true");
        assertThat(secret.text("auth-extra-groups")).isEqualTo("system:bootstrappers,b,b");
    }

    @Test
    void needsATokenForTheSecret() {
        BootstrapTokenSettings none = BootstrapTokenSettings.builder().build();
        assertThatThrownBy(() -> none.toSecret(NOW)).isInstanceOf(IllegalStateException.class);
        assertThat(none.withToken(BootstrapToken.parse(TOKEN)).toSecret(NOW).text("token-id"))
                .isEqualTo("9a08jv");
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
            assertThat(problems(settings)).isEmpty();
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
        assertThat(problems(settings.withKubeadmDefaults()))
                .containsExactly("EXPIRATION_CONFLICTING bootstrapTokens.0");
        assertThat(problems(settings.withDefaults())).isEmpty();
        assertThat(settings.withDefaults().ttl()).isEmpty();
    }

    @Test
    void refusesSigningAloneOnlyAsKubeadmDoes() {
        BootstrapTokenSettings settings = settings().usages(List.of("signing")).build();
        assertThat(problems(settings.withKubeadmDefaults()))
                .containsExactly("GROUPS_CONFLICTING bootstrapTokens.0.groups");
        assertThat(problems(settings.withDefaults())).isEmpty();
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
    void collectsAllProblemsInOrder() {
        BootstrapTokenSettings bad = BootstrapTokenSettings.builder()
                .token("9A08jv.c0izixklcxtmnze7")
                .usages(List.of("zoo", "Signing", "zoo"))
                .groups(List.of("system:bootstrappers", "system:bootstrappers:ok", "x"))
                .ttl(Duration.ofHours(1))
                .expires(NOW)
                .build();
        assertThat(problems(settings().build(), bad))
                .containsExactly(
                        "TOKEN_INVALID bootstrapTokens.1.token",
                        "USAGE_UNKNOWN bootstrapTokens.1.usages",
                        "GROUPS_CONFLICTING bootstrapTokens.1.groups",
                        "GROUPS_INVALID bootstrapTokens.1.groups",
                        "GROUPS_INVALID bootstrapTokens.1.groups",
                        "EXPIRATION_CONFLICTING bootstrapTokens.1");
        List<Finding> findings = BootstrapTokenSettings.problems(List.of(bad));
        assertThat(findings.get(1).message()).contains("Signing,zoo");
        assertThat(findings.toString()).doesNotContain("c0iz");
    }

    @Test
    void findsNothingWrongWithNoUsageAtAll() {
        assertThat(problems(settings().build())).isEmpty();
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
                                .usages(List.of("signing"))
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
}
