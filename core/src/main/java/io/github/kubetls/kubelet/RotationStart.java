package io.github.kubetls.kubelet;

import io.github.kubetls.certificate.CertificateAndKey;
import java.util.Optional;

/** How certificate rotation begins when a kubelet starts. */
public sealed interface RotationStart {

    /**
     * The store has a pair that has not expired.
     *
     * @param rotation the state to go on with
     */
    record UseStored(CertificateRotation rotation) implements RotationStart {}

    /**
     * The store has none, but the kubeconfig has a pair of its own, as kubeadm writes it: it is used for the moment, and
     * replaced at once.
     *
     * @param rotation the state to go on with
     * @param toStore  the pair, to be copied into the store; if that fails, rotation goes on all the same
     */
    record UseInitial(CertificateRotation rotation, CertificateAndKey toStore) implements RotationStart {}

    /**
     * There is no usable pair: the first certificate is requested at once, with other credentials.
     *
     * @param rotation the state to go on with
     * @param reason   what was found in the store
     */
    record RequestFirst(CertificateRotation rotation, String reason) implements RotationStart {}

    /**
     * The store is corrupt, with which kubelet does not start.
     *
     * @param reason what is wrong with it
     */
    record Fatal(String reason) implements RotationStart {}

    /**
     * Returns the state to go on with.
     *
     * @return the state, or empty when kubelet does not start
     */
    default Optional<CertificateRotation> state() {
        if (this instanceof UseStored stored) {
            return Optional.of(stored.rotation());
        }
        if (this instanceof UseInitial initial) {
            return Optional.of(initial.rotation());
        }
        return this instanceof RequestFirst first ? Optional.of(first.rotation()) : Optional.empty();
    }
}
