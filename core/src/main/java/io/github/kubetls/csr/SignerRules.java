package io.github.kubetls.csr;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.manifest.FieldError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What each built-in signer demands of a request, in the order in which it looks. */
final class SignerRules {

    private static final Set<KeyUsage> CLIENT =
            Set.of(KeyUsage.KEY_ENCIPHERMENT, KeyUsage.DIGITAL_SIGNATURE, KeyUsage.CLIENT_AUTH);
    private static final Set<KeyUsage> SERVER =
            Set.of(KeyUsage.KEY_ENCIPHERMENT, KeyUsage.DIGITAL_SIGNATURE, KeyUsage.SERVER_AUTH);

    private static final List<KeyUsage> NOT_FOR_ML_DSA = List.of(
            KeyUsage.KEY_ENCIPHERMENT,
            KeyUsage.KEY_AGREEMENT,
            KeyUsage.DATA_ENCIPHERMENT,
            KeyUsage.ENCIPHER_ONLY,
            KeyUsage.DECIPHER_ONLY);
    private static final List<KeyUsage> ONE_FOR_ML_DSA = List.of(
            KeyUsage.CERT_SIGN,
            KeyUsage.CONTENT_COMMITMENT,
            KeyUsage.CRL_SIGN,
            KeyUsage.DIGITAL_SIGNATURE,
            KeyUsage.SIGNING);

    private final List<FieldError> violations = new ArrayList<>();
    private final CertificateRequest request;
    private final Collection<KeyUsage> usages;
    private final KubernetesRelease release;

    private SignerRules(CertificateRequest request, Collection<KeyUsage> usages, KubernetesRelease release) {
        this.request = request;
        this.usages = usages;
        this.release = release;
    }

    static List<FieldError> violations(
            SignerName signer, CertificateRequest request, Collection<KeyUsage> usages, KubernetesRelease release) {
        SignerRules rules = new SignerRules(request, usages, release);
        if (signer.equals(SignerName.KUBE_APISERVER_CLIENT_KUBELET)) {
            rules.kubeletClient();
        } else if (signer.equals(SignerName.KUBELET_SERVING)) {
            rules.kubeletServing();
        } else if (signer.equals(SignerName.KUBE_APISERVER_CLIENT)) {
            rules.client();
        }
        if (Feature.ML_DSA_REQUESTS.in(release)) {
            mlDsaDefect(request, usages).ifPresent(defect -> rules.violate("spec.usages", defect));
        }
        return List.copyOf(rules.violations);
    }

    /** Why a request with a key of ML-DSA may not have these usages; empty for other keys. */
    static Optional<String> mlDsaDefect(CertificateRequest request, Collection<KeyUsage> usages) {
        boolean isMlDsa = KeyAlgorithm.of(request.publicKey())
                .filter(algorithm -> algorithm.kubernetesName().startsWith("ML-DSA"))
                .isPresent();
        if (!isMlDsa) {
            return Optional.empty();
        }
        String prefix = "validating usages for ml-dsa key: ";
        Optional<String> forbidden = usages.stream()
                .filter(NOT_FOR_ML_DSA::contains)
                .findFirst()
                .map(usage -> prefix + "usage " + usage + " cannot be used with an ML-DSA signed certificate request");
        if (forbidden.isPresent() || usages.stream().anyMatch(ONE_FOR_ML_DSA::contains)) {
            return forbidden;
        }
        return Optional.of(
                prefix + "at least one of cert sign, content commitment, crl sign, digital signature or signing "
                        + "is required");
    }

    private void kubeletClient() {
        SubjectAltNames names = request.subjectAltNames();
        organization();
        require(names.dnsNames().isEmpty(), "spec.request", "DNS subjectAltNames are not allowed");
        require(names.emailAddresses().isEmpty(), "spec.request", "Email subjectAltNames are not allowed");
        require(names.ipAddresses().isEmpty(), "spec.request", "IP subjectAltNames are not allowed");
        require(names.uris().isEmpty(), "spec.request", "URI subjectAltNames are not allowed");
        commonName();
        exactUsages(CLIENT, "usages did not match [client auth digital signature key encipherment]");
    }

    private void kubeletServing() {
        SubjectAltNames names = request.subjectAltNames();
        organization();
        require(
                !names.dnsNames().isEmpty() || !names.ipAddresses().isEmpty(),
                "spec.request",
                "DNS or IP subjectAltName is required");
        require(names.emailAddresses().isEmpty(), "spec.request", "Email subjectAltNames are not allowed");
        require(names.uris().isEmpty(), "spec.request", "URI subjectAltNames are not allowed");
        exactUsages(SERVER, "usages did not match [digital signature key encipherment server auth]");
        commonName();
    }

    private void client() {
        usages.stream()
                .filter(usage -> !CLIENT.contains(usage))
                .forEach(usage -> violate("spec.usages", "invalid usage for client certificate: " + usage));
        require(
                usages.contains(KeyUsage.CLIENT_AUTH),
                "spec.usages",
                "missing required usage for client certificate: client auth");
    }

    private void organization() {
        require(
                request.subject().organizations().equals(List.of(UserInfo.NODES_GROUP)),
                "spec.request",
                "subject organization is not system:nodes");
    }

    private void commonName() {
        require(
                request.subject().commonName().startsWith(UserInfo.NODE_NAME_PREFIX),
                "spec.request",
                "subject common name does not begin with system:node:");
    }

    /** Compared as sets. */
    private void exactUsages(Set<KeyUsage> expected, String violation) {
        Set<KeyUsage> actual = new HashSet<>(usages);
        if (Feature.KEY_ENCIPHERMENT_NOT_SIGNED_FOR.in(release)) {
            // Only RSA key exchange needs it, so newer kubelets do not ask for it.
            actual.add(KeyUsage.KEY_ENCIPHERMENT);
        }
        require(actual.equals(expected), "spec.usages", violation);
    }

    private void require(boolean condition, String field, String violation) {
        if (!condition) {
            violate(field, violation);
        }
    }

    private void violate(String field, String violation) {
        violations.add(new FieldError(Location.of(field), FieldError.Type.INVALID, violation));
    }
}
