package io.github.kubetls.examples.tools.fleet;

import io.github.kubetls.certificate.KeyAlgorithm;
import java.util.Locale;

/** The key of the cluster's CA, by the names of the option {@code --ca}. */
public enum CaKind {
    /** RSA with 2048 bits, kubeadm's default. */
    RSA(KeyAlgorithm.RSA_2048, "RSA", "SHA256withRSA"),
    /** ECDSA on P-256. */
    ECDSA(KeyAlgorithm.ECDSA_P256, "EC", "SHA256withECDSA");

    private final KeyAlgorithm keyAlgorithm;
    private final String keyFamily;
    private final String signature;

    CaKind(KeyAlgorithm keyAlgorithm, String keyFamily, String signature) {
        this.keyAlgorithm = keyAlgorithm;
        this.keyFamily = keyFamily;
        this.signature = signature;
    }

    KeyAlgorithm keyAlgorithm() {
        return keyAlgorithm;
    }

    /** The name in JCA of its kind of key. */
    String keyFamily() {
        return keyFamily;
    }

    /** The name in JCA of the signature that certificates get. */
    String signature() {
        return signature;
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
