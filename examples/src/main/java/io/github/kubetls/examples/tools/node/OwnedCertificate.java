package io.github.kubetls.examples.tools.node;

import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.examples.tools.cli.Program;
import io.github.kubetls.examples.tools.cli.ProgramException;
import io.github.kubetls.kubelet.CertificateRotation;
import io.github.kubetls.kubelet.KubeletCertificateStore;
import java.io.IOException;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Optional;

/**
 * One certificate of a node, with the store that it is kept in.
 *
 * @param wanted  what it is to say
 * @param store   where it is kept
 * @param context what all requests have in common
 */
record OwnedCertificate(NodeCertificate wanted, KubeletCertificateStore store, NodeContext context) {

    /**
     * Looks at what is there.
     *
     * @param initial the pair that the kubeconfig holds
     * @return where rotation begins
     * @throws ProgramException when a kubelet does not start
     */
    CertificateRotation start(Optional<CertificateAndKey> initial) {
        CertificateRotation.Start start = CertificateRotation.start(store.current(), initial, Instant.now());
        if (start instanceof CertificateRotation.Start.Fatal fatal) {
            throw new ProgramException(
                    "failed to initialize the manager of the " + wanted.purpose() + ": " + fatal.reason());
        }
        if (start instanceof CertificateRotation.Start.UseInitial use) {
            try {
                store.update(use.toStore());
            } catch (IOException e) {
                context.journal().warn("unable to set the initial cert/key pair: " + Program.describe(e));
            }
        }
        return start.state().orElseThrow();
    }

    /**
     * Makes what was issued the current pair.
     *
     * @param issued  the request with its certificate
     * @param keyPair the key for which it was made
     * @return the pair
     * @throws NotIssuedException when it is not what was wanted; the store is unchanged
     * @throws IOException        when it cannot be stored, or the CA cannot be read; the current pair is unchanged
     */
    CertificateAndKey keep(CertificateSigningRequest issued, KeyPair keyPair) throws IOException {
        CertificateAndKey pair =
                new IssuedCertificate(wanted, keyPair, context.connections().authorities()).take(issued);
        store.update(pair);
        context.journal()
                .tell("Stored the " + wanted.purpose() + ", valid until "
                        + pair.certificate().getNotAfter().toInstant());
        return pair;
    }
}
