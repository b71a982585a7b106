package io.github.kubetls.csr;

import static io.github.kubetls.csr.ClusterTrustBundleTest.bundle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.AccessDecision;
import io.github.kubetls.access.UserInfo;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The admission of ClusterTrustBundles: plugin/pkg/admission/certificates/ctbattest. */
class TrustBundleAttestationTest {

    private static final UserInfo USER = UserInfo.of("u");
    private final Questions questions = new Questions();

    @ParameterizedTest
    @ValueSource(strings = {"a.b/c", "a.b/*"})
    void whoCreatesABundleOfASignerAttestsIt(String granted) {
        ClusterTrustBundle bundle = bundle("a.b/c", "text", Map.of("name", "a.b:c:x"));
        assertThat(RequestAdmission.attest(
                                USER,
                                bundle,
                                questions.allowing("attest signers.certificates.k8s.io \"" + granted + "\""))
                        .isAllowed())
                .isTrue();
        AccessDecision denied = RequestAdmission.attest(USER, bundle, questions.allowing(""));
        assertThat(denied.verdict()).isEqualTo(AccessDecision.Verdict.DENIED);
        assertThat(denied.reason()).isEqualTo("user not permitted to attest for signerName \"a.b/c\"");
        assertThat(questions.asked)
                .endsWith(
                        "attest signers.certificates.k8s.io \"a.b/c\"", "attest signers.certificates.k8s.io \"a.b/*\"");
    }

    @Test
    void whoWritesABundleOfNobodyNeedsNoRight() {
        ClusterTrustBundle bundle = ClusterTrustBundle.of("x", "text");
        assertThat(RequestAdmission.attest(USER, bundle, questions.allowing("")).isAllowed())
                .isTrue();
        assertThat(RequestAdmission.attest(USER, bundle, ClusterTrustBundle.of("x", "other"), questions.allowing(""))
                        .isAllowed())
                .isTrue();
        assertThat(questions.asked).isEmpty();
    }

    static Stream<Arguments> updatesOfBundles() {
        Map<String, ?> stored = Map.of("name", "a.b:c:x");
        return Stream.of(
                arguments("nothing", bundle("a.b/c", "text", stored), true),
                arguments(
                        "an owner",
                        bundle(
                                "a.b/c",
                                "text",
                                Map.of("name", "a.b:c:x", "ownerReferences", List.of(Map.of("uid", "u")))),
                        true),
                arguments(
                        "a finalizer",
                        bundle("a.b/c", "text", Map.of("name", "a.b:c:x", "finalizers", List.of("a/b"))),
                        true),
                arguments(
                        "what the server fills in",
                        bundle("a.b/c", "text", Map.of("name", "a.b:c:x", "resourceVersion", "7")),
                        true),
                arguments("the bundle", bundle("a.b/c", "other", stored), false),
                arguments(
                        "a label",
                        bundle("a.b/c", "text", Map.of("name", "a.b:c:x", "labels", Map.of("a", "b"))),
                        false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("updatesOfBundles")
    void whoChangesABundleOfASignerAttestsItUnlessForCollection(
            String what, ClusterTrustBundle proposed, boolean isFree) {
        ClusterTrustBundle stored = bundle("a.b/c", "text", Map.of("name", "a.b:c:x"));
        assertThat(RequestAdmission.attest(USER, stored, proposed, questions.allowing(""))
                        .isAllowed())
                .as(what)
                .isEqualTo(isFree);
        assertThat(RequestAdmission.attest(USER, stored, proposed, questions.allowing(""), KubernetesRelease.of(29))
                        .isAllowed())
                .isEqualTo(isFree);
        assertThat(RequestAdmission.attest(USER, stored, proposed, questions.allowing(""), KubernetesRelease.of(28))
                        .reason())
                .isEqualTo("user not permitted to attest for signerName \"a.b/c\"");
    }

    @Test
    void whoGivesABundleToAnotherSignerAttestsIt() {
        ClusterTrustBundle stored = bundle("a.b/c", "text", Map.of("name", "a.b:c:x"));
        ClusterTrustBundle sent = bundle("d.e/f", "text", Map.of("name", "a.b:c:x"));
        assertThat(RequestAdmission.attest(USER, stored, sent, questions.allowing(""))
                        .isAllowed())
                .isFalse();
    }
}
