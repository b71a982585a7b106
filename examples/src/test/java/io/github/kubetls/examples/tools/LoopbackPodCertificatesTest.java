package io.github.kubetls.examples.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.CertificateContent;
import io.github.kubetls.certificate.DistinguishedName;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.podcertificate.PodCertificateRequest;
import io.github.kubetls.podcertificate.PodCertificateSigner;
import io.github.kubetls.podcertificate.PodIdentity;
import io.github.kubetls.podcertificate.PodKeyType;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PodCertificateRequests on a {@link LoopbackControlPlane}, over HTTP. */
class LoopbackPodCertificatesTest {

    private static final String REQUESTS = "/apis/certificates.k8s.io/v1/namespaces/default/podcertificaterequests";
    private static final SignerName SIGNER = SignerName.of("ca.orders.example/workload");
    private static final KeyPair KEYS = PodKeyType.ECDSA_P256.generateKeyPair();
    private static final PodIdentity POD = PodIdentity.builder("default", "api-0")
            .podUid("0b6c")
            .serviceAccount("api", "77d1")
            .node("w1", "e4a0")
            .build();

    @TempDir
    private static Path folder;

    private static LoopbackCluster cluster;

    @BeforeAll
    static void start() {
        cluster = LoopbackCluster.start(folder.resolve("cluster"));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static PodCertificateRequest.Builder request() {
        return PodCertificateRequest.builder(SIGNER, POD, KEYS, KubernetesRelease.of(37));
    }

    private static PodCertificateRequest create(PodCertificateRequest request) throws Exception {
        ApiCaller.Reply reply = cluster.admin().post(REQUESTS, request.toJson());
        assertThat(reply.code()).as(reply.text()).isEqualTo(201);
        return PodCertificateRequest.parse(reply.text());
    }

    private static String path(PodCertificateRequest request) {
        return REQUESTS + "/" + request.metadata().name();
    }

    private static PodCertificateSigner signer() {
        CertificateAuthority ca = CertificateAuthority.generate("orders", KeyAlgorithm.ECDSA_P256, Instant.now());
        return PodCertificateSigner.of(
                SIGNER,
                ca,
                any -> PodCertificateSigner.Answer.certify(CertificateContent.of(
                        DistinguishedName.of("api"), SubjectAltNames.none(), KeyUsage.CLIENT_AUTH)));
    }

    @Test
    void isCreatedListedAndFound() throws Exception {
        PodCertificateRequest created = create(request().build());

        assertThat(created.metadata().name()).matches("req-[a-z0-9]{5}");
        assertThat(created.metadata().uid()).isNotEmpty();
        assertThat(PodCertificateRequest.parse(
                        cluster.admin().get(path(created)).text()))
                .isEqualTo(created);
        assertThat(PodCertificateRequest.parseAll(cluster.admin()
                        .get(REQUESTS + "?fieldSelector=spec.podName%3Dapi-0")
                        .text()))
                .contains(created);
        assertThat(PodCertificateRequest.parseAll(cluster.admin()
                        .get(REQUESTS + "?fieldSelector=spec.podName%3Dother")
                        .text()))
                .isEmpty();
        assertThat(cluster.admin().delete(path(created)).code()).isEqualTo(200);
    }

    @Test
    void isRefusedAsTheApiServerRefusesIt() throws Exception {
        ApiCaller.Reply reply = cluster.admin()
                .post(
                        REQUESTS,
                        request()
                                .name("short")
                                .maxExpiration(Duration.ofSeconds(60))
                                .build()
                                .toJson());
        assertThat(reply.code()).isEqualTo(422);
        assertThat(reply.at("/message"))
                .isEqualTo("PodCertificateRequest.certificates.k8s.io \"short\" is invalid:"
                        + " spec.maxExpirationSeconds: Invalid value: 60: must be in the range [3600, 7862400]");
    }

    @Test
    void isSignedInOneUpdateOfItsStatus() throws Exception {
        PodCertificateRequest created = create(request().build());
        try (BufferedReader changes = cluster.admin()
                .open(REQUESTS + "?watch=true&resourceVersion="
                        + created.metadata().resourceVersion())) {
            PodCertificateRequest issued = signer().sign(created);
            ApiCaller.Reply reply = cluster.admin().put(path(created) + "/status", issued.toJson());
            assertThat(reply.code()).as(reply.text()).isEqualTo(200);
            PodCertificateRequest stored = PodCertificateRequest.parse(reply.text());
            assertThat(stored.certificates()).isEqualTo(issued.certificates());
            assertThat(stored.metadata().resourceVersion())
                    .isNotEqualTo(created.metadata().resourceVersion());
            assertThat(changes.readLine()).contains("MODIFIED", "certificateChain");

            PodCertificateRequest again = signer().sign(created).toBuilder()
                    .metadata(stored.metadata())
                    .build();
            assertThat(cluster.admin()
                            .put(path(created) + "/status", again.toJson())
                            .at("/message"))
                    .contains("immutable after PodCertificateRequest is issued, denied, or failed");
        }
    }

    @Test
    void keepsItsSpec() throws Exception {
        PodCertificateRequest created = create(request().build());
        PodCertificateRequest longer =
                created.toBuilder().maxExpiration(Duration.ofHours(2)).build();
        assertThat(cluster.admin().put(path(created), longer.toJson()).at("/message"))
                .contains("spec: Invalid value: <value omitted>: field is immutable");
    }
}
