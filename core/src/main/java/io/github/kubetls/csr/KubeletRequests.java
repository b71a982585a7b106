package io.github.kubetls.csr;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.internal.release.Feature;
import java.security.PublicKey;
import java.util.List;

/**
 * The objects that a kubelet creates.
 *
 * <p>Up to 1.26 it always asked for {@code key encipherment}; from 1.27 on for RSA keys only, and then in an order that
 * depends on the occasion. The order of the usages is part of the name of a bootstrap request.
 */
final class KubeletRequests {

    /** What the names start with that the server generates. */
    private static final String GENERATE_NAME = "csr-";

    private KubeletRequests() {}

    static CertificateSigningRequest client(CertificateRequest request, KubernetesRelease release) {
        List<KeyUsage> usages = bootstrapUsages(request.publicKey(), release);
        return CertificateSigningRequest.builder(SignerName.KUBE_APISERVER_CLIENT_KUBELET, request)
                .name(RequestName.of(request.publicKey(), request.subject(), usages))
                .usages(usages)
                .build();
    }

    private static List<KeyUsage> bootstrapUsages(PublicKey key, KubernetesRelease release) {
        if (Feature.KEY_ENCIPHERMENT_NOT_REQUESTED.in(release) && isRsa(key)) {
            return List.of(KeyUsage.DIGITAL_SIGNATURE, KeyUsage.CLIENT_AUTH, KeyUsage.KEY_ENCIPHERMENT);
        }
        return usages(KeyUsage.CLIENT_AUTH, key, release);
    }

    /** Also the first client certificate where rotation is on. */
    static CertificateSigningRequest clientRotation(CertificateRequest request, KubernetesRelease release) {
        return CertificateSigningRequest.builder(SignerName.KUBE_APISERVER_CLIENT_KUBELET, request)
                .generateName(GENERATE_NAME)
                .usages(usages(KeyUsage.CLIENT_AUTH, request.publicKey(), release))
                .build();
    }

    static CertificateSigningRequest serving(CertificateRequest request, KubernetesRelease release) {
        return CertificateSigningRequest.builder(SignerName.KUBELET_SERVING, request)
                .generateName(GENERATE_NAME)
                .usages(usages(KeyUsage.SERVER_AUTH, request.publicKey(), release))
                .build();
    }

    private static List<KeyUsage> usages(KeyUsage purpose, PublicKey key, KubernetesRelease release) {
        return Feature.KEY_ENCIPHERMENT_NOT_REQUESTED.in(release) && !isRsa(key)
                ? List.of(KeyUsage.DIGITAL_SIGNATURE, purpose)
                : List.of(KeyUsage.DIGITAL_SIGNATURE, KeyUsage.KEY_ENCIPHERMENT, purpose);
    }

    private static boolean isRsa(PublicKey key) {
        return key.getAlgorithm().equals("RSA");
    }
}
