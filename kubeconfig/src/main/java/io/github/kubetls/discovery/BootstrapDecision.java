package io.github.kubetls.discovery;

import java.time.Duration;

/** What a kubelet does about its client certificate when it starts. */
public sealed interface BootstrapDecision {

    /** How long a kubelet that bootstraps first waits for the API server to answer; it then tries all the same. */
    Duration SERVER_WAIT = Duration.ofMinutes(1);

    /** How long a kubelet that bootstraps first waits for its certificate. */
    Duration CERTIFICATE_WAIT = Duration.ofHours(1);

    /** Which key a kubelet that bootstraps first asks a certificate for. */
    enum KeySource {
        /** The key of the pair in the store, although its certificate is of no use any more. */
        STORED,
        /** The key that was kept from an attempt before, in {@code kubelet-client.key.tmp}. */
        TEMPORARY,
        /** A new one, which is kept in {@code kubelet-client.key.tmp} until there is a certificate. */
        NEW
    }

    /**
     * Use the kubeconfig as it is.
     *
     * @param reason why
     */
    record UseKubeconfig(String reason) implements BootstrapDecision {}

    /**
     * Write the kubeconfig at once, leading to the certificate that is yet to come, and let certificate rotation request it
     * with the credentials of the bootstrap kubeconfig.
     *
     * @param reason why the kubeconfig cannot be used as it is
     */
    record BootstrapInBackground(String reason) implements BootstrapDecision {}

    /**
     * Wait for the API server, request a certificate under the name that follows from key and node, wait for it, store it
     * with its key, delete the temporary key, and then write the kubeconfig.
     *
     * @param keySource which key to use
     * @param reason    why the kubeconfig cannot be used as it is
     */
    record BootstrapFirst(KeySource keySource, String reason) implements BootstrapDecision {}

    /**
     * The kubelet ends.
     *
     * @param message what it says
     */
    record DeadEnd(String message) implements BootstrapDecision {}
}
