import org.jspecify.annotations.NullMarked;

/**
 * Kubernetes TLS bootstrapping as values: tokens, certificates, approval and signing, and the kubelet's files.
 *
 * <p>Begin with {@link io.github.kubetls.token}, or with the walkthrough in the examples.
 */
@NullMarked
@SuppressWarnings("module") // The qualified exports name modules that are compiled later.
module io.github.kubetls.core {
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.dataformat.yaml;
    requires org.bouncycastle.provider;
    requires org.yaml.snakeyaml;
    requires static transitive org.jspecify;

    exports io.github.kubetls;
    exports io.github.kubetls.access;
    exports io.github.kubetls.certificate;
    exports io.github.kubetls.csr;
    exports io.github.kubetls.component;
    exports io.github.kubetls.kubeadm;
    exports io.github.kubetls.kubelet;
    exports io.github.kubetls.manifest;
    exports io.github.kubetls.podcertificate;
    exports io.github.kubetls.token;
    exports io.github.kubetls.internal.der to
            io.github.kubetls.rbac,
            io.github.kubetls.kubeconfig;
    exports io.github.kubetls.internal.flags to
            io.github.kubetls.rbac,
            io.github.kubetls.kubeconfig;
    exports io.github.kubetls.internal.io to
            io.github.kubetls.rbac,
            io.github.kubetls.kubeconfig;
    exports io.github.kubetls.internal.manifest to
            io.github.kubetls.rbac,
            io.github.kubetls.kubeconfig;
    exports io.github.kubetls.internal.message to
            io.github.kubetls.rbac,
            io.github.kubetls.kubeconfig;
    exports io.github.kubetls.internal.net to
            io.github.kubetls.rbac,
            io.github.kubetls.kubeconfig;
    exports io.github.kubetls.internal.release to
            io.github.kubetls.rbac,
            io.github.kubetls.kubeconfig;
    exports io.github.kubetls.internal.text to
            io.github.kubetls.rbac,
            io.github.kubetls.kubeconfig;
    exports io.github.kubetls.internal.time to
            io.github.kubetls.rbac,
            io.github.kubetls.kubeconfig;
    exports io.github.kubetls.internal.yaml to
            io.github.kubetls.rbac,
            io.github.kubetls.kubeconfig;
}
