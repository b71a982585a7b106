package io.github.kubetls.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.Finding;
import io.github.kubetls.fixtures.Secrets;
import io.github.kubetls.manifest.ObjectMeta;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BootstrapTokenFindingsTest {

    private static final Instant NOW = Instant.parse("2031-05-06T07:08:09Z");

    private static List<Finding> findings(Secrets secrets) {
        return BootstrapTokenSecret.of(secrets.secret()).findings(NOW);
    }

    private static List<String> codes(Secrets secrets) {
        return findings(secrets).stream().map(Finding::code).toList();
    }

    private static Secrets dayLong() {
        return Secrets.sound().with("expiration", "2031-05-07T07:08:09Z");
    }

    @Test
    void saysWhatASoundTokenCanDo() {
        assertThat(codes(dayLong())).containsExactly("AUTHENTICATION_ACCEPTED", "SIGNING_ACCEPTED");
        assertThat(findings(dayLong()).get(0).message())
                .isEqualTo(
                        "authenticates as system:bootstrap:07401b [system:bootstrappers] until 2031-05-07T07:08:09Z");
    }

    @Test
    void saysWhatATokenCannotDoAndWhy() {
        Secrets secrets =
                dayLong().with("auth-extra-groups", "system:bootstrappers:worker, system:bootstrappers:ingress");
        assertThat(codes(secrets)).containsExactly("GROUPS_INVALID", "AUTHENTICATION_REFUSED", "SIGNING_ACCEPTED");
        assertThat(findings(secrets).get(0).message()).startsWith("entry 2 of 2 has white space around it");
        assertThat(findings(secrets).get(1).message()).contains("GROUPS_INVALID");
    }

    @Test
    void saysThatATokenForSigningOnlyDoesNotAuthenticate() {
        assertThat(codes(dayLong().without("usage-bootstrap-authentication")))
                .containsExactly("AUTHENTICATION_REFUSED", "SIGNING_ACCEPTED");
        assertThat(codes(dayLong().without("usage-bootstrap-signing")))
                .containsExactly("AUTHENTICATION_ACCEPTED", "SIGNING_REFUSED");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "expiration|2031-05-06T07:08:09Z|TOKEN_EXPIRED",
                "expiration|2031-05-06T07:13:08Z|TOKEN_EXPIRING",
                "expiration|''|EXPIRATION_MISSING",
                "usage-bootstrap-signing|True|USAGE_INVALID",
                "usage-bootstrap-authentication|'true\n'|USAGE_INVALID",
                "usage-bootstrap-singing|true|USAGE_UNKNOWN",
                "token_id|x|DATA_KEY_UNKNOWN",
                "auth-extra-groups|system:bootstrappers:a,|GROUP_EMPTY",
                "auth-extra-groups|system:bootstrappers|GROUPS_INVALID",
                "auth-extra-groups|dev|GROUPS_INVALID",
            })
    void pointsAtTheKey(String key, String value, String code) {
        assertThat(findings(dayLong().with(key, value))).anySatisfy(finding -> {
            assertThat(finding.code()).isEqualTo(code);
            assertThat(finding.location()).hasToString("data." + key);
            assertThat(finding.toString()).doesNotContain("f395accd246ae52d");
        });
    }

    @Test
    void isContentWithFiveMinutes() {
        assertThat(codes(dayLong().with("expiration", "2031-05-06T07:13:09Z")))
                .containsExactly("AUTHENTICATION_ACCEPTED", "SIGNING_ACCEPTED");
    }

    @Test
    void tellsOfAHundredEntriesAtMost() {
        assertThat(codes(dayLong().with("auth-extra-groups", "x,".repeat(1000))).stream()
                        .filter("GROUPS_INVALID"::equals))
                .hasSize(100);
    }

    @ParameterizedTest
    @CsvSource({"'true\n', without a line feed", "True, set it to true", "'\ntrue', set it to true"})
    void saysHowToSwitchAUsageOn(String value, String fix) {
        assertThat(findings(dayLong().with("usage-bootstrap-signing", value)))
                .filteredOn(finding -> finding.code().equals("USAGE_INVALID"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.fix()).contains(fix));
    }

    /** The key must be base64 of printable ASCII to have been encoded once more. */
    @ParameterizedTest
    @CsvSource({
        "MDc0MDFi,     true",
        "'MDc0MDFiCg==', true",
        "'!!!!',       false",
        "AAAA,         false",
        "YSBi,         false",
        "YWJ/,         false",
        "'',           false",
    })
    void recognisesAValueThatWasEncodedTwice(String value, boolean twice) {
        assertThat(TokenRules.mistake(value).contains("base64 once more")).isEqualTo(twice);
    }

    @Test
    void findsNothingWrongWithAUsageThatIsSwitchedOff() {
        assertThat(codes(dayLong().with("usage-bootstrap-signing", "false"))).doesNotContain("USAGE_INVALID");
    }

    @Test
    void pointsAtTheEnvelope() {
        assertThat(codes(dayLong().type("Opaque")))
                .contains("SECRET_TYPE_MISMATCH", "AUTHENTICATION_REFUSED", "SIGNING_REFUSED");
        assertThat(codes(dayLong().namespace("default")))
                .contains("NAMESPACE_MISMATCH")
                .doesNotContain("AUTHENTICATION_ACCEPTED");
        assertThat(codes(dayLong()
                        .metadata(ObjectMeta.builder()
                                .namespace("kube-system")
                                .name("bootstrap-token-07401b")
                                .deletionTimestamp(NOW))))
                .containsExactly("SECRET_DELETED", "AUTHENTICATION_REFUSED", "SIGNING_ACCEPTED");
    }

    @Test
    void pointsAtATokenThatIsGoodForNothing() {
        assertThat(codes(dayLong().without("usage-bootstrap-authentication").without("usage-bootstrap-signing")))
                .contains("USAGES_MISSING");
    }

    @Test
    void pointsAtGroupsOfATokenThatDoesNotAuthenticate() {
        assertThat(codes(dayLong()
                        .without("usage-bootstrap-authentication")
                        .with("auth-extra-groups", "system:bootstrappers:a")))
                .contains("GROUPS_CONFLICTING");
    }
}
