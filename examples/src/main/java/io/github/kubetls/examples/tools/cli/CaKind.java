package io.github.kubetls.examples.tools.cli;

import io.github.kubetls.certificate.KeyAlgorithm;
import java.util.Locale;

/** The key of the cluster's CA, by the names of the option {@code --ca}. */
public enum CaKind {
    /** RSA with 2048 bits, the default of kubeadm. */
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

    /**
     * Returns the algorithm of the key.
     *
     * @return the algorithm
     */
    public KeyAlgorithm keyAlgorithm() {
        return keyAlgorithm;
    }

    /**
     * Returns what JCA calls this kind of key.
     *
     * @return the name
     */
    public String keyFamily() {
        return keyFamily;
    }

    /**
     * Returns what JCA calls the signature that certificates get.
     *
     * @return the name
     */
    public String signature() {
        return signature;
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
