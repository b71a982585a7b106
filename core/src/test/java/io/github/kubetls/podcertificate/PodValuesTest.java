package io.github.kubetls.podcertificate;

import static io.github.kubetls.podcertificate.PodRequests.KEYS;
import static io.github.kubetls.podcertificate.PodRequests.NOW;
import static io.github.kubetls.podcertificate.PodRequests.POD;
import static io.github.kubetls.podcertificate.PodRequests.R37;
import static io.github.kubetls.podcertificate.PodRequests.SIGNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.csr.SignerName;
import io.github.kubetls.podcertificate.LiveObjects.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is equal to what, and what is shown of it. */
class PodValuesTest {

    private static final Pod RUNNING = new Pod("u", "w1", "api", false, Set.of(SIGNER));
    private static final LiveObjects LIVE = LiveObjects.builder()
            .nodeUid("n")
            .pod(RUNNING)
            .serviceAccountUid("s")
            .build();
    private static final PodCertificateSource SOURCE = named(SIGNER, PodKeyType.ECDSA_P256);

    private static PodCertificateSource named(SignerName signer, PodKeyType type) {
        return PodCertificateSource.builder(signer, type)
                .credentialBundlePath("b")
                .keyPath("k")
                .certificateChainPath("c")
                .build();
    }

    static Stream<Arguments> values() {
        PodCertificateRequest request = PodRequests.request();
        return Stream.of(
                arguments(
                        POD,
                        POD.toBuilder().build(),
                        List.of(
                                POD.in("other"),
                                POD.toBuilder().podUid("x").build(),
                                POD.toBuilder()
                                        .serviceAccount("x", POD.serviceAccountUid())
                                        .build(),
                                POD.toBuilder().serviceAccount("api", "x").build(),
                                POD.toBuilder().node("x", POD.nodeUid()).build(),
                                POD.toBuilder().node("w1", "x").build())),
                arguments(
                        LIVE,
                        LIVE.toBuilder().build(),
                        List.of(
                                LIVE.toBuilder().nodeUid("x").build(),
                                LIVE.toBuilder().serviceAccountUid("x").build(),
                                LIVE.toBuilder()
                                        .pod(new Pod("u", "w1", "api", true, Set.of(SIGNER)))
                                        .build(),
                                LiveObjects.builder().build())),
                arguments(
                        SOURCE,
                        SOURCE.toBuilder().build(),
                        List.of(
                                named(SignerName.of("a.b/c"), PodKeyType.ECDSA_P256),
                                named(SIGNER, PodKeyType.ED25519),
                                SOURCE.toBuilder()
                                        .maxExpiration(Duration.ofHours(1))
                                        .build(),
                                SOURCE.toBuilder().credentialBundlePath("x").build(),
                                SOURCE.toBuilder().keyPath("x").build(),
                                SOURCE.toBuilder().certificateChainPath("x").build(),
                                SOURCE.toBuilder()
                                        .userAnnotations(Map.of("a.b/c", "d"))
                                        .build())),
                arguments(
                        request,
                        request.toBuilder().build(),
                        List.of(
                                request.toBuilder().name("x").build(),
                                request.toBuilder()
                                        .maxExpiration(Duration.ofHours(1))
                                        .build(),
                                request.withCondition(PodRequests.condition("Denied")))));
    }

    @ParameterizedTest
    @MethodSource("values")
    void areEqualWhenAllFieldsAre(Object value, Object same, List<Object> others) {
        assertThat(value).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(others).doesNotContain(value).isNotEmpty();
    }

    @Test
    void areShownByWhatIsDocumented() {
        PodCertificateSigner signer =
                PodCertificateSigner.of(SIGNER, PodRequests.CA, request -> PodCertificateSigner.Answer.deny("A", "b"));
        PodCertificateRequest request =
                PodCertificateRequest.builder(SIGNER, POD, KEYS, R37).build();
        assertThat(POD).hasToString("PodIdentity[orders/api-0, api, w1]");
        assertThat(RUNNING).hasToString("Pod[u, w1, api, [ca.orders.example/workload]]");
        assertThat(new Pod("u", "w1", "api", true, Set.of())).hasToString("Pod[u, w1, api, mirror, []]");
        assertThat(SOURCE).hasToString("PodCertificateSource[ca.orders.example/workload, ECDSAP256]");
        assertThat(PodCertificateRotation.start()).hasToString("PodCertificateRotation[INITIAL]");
        assertThat(signer).hasToString("PodCertificateSigner[ca.orders.example/workload, " + PodRequests.CA + "]");
        assertThat(new PodSigningOutcome.Issued(request, List.of(PodRequests.leaf(NOW, NOW.plus(Duration.ofHours(1))))))
                .hasToString("Issued[serial number 2, " + request + "]");
    }
}
