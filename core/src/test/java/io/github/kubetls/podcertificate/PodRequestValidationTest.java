package io.github.kubetls.podcertificate;

import static io.github.kubetls.podcertificate.PodRequests.NOW;
import static io.github.kubetls.podcertificate.PodRequests.POD;
import static io.github.kubetls.podcertificate.PodRequests.R34;
import static io.github.kubetls.podcertificate.PodRequests.R35;
import static io.github.kubetls.podcertificate.PodRequests.R36;
import static io.github.kubetls.podcertificate.PodRequests.R37;
import static io.github.kubetls.podcertificate.PodRequests.R38;
import static io.github.kubetls.podcertificate.PodRequests.SIGNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.ProofOfPossession;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.fixtures.Keys;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.manifest.ObjectMeta;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/behaviour/trust-bundles-and-pod-certificates.md, 4. */
class PodRequestValidationTest {

    private static final String SUBDOMAIN = ": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric"
            + " characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex"
            + " used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    private static final String LABEL =
            ": a lowercase RFC 1123 label must consist of lower case alphanumeric characters"
                    + " or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for"
                    + " validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
    private static final String STUB = "spec.stubPKCS10Request: ";
    private static final String KEY = "spec.pkixPublicKey: ";

    private static List<String> texts(PodCertificateRequest request, KubernetesRelease release) {
        return request.violations(release).stream().map(Object::toString).toList();
    }

    private static PodCertificateRequest.Builder with(UnaryOperator<ObjectMeta.Builder> change) {
        PodCertificateRequest request = PodRequests.request();
        return request.toBuilder()
                .metadata(change.apply(request.metadata().toBuilder()).build());
    }

    private static PodCertificateRequest.Builder of(PodIdentity pod) {
        return PodCertificateRequest.builder(SIGNER, pod, PodRequests.KEYS, R37).name("req-1");
    }

    private static PodCertificateRequest.Builder by(String signer) {
        return PodCertificateRequest.builder(SignerName.of(signer), POD, PodRequests.KEYS, R37)
                .name("req-1");
    }

    private static PodCertificateRequest.Builder annotated(String key, String value) {
        return PodRequests.builder().unverifiedUserAnnotations(Map.of(key, value));
    }

    static Stream<Arguments> requests() {
        PodIdentity.Builder pod = POD.toBuilder();
        String annotations = "spec.unverifiedUserAnnotations: ";
        String range = "must be in the range [3600, 7862400]";
        return Stream.of(
                arguments("all is well", PodRequests.builder(), List.of()),
                arguments(
                        "no name",
                        with(metadata -> metadata.name("").generateName("")),
                        List.of("metadata.name: Required value: name or generateName is required")),
                arguments("a prefix may end with a hyphen", with(metadata -> metadata.name("")), List.of()),
                arguments("a name needs no prefix", with(metadata -> metadata.generateName("")), List.of()),
                arguments(
                        "a prefix is judged beside a name",
                        with(metadata -> metadata.generateName("X")),
                        List.of("metadata.generateName: Invalid value: \"X\"" + SUBDOMAIN)),
                arguments(
                        "a name is a subdomain",
                        with(metadata -> metadata.name("A")),
                        List.of("metadata.name: Invalid value: \"A\"" + SUBDOMAIN)),
                arguments(
                        "a namespace is required",
                        with(metadata -> metadata.namespace("")),
                        List.of("metadata.namespace: Required value")),
                arguments(
                        "a namespace is a label",
                        with(metadata -> metadata.namespace("a.b")),
                        List.of("metadata.namespace: Invalid value: \"a.b\"" + LABEL)),
                arguments(
                        "a signer is a domain and a path",
                        by("x"),
                        List.of(
                                "spec.signerName: Invalid value: \"x\": must be a fully qualified domain and path of the"
                                        + " form 'example.com/signer-name'")),
                arguments(
                        "names are subdomains, uids are there, in this order",
                        of(PodIdentity.builder("orders", "X")
                                .serviceAccount("Y", "")
                                .node("Z", "")
                                .build()),
                        List.of(
                                "spec.podName: Invalid value: \"X\"" + SUBDOMAIN,
                                "spec.podUID: Invalid value: \"\": must not be empty",
                                "spec.serviceAccountName: Invalid value: \"Y\"" + SUBDOMAIN,
                                "spec.serviceAccountUID: Invalid value: \"\": must not be empty",
                                "spec.nodeName: Invalid value: \"Z\"" + SUBDOMAIN,
                                "spec.nodeUID: Invalid value: \"\": must not be empty")),
                arguments("128 bytes of uid", of(pod.podUid("x".repeat(128)).build()), List.of()),
                arguments(
                        "129 bytes of uid",
                        of(pod.podUid("x".repeat(129)).build()),
                        List.of("spec.podUID: Too long: may not be more than 128 bytes")),
                arguments("an hour", PodRequests.builder().maxExpiration(Duration.ofHours(1)), List.of()),
                arguments("91 days", PodRequests.builder().maxExpiration(Duration.ofDays(91)), List.of()),
                arguments(
                        "less than an hour",
                        PodRequests.builder().maxExpiration(Duration.ofSeconds(3599)),
                        List.of("spec.maxExpirationSeconds: Invalid value: 3599: " + range)),
                arguments(
                        "more than 91 days",
                        PodRequests.builder().maxExpiration(Duration.ofSeconds(7_862_401)),
                        List.of("spec.maxExpirationSeconds: Invalid value: 7862401: " + range)),
                arguments(
                        "more than a day, of Kubernetes",
                        by("kubernetes.io/x").maxExpiration(Duration.ofSeconds(86_401)),
                        List.of("spec.maxExpirationSeconds: Invalid value: 86401: must be in the range [3600, 86400]")),
                arguments(
                        "more than a day, of a subdomain of Kubernetes",
                        by("a.kubernetes.io/x").maxExpiration(Duration.ofSeconds(86_401)),
                        List.of("spec.maxExpirationSeconds: Invalid value: 86401: must be in the range [3600, 86400]")),
                arguments(
                        "another domain ends alike",
                        by("akubernetes.io/x").maxExpiration(Duration.ofDays(2)),
                        List.of()),
                arguments("a key in capitals", annotated("Orders.Example/Tier", "gold"), List.of()),
                arguments(
                        "a key without a domain",
                        annotated("Tier", "gold"),
                        List.of(annotations + "Invalid value: \"tier\": must be a domain-prefixed key (such as"
                                + " \"acme.io/foo\")")),
                arguments(
                        "a key with an empty domain",
                        annotated("/tier", "gold"),
                        List.of(annotations + "Invalid value: \"/tier\": prefix part must be non-empty")),
                arguments(
                        "a key with two slashes",
                        annotated("A.b/c/d", "gold"),
                        List.of(annotations
                                + "Invalid value: \"a.b/c/d\": a valid label key must consist of alphanumeric"
                                + " characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g."
                                + " 'MyName',  or 'my.name',  or '123-abc', regex used for validation is"
                                + " '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and"
                                + " '/' (e.g. 'example.com/MyName')")),
                arguments(
                        "a key that is wrong is not asked for a domain, too",
                        annotated("-tier", "gold"),
                        List.of(annotations
                                + "Invalid value: \"-tier\": name part must consist of alphanumeric characters,"
                                + " '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName', "
                                + " or 'my.name',  or '123-abc', regex used for validation is"
                                + " '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')")),
                arguments("an empty key", annotated("", "gold"), List.of(annotations + "Required value")),
                arguments("256 KiB of annotations", annotated("a.b/c", "x".repeat(262_144 - 5)), List.of()),
                arguments(
                        "more annotations",
                        annotated("a.b/c", "x".repeat(262_144 - 4)),
                        List.of(annotations + "Too long: may not be more than 262144 bytes")),
                arguments("no key", PodRequests.builder().stub(new byte[0]), List.of(STUB + "Required value")),
                arguments(
                        "a long key",
                        PodRequests.builder().stub(new byte[10_241]),
                        List.of(STUB + "Too long: may not be more than 10240 bytes")),
                arguments(
                        "another signature",
                        PodRequests.builder().stub(stolen()),
                        List.of(STUB + "Invalid value: x509: ECDSA verification failure")));
    }

    /** A request in which the key was changed after it was signed. */
    private static byte[] stolen() {
        byte[] der = CertificateRequest.builder(PodRequests.KEYS).build().toDer();
        byte[] own = PodRequests.KEYS.getPublic().getEncoded();
        byte[] other = Keys.another(KeyAlgorithm.ECDSA_P256).getPublic().getEncoded();
        for (int at = 0; at + own.length <= der.length; at++) {
            if (Arrays.equals(der, at, at + own.length, own, 0, own.length)) {
                System.arraycopy(other, 0, der, at, own.length);
                return der;
            }
        }
        throw new AssertionError("the request does not have its key");
    }

    /** docs/behaviour/trust-bundles-and-pod-certificates.md, 4.1, 4.2 and 4.3. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void speaksLikeTheApiServer(String name, PodCertificateRequest.Builder request, List<String> expected) {
        assertThat(texts(request.build(), R37)).containsExactlyElementsOf(expected);
    }

    @Test
    void reportsEverythingInOrder() {
        PodCertificateRequest request = PodCertificateRequest.parse("""
                apiVersion: certificates.k8s.io/v1
                kind: PodCertificateRequest
                spec: {maxExpirationSeconds: 1, unverifiedUserAnnotations: {tier: gold}}
                """);
        assertThat(request.violations(R37))
                .extracting(error -> error.field())
                .containsExactly(
                        "metadata.name",
                        "metadata.namespace",
                        "spec.signerName",
                        "spec.unverifiedUserAnnotations",
                        "spec.podName",
                        "spec.podUID",
                        "spec.serviceAccountName",
                        "spec.serviceAccountUID",
                        "spec.nodeName",
                        "spec.nodeUID",
                        "spec.maxExpirationSeconds",
                        "spec.stubPKCS10Request");
    }

    @Test
    void saysNothingOfBytesThatAreNoRequest() {
        assertThat(texts(PodRequests.builder().stub(new byte[] {1, 2, 3}).build(), R37))
                .singleElement()
                .asString()
                .startsWith(STUB + "Invalid value: asn1: ");
    }

    /** docs/behaviour/trust-bundles-and-pod-certificates.md, 4.3: at most 10240 bytes. */
    @Test
    void reads10240BytesOfAKey() {
        byte[] most = new byte[10_240];
        assertThat(texts(PodRequests.builder().stub(most).build(), R37))
                .singleElement()
                .asString()
                .startsWith(STUB + "Invalid value: asn1: ");
        PodCertificateRequest request = with(PodRequests.KEYS, R35);
        ProofOfPossession longKey = ProofOfPossession.of(most, new byte[0]);
        assertThat(texts(request.toBuilder().proof(longKey).build(), R35))
                .containsExactly(KEY + "Invalid value: must be a valid PKIX-serialized public key");
        ProofOfPossession longSignature =
                ProofOfPossession.of(PodRequests.KEYS.getPublic().getEncoded(), most);
        assertThat(texts(request.toBuilder().proof(longSignature).build(), R35))
                .containsExactly(
                        "spec.proofOfPossession: Invalid value: could not verify proof-of-possession signature");
    }

    private static PodCertificateRequest with(KeyPair keys, KubernetesRelease release) {
        return PodCertificateRequest.builder(SIGNER, POD, keys, release).build();
    }

    @ParameterizedTest
    @EnumSource(PodKeyType.class)
    void takesEveryKindOfKeyThatKubeletsMake(PodKeyType type) {
        KeyPair keys = type.generateKeyPair();
        assertThat(PodKeyType.of(keys.getPublic())).contains(type);
        for (KubernetesRelease release : List.of(R34, R35, R36, R37)) {
            assertThat(texts(with(keys, release), release)).isEmpty();
        }
    }

    /** docs/behaviour/trust-bundles-and-pod-certificates.md, 4.3. */
    @Test
    void refusesOtherKindsOfKeys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(3065);
        String rsa = "Invalid value: \"2048-bit modulus\": RSA keys must have modulus size 3072 or 4096";
        KeyPair keys = Keys.of(KeyAlgorithm.RSA_2048);
        assertThat(texts(with(keys, R37), R37)).containsExactly(STUB + rsa);
        assertThat(texts(with(keys, R35), R35)).containsExactly(KEY + rsa);
        assertThat(texts(with(generator.generateKeyPair(), R37), R37))
                .as("the size is that of the bytes")
                .isEmpty();
        String curve = "Invalid value: \"curve P-224\": elliptic public keys must use curve P256 or P384";
        KeyPairGenerator ec = KeyPairGenerator.getInstance("EC", new BouncyCastleProvider());
        ec.initialize(new ECGenParameterSpec("secp224r1"));
        KeyPair p224 = ec.generateKeyPair();
        assertThat(texts(with(p224, R37), R37)).containsExactly(STUB + curve);
        assertThat(texts(with(p224, R35), R35)).containsExactly(KEY + curve);
        assertThat(texts(
                        with(p224, R35).toBuilder()
                                .proof(ProofOfPossession.of(p224, "another pod"))
                                .build(),
                        R35))
                .as("the key ends the check")
                .containsExactly(KEY + curve);
    }

    private static List<String> textsOfKey(byte[] key, KubernetesRelease release) {
        ProofOfPossession proof = ProofOfPossession.of(key, new byte[0]);
        return texts(with(PodRequests.KEYS, R35).toBuilder().proof(proof).build(), release);
    }

    /** ParsePKIXPublicKey in Go's crypto/x509/x509.go reads DSA and X25519, too; ML-DSA only in later ones. */
    @Test
    void knowsWhichKeysGoReads() throws Exception {
        String unknown = KEY + "Invalid value: unknown public key type; supported types are Ed25519, ECDSA, and RSA";
        String invalid = KEY + "Invalid value: must be a valid PKIX-serialized public key";
        for (String algorithm : List.of("DSA", "X25519")) {
            byte[] key = KeyPairGenerator.getInstance(algorithm)
                    .generateKeyPair()
                    .getPublic()
                    .getEncoded();
            assertThat(textsOfKey(key, R35)).as(algorithm).containsExactly(unknown);
        }
        byte[] x448 = KeyPairGenerator.getInstance("X448")
                .generateKeyPair()
                .getPublic()
                .getEncoded();
        assertThat(textsOfKey(x448, R35)).containsExactly(invalid);
        HexFormat hex = HexFormat.of();
        assertThat(textsOfKey(hex.parseHex("302c300706032b656e0500032100" + "01".repeat(32)), R35))
                .as("X25519 with parameters")
                .containsExactly(invalid);
        assertThat(textsOfKey(hex.parseHex("3029300506032b656e032000" + "01".repeat(31)), R35))
                .as("X25519, a byte short")
                .containsExactly(invalid);
        byte[] mlDsa = Keys.of(KeyAlgorithm.ML_DSA_65).getPublic().getEncoded();
        assertThat(textsOfKey(mlDsa, R35)).containsExactly(invalid);
        assertThat(textsOfKey(mlDsa, R37)).containsExactly(invalid);
    }

    @Test
    void takesMlDsaFrom138On() {
        PodCertificateRequest request = with(Keys.of(KeyAlgorithm.ML_DSA_65), R37);
        assertThat(texts(request, R37))
                .containsExactly(STUB + "Invalid value: x509: cannot verify signature: algorithm unimplemented");
        assertThat(texts(request, R38)).isEmpty();
    }

    @Test
    void wantsEitherTheRequestOrTheProofInBeta() {
        String either =
                STUB + "Invalid value: exactly one of stubPKCS10Request, and pkixPublicKey with proofOfPossession,"
                        + " must be set";
        PodCertificateRequest proof = with(PodRequests.KEYS, R35);
        PodCertificateRequest stub = with(PodRequests.KEYS, R36);
        assertThat(texts(proof, R36)).isEmpty();
        assertThat(texts(stub, R36)).isEmpty();
        assertThat(texts(stub, R35))
                .as("1.35 does not know the field")
                .containsExactly(KEY + "Invalid value: must be a valid PKIX-serialized public key");
        assertThat(texts(stub.toBuilder().stub(new byte[] {1, 2, 3}).build(), R36))
                .singleElement()
                .asString()
                .startsWith(STUB + "Invalid value: asn1: ");
        ProofOfPossession ofOtherText = ProofOfPossession.of(PodRequests.KEYS, "another pod");
        assertThat(texts(proof.toBuilder().proof(ofOtherText).build(), R36))
                .containsExactly(
                        "spec.proofOfPossession: Invalid value: could not verify proof-of-possession signature");
        PodCertificateRequest both = proof.toBuilder().stub(stub.stubBytes()).build();
        assertThat(texts(both, R36)).containsExactly(either);
        ProofOfPossession signatureAlone =
                ProofOfPossession.of(new byte[0], proof.proof().signature());
        assertThat(texts(stub.toBuilder().proof(signatureAlone).build(), R36)).containsExactly(either);
        ProofOfPossession keyAlone = ProofOfPossession.of(proof.proof().publicKeyInfo(), new byte[0]);
        assertThat(texts(stub.toBuilder().proof(keyAlone).build(), R36)).containsExactly(either);
        PodCertificateRequest neither = stub.toBuilder().stub(new byte[0]).build();
        assertThat(texts(neither, R36)).containsExactly(either);
    }

    /** docs/behaviour/trust-bundles-and-pod-certificates.md, 4.3. */
    @Test
    void verifiesTheProof() {
        byte[] key = PodRequests.KEYS.getPublic().getEncoded();
        PodCertificateRequest request = with(PodRequests.KEYS, R35);
        ProofOfPossession ofOtherText = ProofOfPossession.of(PodRequests.KEYS, "another pod");
        assertThat(texts(request.toBuilder().proof(ofOtherText).build(), R35))
                .containsExactly(
                        "spec.proofOfPossession: Invalid value: could not verify proof-of-possession signature");
        assertThat(texts(
                        request.toBuilder()
                                .proof(ProofOfPossession.of(new byte[] {1}, new byte[0]))
                                .build(),
                        R35))
                .containsExactly(KEY + "Invalid value: must be a valid PKIX-serialized public key");
        assertThat(texts(
                        request.toBuilder()
                                .proof(ProofOfPossession.of(key, new byte[10_241]))
                                .build(),
                        R35))
                .containsExactly("spec.proofOfPossession: Too long: may not be more than 10240 bytes");
        assertThat(texts(
                        request.toBuilder()
                                .proof(ProofOfPossession.of(new byte[10_241], new byte[0]))
                                .build(),
                        R35))
                .containsExactly(KEY + "Too long: may not be more than 10240 bytes");
    }

    /** docs/behaviour/trust-bundles-and-pod-certificates.md, 3.1. */
    @Test
    void nothingOfTheSpecChangesAndMetadataStaysRight() {
        PodCertificateRequest stored = PodRequests.request();
        PodCertificateRequest labelled = stored.toBuilder()
                .metadata(stored.metadata().toBuilder().labels(Map.of("a", "b")).build())
                .build();
        PodCertificateRequest longer =
                stored.toBuilder().maxExpiration(Duration.ofHours(2)).build();

        assertThat(labelled.violationsOfUpdate(stored, PodRequestAdmission.Subresource.MAIN, NOW, R37))
                .isEmpty();
        assertThat(longer.violationsOfUpdate(stored, PodRequestAdmission.Subresource.MAIN, NOW, R37))
                .map(Object::toString)
                .containsExactly("spec: Invalid value: <value omitted>: field is immutable");
        PodCertificateRequest proof =
                with(PodRequests.KEYS, R36).toBuilder().name("req-1").build();
        for (ProofOfPossession other : List.of(
                ProofOfPossession.of(PodRequests.KEYS, "another pod"),
                ProofOfPossession.of(new byte[] {1}, proof.proof().signature()))) {
            assertThat(proof.toBuilder()
                            .proof(other)
                            .build()
                            .violationsOfUpdate(proof, PodRequestAdmission.Subresource.MAIN, NOW, R36))
                    .map(FieldError::field)
                    .containsExactly("spec");
        }
        PodCertificateRequest nameless =
                with(metadata -> metadata.name("").generateName("")).build();
        assertThat(nameless.violationsOfUpdate(nameless, PodRequestAdmission.Subresource.MAIN, NOW, R37))
                .map(Object::toString)
                .containsExactly("metadata.name: Required value: name or generateName is required");
    }
}
