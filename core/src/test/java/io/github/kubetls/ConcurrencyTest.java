package io.github.kubetls;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.access.Credentials;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.ClientCertificateAuthenticator;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.csr.ApprovalDecision;
import io.github.kubetls.csr.CertificateSigner;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.csr.SigningOutcome;
import io.github.kubetls.fixtures.Threads;
import io.github.kubetls.token.BootstrapToken;
import io.github.kubetls.token.BootstrapTokenAuthenticator;
import io.github.kubetls.token.BootstrapTokenSecret;
import io.github.kubetls.token.TokenFile;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What many threads may share gives each of them what it gives one. */
class ConcurrencyTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);

    private static BootstrapToken token(int number) {
        return BootstrapToken.of("abc%03d".formatted(number), "0123456789%06d".formatted(number));
    }

    private static Credentials bearer(String token) {
        return Credentials.fromHeader("Bearer " + token);
    }

    @Test
    void bootstrapTokensAuthenticate() throws Exception {
        List<Credentials> presented = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            presented.add(bearer(i % 3 == 0 ? "abc%03d.0000000000000000".formatted(i) : token(i).bearerToken()));
        }
        Threads.assertAnswersAsUnderOne(
                10,
                () -> {
                    List<BootstrapTokenSecret> secrets = new ArrayList<>();
                    for (int i = 0; i < 40; i++) {
                        secrets.add(BootstrapTokenSecret.builder(token(i))
                                .expiration(NOW.plusSeconds(i - 20))
                                .build());
                    }
                    return BootstrapTokenAuthenticator.of(secrets.toArray(BootstrapTokenSecret[]::new));
                },
                presented,
                authenticator -> credentials -> authenticator.authenticate(credentials, NOW));
    }

    @Test
    void tokenFilesAuthenticate() throws Exception {
        StringBuilder csv = new StringBuilder();
        List<Credentials> presented = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            csv.append("token-%d,user-%d,%d,\"a,b\"%n".formatted(i, i, i));
            presented.add(bearer("token-" + i * 2));
        }
        Threads.assertAnswersAsUnderOne(
                10,
                () -> TokenFile.parse(csv.toString()),
                presented,
                file -> credentials -> file.authenticate(credentials, NOW));
    }

    @Test
    void clientCertificatesAuthenticate() throws Exception {
        CertificateAuthority ca = CertificateAuthority.generate("ca", KeyAlgorithm.ECDSA_P256, NOW);
        CertificateAuthority other = CertificateAuthority.generate("ca", KeyAlgorithm.ECDSA_P256, NOW);
        List<Credentials> presented = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            presented.add(Credentials.clientCertificate((i % 2 == 0 ? ca : other)
                    .issueClient("user-" + i, List.of("group-" + i), NOW)
                    .chain()));
        }
        String pem = ca.certificatePem();
        Threads.assertAnswersAsUnderOne(
                5,
                () -> ClientCertificateAuthenticator.of(Pem.parseCertificates(pem)),
                presented,
                authenticator -> credentials ->
                        authenticator.authenticate(credentials, NOW).authenticatedUser());
    }

    /** A request is read when it is asked for, by whoever comes first. */
    @Test
    void requestsAreReadOnceForAll() throws Exception {
        String json = CertificateSigningRequest.kubeletClient(
                        CertificateRequest.kubeletClient("worker-1", KeyAlgorithm.ECDSA_P256.generateKeyPair()))
                .toJson();
        for (int round = 0; round < 20; round++) {
            CertificateSigningRequest csr = CertificateSigningRequest.parse(json);
            Set<CertificateRequest> read = new HashSet<>(Threads.together(thread -> csr::request));
            assertThat(read).hasSize(1);
        }
    }

    @Test
    void aSignerIssuesToEachItsOwn() throws Exception {
        CertificateAuthority ca = CertificateAuthority.generate("ca", KeyAlgorithm.ECDSA_P256, NOW);
        CertificateSigner signer = CertificateSigner.of(SignerName.KUBE_APISERVER_CLIENT_KUBELET, ca, YEAR);
        List<List<X509Certificate>> issued = Threads.together(thread -> () -> {
            List<X509Certificate> certificates = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                CertificateRequest request = CertificateRequest.kubeletClient(
                        "worker-" + thread + "-" + i, KeyAlgorithm.ECDSA_P256.generateKeyPair());
                CertificateSigningRequest csr = CertificateSigningRequest.kubeletClient(request)
                        .withDecision(ApprovalDecision.approved("Test", "yes"), NOW);
                SigningOutcome outcome = signer.evaluate(csr);
                assertThat(outcome).isInstanceOf(SigningOutcome.Issued.class);
                X509Certificate certificate = ((SigningOutcome.Issued) outcome).certificate();
                certificate.verify(ca.certificate().getPublicKey());
                assertThat(certificate.getPublicKey()).isEqualTo(request.publicKey());
                assertThat(certificate.getSubjectX500Principal().getName()).contains("CN=system:node:worker-" + thread);
                certificates.add(certificate);
            }
            return certificates;
        });
        assertThat(issued.stream().flatMap(List::stream).map(X509Certificate::getSerialNumber))
                .doesNotHaveDuplicates()
                .hasSize(Threads.NUMBER * 10);
    }

    @Test
    void tokensThatManyMakeAreAllDifferent() throws Exception {
        List<List<BootstrapToken>> made = Threads.together(thread -> () -> {
            List<BootstrapToken> tokens = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                tokens.add(BootstrapToken.generate());
            }
            return tokens;
        });
        assertThat(made.stream().flatMap(List::stream)).doesNotHaveDuplicates();
    }
}
