package io.github.kubetls.csr;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.internal.release.Feature;
import java.security.PublicKey;
import java.util.List;

/**
 * The usages that a kubelet asks for.
 *
 * <p>Up to 1.26 it always asked for {@code key encipherment}; from 1.27 on for RSA keys only, and then in an order that
 * depends on the occasion. The order is part of the name of a bootstrap request.
 */
final class KubeletUsages {

    private KubeletUsages() {}

    static List<KeyUsage> clientBootstrap(PublicKey key, KubernetesRelease release) {
        if (Feature.KEY_ENCIPHERMENT_NOT_REQUESTED.in(release) && isRsa(key)) {
            return List.of(KeyUsage.DIGITAL_SIGNATURE, KeyUsage.CLIENT_AUTH, KeyUsage.KEY_ENCIPHERMENT);
        }
        return clientRotation(key, release);
    }

    /** Also of the first client certificate where rotation is on. */
    static List<KeyUsage> clientRotation(PublicKey key, KubernetesRelease release) {
        return usages(KeyUsage.CLIENT_AUTH, key, release);
    }

    static List<KeyUsage> serving(PublicKey key, KubernetesRelease release) {
        return usages(KeyUsage.SERVER_AUTH, key, release);
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
