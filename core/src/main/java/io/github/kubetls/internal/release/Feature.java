package io.github.kubetls.internal.release;

import io.github.kubetls.KubernetesRelease;

/** What changed in Kubernetes, and with which release: the one table of releases. */
public enum Feature {
    /** kubeadm reads chains from its certificate files. */
    KUBEADM_CERTIFICATE_CHAINS(21),
    /** Kubeadm and the kubelet name a self-signed CA in its alternative names. */
    CA_ALTERNATIVE_NAME(22),
    /** {@code spec.expirationSeconds} of CertificateSigningRequests. */
    EXPIRATION_SECONDS(22),
    /** {@code certificates.k8s.io/v1beta1} is served no more. */
    CSR_BETA_REMOVED(22),
    /** Go reads IPv4 addresses with leading zeros no more; the kubelet goes on taking them. */
    SLOPPY_ADDRESSES(22),
    /** kubeadm keeps the configuration of kubelets of all versions under one name. */
    KUBELET_CONFIG_WITHOUT_VERSION(24),
    /** The kubelet signers do not ask for the usage {@code key encipherment}. */
    KEY_ENCIPHERMENT_NOT_SIGNED_FOR(25),
    /** Kubelets with an ECDSA key do not ask for the usage {@code key encipherment}. */
    KEY_ENCIPHERMENT_NOT_REQUESTED(27),
    /** Certificates made by client-go's library say that they are no CA, and serial numbers are random and positive. */
    CA_CONSTRAINT_ALWAYS(28),
    /** kubeadm's admin is a member of {@code kubeadm:cluster-admins}; {@code super-admin.conf} has its old rights. */
    KUBEADM_CLUSTER_ADMINS(29),
    /** kubeadm's {@code v1beta4} configuration, with validity periods. */
    KUBEADM_V1BETA4(31),
    /** Certificates made by client-go's library begin five minutes early. */
    CERTIFICATES_BACKDATED(31),
    /** NodeRestriction looks into the CertificateSigningRequests of nodes. */
    NODE_REQUESTS_RESTRICTED(31),
    /** A kubelet asks for a serving certificate only when it has an IP address. */
    SERVING_NEEDS_ADDRESS(31),
    /** The API server's texts of lengths speak of bytes. */
    LENGTHS_IN_BYTES(32),
    /** {@code spec.usages} is required without further words. */
    USAGES_REQUIRED_WITHOUT_DETAIL(33),
    /** A kubelet with an external cloud provider waits for its addresses before it asks for a serving certificate. */
    SERVING_AWAITS_CLOUD_PROVIDER(33),
    /** kubeconfigs without preferences are written without the field. */
    EMPTY_PREFERENCES_OMITTED(34),
    /** PodCertificateRequests, as {@code certificates.k8s.io/v1alpha1}. */
    POD_CERTIFICATE_REQUESTS(34),
    /** PodCertificateRequests as {@code certificates.k8s.io/v1beta1}, with annotations, instead of v1alpha1. */
    POD_CERTIFICATE_REQUESTS_BETA(35),
    /** That Approved and Denied exclude each other is declared, so that the whole list is at fault. */
    DECISIONS_EXCLUSIVE_BY_LIST(35),
    /** Go computes the subject key id of a new CA by SHA-256. */
    SUBJECT_KEY_ID_SHA256(35),
    /** kubeadm makes its directories for their owner only. */
    KUBEADM_PRIVATE_DIRECTORIES(36),
    /** PodCertificateRequests hold a PKCS#10 request, which shows that the kubelet has the key. */
    POD_CERTIFICATE_STUB(36),
    /** PodCertificateRequests as {@code certificates.k8s.io/v1}. */
    POD_CERTIFICATE_REQUESTS_STABLE(37),
    /** A node asks for certificates only of signers that the pod's volumes name, or that it has a right to. */
    POD_CERTIFICATE_SIGNERS_RESTRICTED(37),
    /** PodCertificateRequests may be for keys of ML-DSA; alpha. */
    POD_CERTIFICATE_ML_DSA(38),
    /** PodCertificateRequests of v1beta1 are served no more. */
    POD_CERTIFICATE_REQUESTS_BETA_REMOVED(40);

    private final int minor;

    Feature(int minor) {
        this.minor = minor;
    }

    /**
     * {@return whether a release has it}
     *
     * @param release the release
     */
    public boolean in(KubernetesRelease release) {
        return release.minor() >= minor;
    }

    /** {@return the last release without it} */
    public KubernetesRelease lastWithout() {
        return KubernetesRelease.of(minor - 1);
    }
}
