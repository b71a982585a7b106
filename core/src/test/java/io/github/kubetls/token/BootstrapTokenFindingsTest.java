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
        assertThat(codes(dayLong())).containsExactly("CAN_AUTHENTICATE", "CAN_SIGN");
        assertThat(findings(dayLong()).get(0).message())
                .isEqualTo(
                        "authenticates as system:bootstrap:07401b [system:bootstrappers] until 2031-05-07T07:08:09Z");
    }

    @Test
    void saysWhatATokenCannotDoAndWhy() {
        Secrets secrets =
                dayLong().with("auth-extra-groups", "system:bootstrappers:worker, system:bootstrappers:ingress");
        assertThat(codes(secrets)).containsExactly("INVALID_GROUPS", "CANNOT_AUTHENTICATE", "CAN_SIGN");
        assertThat(findings(secrets).get(0).message()).startsWith("entry 2 of 2 has white space around it");
        assertThat(findings(secrets).get(1).message()).contains("INVALID_GROUPS");
    }

    @Test
    void saysThatATokenForSigningOnlyDoesNotAuthenticate() {
        assertThat(codes(dayLong().without("usage-bootstrap-authentication")))
                .containsExactly("CANNOT_AUTHENTICATE", "CAN_SIGN");
        assertThat(codes(dayLong().without("usage-bootstrap-signing")))
                .containsExactly("CAN_AUTHENTICATE", "CANNOT_SIGN");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "expiration|2031-05-06T07:08:09Z|EXPIRED",
                "expiration|2031-05-06T07:13:08Z|EXPIRES_SOON",
                "expiration|''|NEVER_EXPIRES",
                "usage-bootstrap-signing|True|USAGE_NOT_TRUE",
                "usage-bootstrap-authentication|'true\n'|USAGE_NOT_TRUE",
                "usage-bootstrap-singing|true|UNKNOWN_USAGE",
                "token_id|x|UNKNOWN_KEY",
                "auth-extra-groups|system:bootstrappers:a,|EMPTY_GROUP",
                "auth-extra-groups|system:bootstrappers|INVALID_GROUPS",
                "auth-extra-groups|dev|INVALID_GROUPS",
            })
    void pointsAtTheKey(String key, String value, String code) {
        assertThat(findings(dayLong().with(key, value))).anySatisfy(finding -> {
            assertThat(finding.code()).isEqualTo(code);
            assertThat(finding.location()).hasToString("data." + key);
            assertThat(finding.toString()).doesNotContain("f395accd246ae52d");
        });
    }

    @Test
    void findsNothingWrongWithAUsageThatIsSwitchedOff() {
        assertThat(codes(dayLong().with("usage-bootstrap-signing", "false"))).doesNotContain("USAGE_NOT_TRUE");
    }

    @Test
    void pointsAtTheEnvelope() {
        assertThat(codes(dayLong().type("Opaque"))).contains("WRONG_SECRET_TYPE", "CANNOT_AUTHENTICATE", "CANNOT_SIGN");
        assertThat(codes(dayLong().namespace("default")))
                .contains("WRONG_NAMESPACE")
                .doesNotContain("CAN_AUTHENTICATE");
        assertThat(codes(dayLong()
                        .metadata(ObjectMeta.builder()
                                .namespace("kube-system")
                                .name("bootstrap-token-07401b")
                                .deletionTimestamp(NOW))))
                .containsExactly("SECRET_DELETING", "CANNOT_AUTHENTICATE", "CAN_SIGN");
    }

    @Test
    void pointsAtATokenThatIsGoodForNothing() {
        assertThat(codes(dayLong().without("usage-bootstrap-authentication").without("usage-bootstrap-signing")))
                .contains("NO_USAGE");
    }

    @Test
    void pointsAtGroupsOfATokenThatDoesNotAuthenticate() {
        assertThat(codes(dayLong()
                        .without("usage-bootstrap-authentication")
                        .with("auth-extra-groups", "system:bootstrappers:a")))
                .contains("GROUPS_WITHOUT_AUTHENTICATION");
    }
}
