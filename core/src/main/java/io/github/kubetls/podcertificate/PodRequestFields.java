package io.github.kubetls.podcertificate;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.certificate.ProofOfPossession;
import io.github.kubetls.csr.Condition;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.internal.manifest.ManifestReader;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.internal.text.Base64Text;
import io.github.kubetls.internal.text.Unicode;
import io.github.kubetls.internal.time.Rfc3339;
import io.github.kubetls.internal.yaml.YamlNode;
import io.github.kubetls.manifest.ObjectMeta;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes, reads and writes PodCertificateRequests of all API versions. */
final class PodRequestFields {

    private static final List<String> API_VERSIONS = List.of(
            PodCertificateRequest.API_VERSION,
            PodCertificateRequest.API_VERSION_BETA,
            PodCertificateRequest.API_VERSION_ALPHA);

    private PodRequestFields() {}

    static PodCertificateRequest.Builder requested(
            SignerName signerName, PodIdentity pod, KeyPair keyPair, KubernetesRelease release) {
        PodCertificateRequest.Builder builder = builder(signerName, pod, release);
        return Feature.POD_CERTIFICATE_STUB.in(release)
                ? builder.stub(
                        StubRequest.of(CertificateRequest.builder(keyPair).build()))
                : builder.proof(ProofOfPossession.of(keyPair, pod.podUid()));
    }

    static PodCertificateRequest.Builder builder(SignerName signerName, PodIdentity pod, KubernetesRelease release) {
        Map<String, Object> owner = new LinkedHashMap<>();
        // Kubelets of 1.34 and 1.35 wrote core/v1, which the garbage collector does not know.
        owner.put("apiVersion", "v1");
        owner.put("kind", "Pod");
        owner.put("name", pod.podName());
        owner.put("uid", pod.podUid());
        return new PodCertificateRequest.Builder(apiVersion(release), signerName, pod)
                .metadata(ObjectMeta.builder()
                        .namespace(pod.namespace())
                        .generateName("req-")
                        .otherFields(Map.of("ownerReferences", List.of(owner)))
                        .build());
    }

    /** The version that a kubelet of a release writes. */
    private static String apiVersion(KubernetesRelease release) {
        if (Feature.POD_CERTIFICATE_REQUESTS_STABLE.in(release)) {
            return PodCertificateRequest.API_VERSION;
        }
        if (Feature.POD_CERTIFICATE_REQUESTS_BETA.in(release)) {
            return PodCertificateRequest.API_VERSION_BETA;
        }
        if (Feature.POD_CERTIFICATE_REQUESTS.in(release)) {
            return PodCertificateRequest.API_VERSION_ALPHA;
        }
        throw new IllegalArgumentException("Kubernetes " + release + " has no PodCertificateRequests");
    }

    /** Whether the API server of a release has a version. */
    static boolean isServed(String apiVersion, KubernetesRelease release) {
        return switch (apiVersion) {
            case PodCertificateRequest.API_VERSION -> Feature.POD_CERTIFICATE_REQUESTS_STABLE.in(release);
            case PodCertificateRequest.API_VERSION_BETA ->
                Feature.POD_CERTIFICATE_REQUESTS_BETA.in(release)
                        && !Feature.POD_CERTIFICATE_REQUESTS_BETA_REMOVED.in(release);
            default ->
                Feature.POD_CERTIFICATE_REQUESTS.in(release) && !Feature.POD_CERTIFICATE_REQUESTS_BETA.in(release);
        };
    }

    static List<PodCertificateRequest> all(String text) {
        return ManifestReader.objects(text, "").stream()
                .filter(item -> API_VERSIONS.stream().anyMatch(version -> item.is(version, PodCertificateRequest.KIND)))
                .map(item -> read(item.node(), item.apiVersion()))
                .toList();
    }

    static PodCertificateRequest object(YamlNode node) {
        Optional<String> version = API_VERSIONS.stream()
                .filter(known -> ManifestReader.isKind(node, known, PodCertificateRequest.KIND))
                .findFirst();
        if (version.isEmpty()) {
            ManifestReader.requireKind(node, PodCertificateRequest.API_VERSION, PodCertificateRequest.KIND);
        }
        return read(node, version.orElse(PodCertificateRequest.API_VERSION));
    }

    private static PodCertificateRequest read(YamlNode node, String version) {
        ObjectMeta metadata = ObjectMeta.fromMap(ManifestReader.metadata(node));
        YamlNode spec = node.get("spec");
        PodIdentity pod = PodIdentity.builder(
                        metadata.namespace(), spec.get("podName").string())
                .podUid(spec.get("podUID").string())
                .serviceAccount(
                        spec.get("serviceAccountName").string(),
                        spec.get("serviceAccountUID").string())
                .node(spec.get("nodeName").string(), spec.get("nodeUID").string())
                .build();
        PodCertificateRequest.Builder builder = new PodCertificateRequest.Builder(
                        version, SignerName.of(spec.get("signerName").string()), pod)
                .metadata(metadata)
                .unverifiedUserAnnotations(spec.get("unverifiedUserAnnotations").stringMap())
                .stub(spec.get("stubPKCS10Request").bytes())
                .status(status(node.get("status")));
        if (!version.equals(PodCertificateRequest.API_VERSION)) {
            builder.proof(ProofOfPossession.of(
                    spec.get("pkixPublicKey").bytes(),
                    spec.get("proofOfPossession").bytes()));
        }
        spec.get("maxExpirationSeconds").int32().ifPresent(builder::maxExpirationSeconds);
        return builder.build();
    }

    private static PodStatus status(YamlNode node) {
        return new PodStatus(
                node.get("conditions").items().stream()
                        .map(PodRequestFields::condition)
                        .toList(),
                node.get("certificateChain").string(),
                time(node.get("notBefore")),
                time(node.get("beginRefreshAt")),
                time(node.get("notAfter")));
    }

    /** The certificates of a chain; headers of blocks and text between them are no obstacle here. */
    static List<X509Certificate> certificates(String pem, KubernetesRelease release) {
        String clean = Pem.blocks(pem, release).stream()
                .map(block -> Pem.Block.of(block.label(), block.bytes()).toPem())
                .collect(Collectors.joining());
        return pem.isEmpty() ? List.of() : Pem.parseOnlyCertificates(clean, release);
    }

    static int seconds(Duration duration) {
        if (duration.isNegative() || duration.toSeconds() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("maxExpirationSeconds has 32 bits, and must not be negative");
        }
        return (int) duration.toSeconds();
    }

    private static @Nullable Instant time(YamlNode node) {
        return node.isNull() ? null : ManifestReader.time(node);
    }

    private static Condition condition(YamlNode node) {
        Condition.Builder condition = Condition.builder(node.get("type").string())
                .status(node.get("status").string())
                .reason(node.get("reason").string())
                .message(node.get("message").string());
        ManifestReader.optionalTime(node.get("lastTransitionTime")).ifPresent(condition::lastTransitionTime);
        return condition.build();
    }

    /** In the order of Kubernetes' types, in which conditions always have all of their fields. */
    static Map<String, @Nullable Object> write(PodCertificateRequest request) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("kind", PodCertificateRequest.KIND);
        map.put("apiVersion", request.apiVersion());
        map.put("metadata", request.metadata().toMap());
        map.put("spec", spec(request));
        Map<String, @Nullable Object> status = status(request);
        if (!status.isEmpty()) {
            map.put("status", status);
        }
        return map;
    }

    private static Map<String, @Nullable Object> spec(PodCertificateRequest request) {
        PodIdentity pod = request.pod();
        Map<String, @Nullable Object> spec = new LinkedHashMap<>();
        spec.put("signerName", request.signerName().value());
        spec.put("podName", pod.podName());
        spec.put("podUID", pod.podUid());
        spec.put("serviceAccountName", pod.serviceAccountName());
        spec.put("serviceAccountUID", pod.serviceAccountUid());
        spec.put("nodeName", pod.nodeName());
        spec.put("nodeUID", pod.nodeUid());
        spec.put("maxExpirationSeconds", request.maxExpiration().toSeconds());
        putBytes(spec, "pkixPublicKey", request.proof().publicKeyInfo());
        putBytes(spec, "proofOfPossession", request.proof().signature());
        putBytes(spec, "stubPKCS10Request", request.stubBytes());
        if (!request.unverifiedUserAnnotations().isEmpty()) {
            Map<String, @Nullable Object> annotations = new TreeMap<>(Unicode.CODE_POINT_ORDER);
            annotations.putAll(request.unverifiedUserAnnotations());
            spec.put("unverifiedUserAnnotations", annotations);
        }
        return spec;
    }

    private static void putBytes(Map<String, @Nullable Object> map, String key, byte[] bytes) {
        if (bytes.length > 0) {
            map.put(key, Base64Text.encode(bytes));
        }
    }

    private static Map<String, @Nullable Object> status(PodCertificateRequest request) {
        Map<String, @Nullable Object> status = new LinkedHashMap<>();
        if (!request.conditions().isEmpty()) {
            List<Object> conditions = new ArrayList<>();
            request.conditions().forEach(condition -> conditions.add(write(condition)));
            status.put("conditions", conditions);
        }
        if (!request.certificateChain().isEmpty()) {
            status.put("certificateChain", request.certificateChain());
        }
        request.notBefore().ifPresent(time -> status.put("notBefore", Rfc3339.format(time)));
        request.beginRefreshAt().ifPresent(time -> status.put("beginRefreshAt", Rfc3339.format(time)));
        request.notAfter().ifPresent(time -> status.put("notAfter", Rfc3339.format(time)));
        return status;
    }

    private static Map<String, @Nullable Object> write(Condition condition) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("type", condition.type());
        map.put("status", condition.status());
        map.put(
                "lastTransitionTime",
                condition.lastTransitionTime().map(Rfc3339::format).orElse(null));
        map.put("reason", condition.reason());
        map.put("message", condition.message());
        return map;
    }
}
