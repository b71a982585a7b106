package io.github.kubetls.examples.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.Finding;
import io.github.kubetls.access.Authentication;
import io.github.kubetls.access.Credentials;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.ClientCertificateAuthenticator;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.csr.ApprovalPolicy;
import io.github.kubetls.csr.CertificateSigner;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.discovery.CaPin;
import io.github.kubetls.discovery.ClusterInfo;
import io.github.kubetls.discovery.DiscoveryStep;
import io.github.kubetls.discovery.TokenDiscovery;
import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.PemSource;
import io.github.kubetls.rbac.BootstrapPolicy;
import io.github.kubetls.rbac.authorizer.RbacAuthorizer;
import io.github.kubetls.token.BootstrapToken;
import io.github.kubetls.token.BootstrapTokenSecret;
import io.github.kubetls.token.StaticToken;
import io.github.kubetls.token.TokenFile;
import io.github.kubetls.token.TokenUsage;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody writes who has read the README and nothing else: the names are the ones that the grammar lets one expect. */
class FirstProgramTest {

    private final Instant now = Instant.now();
    private final BootstrapToken token = BootstrapToken.generate();
    private final CertificateAuthority ca = CertificateAuthority.generate("kubernetes", KeyAlgorithm.ECDSA_P256, now);

    @TempDir
    private Path directory;

    @Test
    void writesATokenFileThatAuthenticates() throws IOException {
        Path file = directory.resolve("token.csv");
        UserInfo joiner = UserInfo.of("joiner", "system:bootstrappers");
        TokenFile.of(StaticToken.of(token, joiner)).write(file);

        assertThat(TokenFile.read(file).authenticate(token.bearerToken())).contains(joiner);
        assertThat(Posix.mode(file)).isEqualTo("rw-------");
    }

    @Test
    void writesASecretThatNobodyElseReads() throws IOException {
        Path file = directory.resolve("bootstrap-token.yaml");
        BootstrapTokenSecret secret = secret();
        secret.write(file);

        assertThat(BootstrapTokenSecret.read(file)).isEqualTo(secret);
        assertThat(secret.findings(now)).extracting(Finding::severity).containsOnly(Finding.Severity.INFO);
        assertThat(Posix.mode(file)).isEqualTo("rw-------");
    }

    @Test
    void writesABootstrapKubeconfig() throws IOException {
        Path file = directory.resolve("bootstrap-kubelet.conf");
        Cluster cluster = Cluster.of("https://10.0.0.1:6443", PemSource.inline(ca.certificatePem()));
        Kubeconfig.bootstrap(cluster, token).write(file);

        Kubeconfig read = Kubeconfig.read(file);
        assertThat(read.currentUser().orElseThrow().token()).contains(token.bearerToken());
        assertThat(read.currentCluster().orElseThrow().server()).isEqualTo("https://10.0.0.1:6443");
    }

    @Test
    void obtainsACertificateThatIsVerified() throws IOException {
        KeyPair keyPair = KeyAlgorithm.ECDSA_P256.generateKeyPair();
        CertificateRequest request = CertificateRequest.kubeletClient("worker-1", keyPair);
        CertificateSigningRequest csr =
                CertificateSigningRequest.kubeletClient(request).requestedBy(secret().user());

        RbacAuthorizer rbac = RbacAuthorizer.of(BootstrapPolicy.objects("system:bootstrappers"));
        CertificateSigningRequest approved =
                csr.withDecision(ApprovalPolicy.kubeletClient(rbac).evaluate(csr), now);
        assertThat(approved.isApproved()).isTrue();

        CertificateSigner signer =
                CertificateSigner.of(SignerName.KUBE_APISERVER_CLIENT_KUBELET, ca, Duration.ofDays(365));
        CertificateSigningRequest issued = signer.sign(approved);
        CertificateAndKey kubelet = CertificateAndKey.of(issued.certificates(), keyPair.getPrivate());
        kubelet.write(directory.resolve("kubelet-client.pem"));

        CertificateAndKey stored = CertificateAndKey.read(directory.resolve("kubelet-client.pem"));
        Authentication answer =
                ClientCertificateAuthenticator.of(ca).authenticate(Credentials.clientCertificate(stored.chain()), now);
        assertThat(answer.authenticatedUser().orElseThrow().name()).isEqualTo("system:node:worker-1");
    }

    @Test
    void findsTheClusterByTokenAndPin() {
        Cluster cluster = Cluster.of("https://10.0.0.1:6443", PemSource.inline(ca.certificatePem()));
        ClusterInfo published = ClusterInfo.of(cluster).sign(token);
        DiscoveryStep step = TokenDiscovery.builder("10.0.0.1:6443", token)
                .caPins(CaPin.of(ca.certificate()))
                .build()
                .begin(now);
        while (step instanceof DiscoveryStep.Fetch fetch) {
            step = fetch.received(published, now);
        }
        assertThat(step).isInstanceOf(DiscoveryStep.Discovered.class);
        DiscoveryStep.Discovered discovered = (DiscoveryStep.Discovered) step;
        assertThat(discovered.cluster().server()).isEqualTo("https://10.0.0.1:6443");
        assertThat(discovered.cluster().certificateAuthorities()).contains(ca.certificatePem());
    }

    private BootstrapTokenSecret secret() {
        return BootstrapTokenSecret.builder(token)
                .expiration(now.plus(Duration.ofHours(24)))
                .usages(TokenUsage.AUTHENTICATION, TokenUsage.SIGNING)
                .extraGroups("system:bootstrappers:worker")
                .build();
    }
}
