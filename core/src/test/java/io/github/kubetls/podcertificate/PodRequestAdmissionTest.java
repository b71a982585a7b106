package io.github.kubetls.podcertificate;

import static io.github.kubetls.podcertificate.PodRequests.NODE;
import static io.github.kubetls.podcertificate.PodRequests.NOW;
import static io.github.kubetls.podcertificate.PodRequests.POD;
import static io.github.kubetls.podcertificate.PodRequests.R36;
import static io.github.kubetls.podcertificate.PodRequests.R37;
import static io.github.kubetls.podcertificate.PodRequests.SIGNER;
import static io.github.kubetls.podcertificate.PodRequests.condition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.access.AccessDecision;
import io.github.kubetls.access.Attributes;
import io.github.kubetls.access.Authorizer;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.manifest.ObjectMeta;
import io.github.kubetls.podcertificate.PodRequestAdmission.Decision;
import io.github.kubetls.podcertificate.PodRequestAdmission.Subresource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/behaviour/trust-bundles-and-pod-certificates.md, 5.1, 6.3. */
class PodRequestAdmissionTest {

    private static final Authorizer NOBODY = (user, attributes) -> AccessDecision.noOpinion("");
    private static final LiveObjects.Pod LIVE_POD =
            new LiveObjects.Pod(POD.podUid(), "w1", "api", false, Set.of(SIGNER));
    private static final LiveObjects LIVE = live(LIVE_POD);

    private static LiveObjects live(LiveObjects.Pod pod) {
        return LiveObjects.builder()
                .nodeUid(POD.nodeUid())
                .pod(pod)
                .serviceAccountUid(POD.serviceAccountUid())
                .build();
    }

    private static LiveObjects.Pod pod(String uid, String node, String account, boolean isMirror) {
        return new LiveObjects.Pod(uid, node, account, isMirror, Set.of(SIGNER));
    }

    static Stream<Arguments> objects() {
        String uid = POD.podUid();
        String node = POD.nodeUid();
        String account = POD.serviceAccountUid();
        return Stream.of(
                arguments("all fit", LIVE, new Decision.Allowed()),
                arguments("no node", LiveObjects.builder().build(), new Decision.TryAgain("node \"w1\" is not known")),
                arguments(
                        "another node of that name",
                        LIVE.toBuilder().nodeUid("x").build(),
                        new Decision.TryAgain("node \"w1\" has uid \"x\", not \"" + node + "\"")),
                arguments(
                        "no pod",
                        LiveObjects.builder().nodeUid(node).build(),
                        new Decision.TryAgain("pod \"orders/api-0\" is not known")),
                arguments(
                        "another pod of that name",
                        live(pod("x", "w1", "api", false)),
                        new Decision.TryAgain("pod \"orders/api-0\" has uid \"x\", not \"" + uid + "\"")),
                arguments(
                        "on another node",
                        live(pod(uid, "w2", "api", false)),
                        new Decision.Forbidden("pod \"orders/api-0\" is not running on node \"w1\" named in the"
                                + " PodCertificateRequest")),
                arguments(
                        "a mirror pod",
                        live(pod(uid, "w1", "api", true)),
                        new Decision.Forbidden("pod \"orders/api-0\" is a mirror pod")),
                arguments(
                        "another service account",
                        live(pod(uid, "w1", "web", false)),
                        new Decision.Forbidden("PodCertificateRequest for pod \"orders/api-0\" contains"
                                + " serviceAccountName (\"api\") that differs from running pod (\"web\")")),
                arguments(
                        "no service account",
                        LiveObjects.builder().nodeUid(node).pod(LIVE_POD).build(),
                        new Decision.TryAgain("service account \"orders/api\" is not known")),
                arguments(
                        "another service account of that name",
                        LIVE.toBuilder().serviceAccountUid("x").build(),
                        new Decision.TryAgain(
                                "service account \"orders/api\" has uid \"x\", not \"" + account + "\"")));
    }

    /** docs/behaviour/trust-bundles-and-pod-certificates.md, 6.3. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("objects")
    void comparesWithWhatRuns(String name, LiveObjects live, Decision expected) {
        assertThat(PodRequestAdmission.create(NODE, PodRequests.request(), live, NOBODY, R37))
                .isEqualTo(expected);
    }

    @Test
    void aNodeAsksForItselfOnly() {
        UserInfo other = UserInfo.of("system:node:w2", "system:nodes");
        assertThat(PodRequestAdmission.create(other, PodRequests.request(), LIVE, NOBODY, R37))
                .isEqualTo(new Decision.Forbidden(
                        "PodCertificateRequest.Spec.NodeName=\"w1\", which is not the requesting node \"w2\""));
    }

    @Test
    void whoIsNoNodeIsNotRestricted() {
        LiveObjects nothing = LiveObjects.builder().build();
        for (UserInfo user : List.of(UserInfo.of("admin", "system:nodes"), UserInfo.of("system:node:w2"))) {
            assertThat(PodRequestAdmission.create(user, PodRequests.request(), nothing, NOBODY, R37))
                    .isEqualTo(new Decision.Allowed());
            assertThat(PodRequestAdmission.change(user, "update")).isEqualTo(new Decision.Allowed());
        }
    }

    @Test
    void aNodeOnlyCreates() {
        assertThat(PodRequestAdmission.change(NODE, "update"))
                .isEqualTo(new Decision.Forbidden("unexpected operation UPDATE"));
        assertThat(PodRequestAdmission.change(NODE, "patch"))
                .isEqualTo(new Decision.Forbidden("unexpected operation UPDATE"));
        assertThat(PodRequestAdmission.change(NODE, "delete"))
                .isEqualTo(new Decision.Forbidden("unexpected operation DELETE"));
    }

    /** docs/behaviour/trust-bundles-and-pod-certificates.md, 6.3: the signer, at both sides of 1.37. */
    @Test
    void aPodNamesItsSignersFrom137On() {
        LiveObjects.Pod without = new LiveObjects.Pod(POD.podUid(), "w1", "api", false, Set.of());
        assertThat(PodRequestAdmission.create(NODE, PodRequests.request(), live(without), NOBODY, R36))
                .isEqualTo(new Decision.Allowed());
        assertThat(PodRequestAdmission.create(NODE, PodRequests.request(), live(without), NOBODY, R37))
                .isEqualTo(new Decision.Forbidden("pod \"orders/api-0\" has no volume with certificates of signer"
                        + " \"ca.orders.example/workload\", and node \"w1\" is not permitted to request them"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"request-serviceaccounts-podcertificate-signer", "request-podcertificate-signer"})
    void aRightStandsInForTheVolume(String verb) {
        LiveObjects.Pod without = new LiveObjects.Pod(POD.podUid(), "w1", "api", false, Set.of());
        boolean byAccount = verb.contains("serviceaccounts");
        Attributes.Resource right = byAccount
                ? Attributes.resource(verb, "certificates.k8s.io", "ca.orders.example:workload")
                        .withNamespace("orders")
                        .withName("api")
                : Attributes.resource(verb, "certificates.k8s.io", "ca.orders.example/workload");
        Authorizer authorizer = (user, attributes) -> user.equals(NODE) && attributes.equals(right)
                ? AccessDecision.allowed("")
                : AccessDecision.noOpinion("");
        assertThat(PodRequestAdmission.create(NODE, PodRequests.request(), live(without), authorizer, R37))
                .isEqualTo(new Decision.Allowed());
    }

    /** A volume with one source, of a kind of key that there may be one day. */
    private static Map<String, ?> volume(String signer) {
        Map<String, ?> source = Map.of("podCertificate", Map.of("signerName", signer, "keyType", "NEWER"));
        return Map.of("projected", Map.of("sources", List.of(source)));
    }

    @Test
    void readsPods() {
        Map<String, ?> metadata = Map.of("uid", "u", "annotations", Map.of("kubernetes.io/config.mirror", "x"));
        Map<String, ?> spec = Map.of(
                "nodeName", "w1",
                "serviceAccountName", "api",
                "volumes", List.of(volume("a.example/b"), volume(SIGNER.value()), volume("c.example/d")));
        assertThat(LiveObjects.Pod.fromMap(
                        Map.of("apiVersion", "v1", "kind", "Pod", "metadata", metadata, "spec", spec)))
                .isEqualTo(new LiveObjects.Pod(
                        "u",
                        "w1",
                        "api",
                        true,
                        Set.of(SignerName.of("a.example/b"), SIGNER, SignerName.of("c.example/d"))));
    }

    @Test
    void readsNothingButPods() {
        assertThatThrownBy(() -> LiveObjects.Pod.fromMap(Map.of("apiVersion", "v1", "kind", "Node")))
                .isInstanceOf(InvalidFormatException.class);
    }

    /** docs/behaviour/trust-bundles-and-pod-certificates.md, 5.1. */
    @Test
    void whoChangesTheCertificateNeedsTheRightToSign() {
        UserInfo user = UserInfo.of("u");
        PodCertificateRequest stored = PodRequests.request();
        PodCertificateRequest issued =
                PodRequests.issued(PodRequests.leaf(NOW, NOW.plus(Duration.ofHours(2))), NOW.plus(Duration.ofHours(1)));
        PodCertificateRequest denied = stored.withCondition(condition("Denied"));

        assertThat(PodRequestAdmission.violations(user, stored, denied, NOBODY)).isEmpty();
        assertThat(PodRequestAdmission.violations(user, stored, issued, NOBODY))
                .map(FieldError::toString)
                .containsExactly("spec.signerName: Forbidden: User \"u\" is not permitted to \"sign\" for signer"
                        + " \"ca.orders.example/workload\"");
        for (String name : List.of("ca.orders.example/workload", "ca.orders.example/*")) {
            Authorizer authorizer =
                    (who, attributes) -> attributes.equals(Attributes.resource("sign", "certificates.k8s.io", "signers")
                                    .withName(name))
                            ? AccessDecision.allowed("")
                            : AccessDecision.noOpinion("");
            assertThat(PodRequestAdmission.violations(user, stored, issued, authorizer))
                    .isEmpty();
        }
    }

    @Test
    void anUpdateKeepsWhatItsEndpointIsNotFor() {
        PodCertificateRequest stored = PodRequests.request();
        PodCertificateRequest sent = stored.toBuilder()
                .metadata(stored.metadata().toBuilder().labels(Map.of("a", "b")).build())
                .maxExpiration(Duration.ofHours(5))
                .build()
                .withCondition(condition("Denied"));

        PodRequestAdmission.UpdateResult status = Subresource.STATUS.update(stored, sent, NOW, R37);
        assertThat(status.violations()).isEmpty();
        assertThat(status.object()).isEqualTo(stored.withCondition(condition("Denied")));
        PodRequestAdmission.UpdateResult main = Subresource.MAIN.update(stored, sent, NOW, R37);
        assertThat(main.violations()).map(FieldError::field).containsExactly("spec");
        assertThat(main.object().conditions()).isEmpty();
        assertThat(main.object().metadata().labels()).containsEntry("a", "b");
    }

    @Test
    void anUpdateOfTheStatusKeepsMetadataButWhoSetWhat() {
        PodCertificateRequest stored = managed(PodRequests.request(), "kubelet");
        PodCertificateRequest sent = managed(stored, "signer").withCondition(condition("Denied"));
        PodCertificateRequest updated =
                Subresource.STATUS.update(stored, sent, NOW, R37).object();
        assertThat(updated.metadata()).isEqualTo(sent.metadata());
        assertThat(Subresource.STATUS
                        .update(stored, PodRequests.request(), NOW, R37)
                        .object()
                        .metadata()
                        .toMap())
                .doesNotContainKey("managedFields");
    }

    private static PodCertificateRequest managed(PodCertificateRequest request, String manager) {
        ObjectMeta metadata = request.metadata().toBuilder()
                .otherFields(Map.of("managedFields", List.of(Map.of("manager", manager))))
                .build();
        return request.toBuilder().metadata(metadata).build();
    }
}
