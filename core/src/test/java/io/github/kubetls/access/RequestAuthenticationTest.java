package io.github.kubetls.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.certificate.ClientCertificateAuthenticator;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.fixtures.Recorded;
import io.github.kubetls.manifest.Secret;
import io.github.kubetls.token.BootstrapTokenAuthenticator;
import io.github.kubetls.token.TokenFile;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All authenticators of an API server together, with the recorded certificate of a kubelet and recorded tokens. */
class RequestAuthenticationTest {

    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final Instant AFTER_ITS_END = Instant.parse("2028-01-01T00:00:00Z");
    private static final List<X509Certificate> KUBELET =
            Pem.parseCertificates(Recorded.text("kubelet/kubelet-client-current.pem"));

    private static final String TOKEN = "vdb9xb.jiqhz35y355g1ngx";
    private static final BootstrapTokenAuthenticator BOOTSTRAP_TOKENS =
            BootstrapTokenAuthenticator.of(Secret.parseAll(Recorded.text("discovery/bootstrap-token-secrets.yaml")));

    private final ApiServerAuthenticator apiServer = ApiServerAuthenticator.builder()
            .bootstrapTokens(BOOTSTRAP_TOKENS)
            .tokenFile(TokenFile.parse("t0ken,bob,7,\"dev\"\n"))
            .clientCertificates(ClientCertificateAuthenticator.parse(Recorded.text("csr/ca.crt")))
            .build();

    private UserInfo user(Credentials presented, Instant now) {
        return apiServer.authenticate(presented, now).authenticatedUser().orElseThrow();
    }

    @Test
    void knowsEveryKindOfCredential() {
        assertThat(user(Credentials.clientCertificate(KUBELET), NOW).groups())
                .containsExactly("system:nodes", "system:authenticated");
        assertThat(user(Credentials.fromHeader("Bearer t0ken"), NOW).groups())
                .containsExactly("dev", "system:authenticated");
        assertThat(user(Credentials.fromHeader("Bearer " + TOKEN), NOW))
                .isEqualTo(UserInfo.of("system:bootstrap:vdb9xb", "system:bootstrappers", "system:authenticated"));
        assertThat(user(Credentials.none(), NOW)).isEqualTo(UserInfo.anonymous());
    }

    @Test
    void prefersTheCertificateToTheToken() {
        Credentials both = Credentials.fromHeader("Bearer t0ken").withClientCertificate(KUBELET);
        assertThat(user(both, NOW).name()).startsWith("system:node:");
        assertThat(user(both, AFTER_ITS_END).name()).isEqualTo("bob");
    }

    @Test
    void letsTheTokenFileShadowABootstrapToken() {
        ApiServerAuthenticator shadowed = ApiServerAuthenticator.builder()
                .bootstrapTokens(BOOTSTRAP_TOKENS)
                .tokenFile(TokenFile.parse(TOKEN + ",bob,7\n"))
                .build();
        assertThat(shadowed.authenticate(Credentials.fromHeader("Bearer " + TOKEN), NOW)
                        .authenticatedUser())
                .contains(UserInfo.builder("bob")
                        .uid("7")
                        .groups(List.of("system:authenticated"))
                        .build());
    }

    @Test
    void collectsTheReasonsWhenNothingIsAccepted() {
        Credentials bad =
                Credentials.fromHeader("Bearer vdb9xb.0000000000000000").withClientCertificate(KUBELET);
        assertThat(apiServer.authenticate(bad, AFTER_ITS_END))
                .isInstanceOfSatisfying(
                        Authentication.Rejected.class,
                        rejected -> assertThat(rejected.rejections())
                                .hasSize(3)
                                .extracting(Authentication.Rejection::code)
                                .endsWith("TOKEN_UNKNOWN", "TOKEN_SECRET_MISMATCH"));
    }
}
