package io.github.kubetls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.access.AccessDecision;
import io.github.kubetls.access.Attributes;
import io.github.kubetls.access.Authentication;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.DistinguishedName;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.component.AuthorizationConfiguration;
import io.github.kubetls.csr.ApprovalDecision;
import io.github.kubetls.csr.ApprovalPolicy;
import io.github.kubetls.csr.CertificateSigner;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.ClusterTrustBundle;
import io.github.kubetls.csr.Condition;
import io.github.kubetls.csr.IssuanceProgress;
import io.github.kubetls.csr.KubeletServingPolicy;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.kubeadm.KubeadmConfiguration;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.manifest.ObjectMeta;
import io.github.kubetls.manifest.Secret;
import io.github.kubetls.token.BootstrapTokenSettings;
import io.github.kubetls.token.StaticToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes from outside begins no line of its own in a message or a log, whatever is in it. */
class VisibleTextTest {

    /** A line feed, a carriage return, an escape of terminals, a mark that turns the direction of text, a line separator. */
    private static final String HOSTILE = "a\nlevel=info msg=forged\r\u001B[2K\u202E\u2028";

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    private static final CertificateAuthority CA =
            CertificateAuthority.generate("ca\nforged\u001B", KeyAlgorithm.ECDSA_P256, NOW);

    private static final CertificateRequest REQUEST = CertificateRequest.builder(
                    KeyAlgorithm.ECDSA_P256.generateKeyPair())
            .subject(DistinguishedName.of("system:node:" + HOSTILE, "system:nodes", HOSTILE))
            .build();

    private static CertificateSigningRequest csr(SignerName signer) {
        return CertificateSigningRequest.builder(signer, REQUEST)
                .name(HOSTILE)
                .usages(KeyUsage.of(HOSTILE))
                .build()
                .requestedBy(UserInfo.of("system:node:" + HOSTILE, HOSTILE));
    }

    static Stream<Arguments> shown() {
        CertificateSigningRequest serving = csr(SignerName.KUBELET_SERVING);
        CertificateSigningRequest client = csr(SignerName.KUBE_APISERVER_CLIENT_KUBELET);
        ApprovalDecision decision =
                KubeletServingPolicy.builder().build().evaluate(serving.requestedBy(UserInfo.of(HOSTILE)));
        return Stream.of(
                arguments("location", Location.of(HOSTILE)),
                arguments("source", Location.ofSource(HOSTILE)),
                arguments("finding", Finding.error("X", Location.ofSource(HOSTILE), HOSTILE, HOSTILE)),
                arguments("refusal", new InvalidFormatException("X", Location.ofSource(HOSTILE), HOSTILE)),
                arguments("rule", new InvalidFormatException("X", Location.none(), HOSTILE).rule()),
                arguments("error of a field", FieldError.forbidden(HOSTILE, HOSTILE)),
                arguments("access", AccessDecision.denied(HOSTILE)),
                arguments("rejection", Authentication.rejected("X", HOSTILE)),
                arguments("user", UserInfo.of(HOSTILE, HOSTILE)),
                arguments("attributes", new Attributes.Resource("get", "", "nodes", HOSTILE, HOSTILE, HOSTILE)),
                arguments("URL", new Attributes.NonResource("get", HOSTILE)),
                arguments("name", DistinguishedName.of(HOSTILE, HOSTILE)),
                arguments(
                        "names", SubjectAltNames.builder().dnsNames("a\nforged").build()),
                arguments("usage", KeyUsage.of(HOSTILE)),
                arguments("request", REQUEST),
                arguments("findings of a request", REQUEST.findings()),
                arguments("CA", CA),
                arguments("signer", SignerName.of(HOSTILE)),
                arguments("condition", Condition.approved(HOSTILE, HOSTILE)),
                arguments("CertificateSigningRequest", serving),
                arguments("violations", csr(SignerName.of(HOSTILE)).violations()),
                arguments("findings of a CertificateSigningRequest", serving.findings()),
                arguments("decision", decision),
                arguments("message of a decision", decision.message()),
                arguments("decision of a caller", ApprovalDecision.denied(HOSTILE, HOSTILE)),
                arguments("checks of a decision", decision.checks()),
                arguments(
                        "decision of Kubernetes",
                        ApprovalPolicy.kubeletClient((user, attributes) -> AccessDecision.denied(HOSTILE))
                                .evaluate(client)),
                arguments(
                        "outcome",
                        CertificateSigner.of(SignerName.KUBELET_SERVING, CA, Duration.ofDays(1))
                                .sign(serving.withCondition(Condition.approved("", "")))),
                arguments("progress", new IssuanceProgress(IssuanceProgress.State.DENIED, HOSTILE)),
                arguments("bundle", ClusterTrustBundle.of(HOSTILE, "")),
                arguments(
                        "violations of a bundle",
                        ClusterTrustBundle.of(SignerName.of(HOSTILE), "", "").violations()),
                arguments("metadata", ObjectMeta.of(HOSTILE, HOSTILE)),
                arguments("Secret", Secret.fromMap(Map.of("apiVersion", "v1", "kind", "Secret", "type", HOSTILE))),
                arguments(
                        "settings",
                        BootstrapTokenSettings.builder()
                                .groups(HOSTILE)
                                .usages(HOSTILE)
                                .build()),
                arguments(
                        "settings refused",
                        BootstrapTokenSettings.builder()
                                .groups(HOSTILE)
                                .usages(HOSTILE)
                                .build()
                                .violations()),
                arguments("authorizers", AuthorizationConfiguration.of(HOSTILE).violations()),
                arguments("authorization", AuthorizationConfiguration.of(HOSTILE)),
                arguments("kubeadm", KubeadmConfiguration.parse("apiVersion: kubeadm.k8s.io/v1\nkind: \"a\\nforged\"")),
                arguments(
                        "kubeadm refused",
                        KubeadmConfiguration.parse("apiVersion: \"kubeadm.k8s.io/a\\nforged\"")
                                .violations()),
                arguments("static token", StaticToken.of("0123456789abcdef", UserInfo.of("b", "c"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shown")
    void showsNoCharacterThatCannotBeSeen(String name, Object shown) {
        assertThat(shown.toString().codePoints()).allMatch(c -> c >= ' ' && c != 0x7F && c != 0x202E && c != 0x2028);
    }

    @Test
    void leavesWhatCanBeSeenAsItIs() {
        assertThat(Location.of("Gr\u00fc\u00dfe \"\\ \uD83D\uDE00")).hasToString("Gr\u00fc\u00dfe \"\\ \uD83D\uDE00");
        assertThat(Location.of("a\u00A0b\uDCFF\u001B\n")).hasToString("a\\u00a0b\\xff\\x1b\\n");
    }
}
