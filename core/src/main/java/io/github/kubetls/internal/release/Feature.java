package io.github.kubetls.internal.release;

import io.github.kubetls.KubernetesRelease;

/**
 * What changed in Kubernetes, and with which release: the one table of releases. In brackets stands against what the change was
 * checked, in the words that {@code docs/releases.md}, which is made from this table, explains.
 */
public enum Feature {
    /** kubeadm reads chains from its certificate files. [notes] */
    KUBEADM_CERTIFICATE_CHAINS(21),
    /** Kubeadm and the kubelet name a self-signed CA in its alternative names. [1.20.2, sources] */
    CA_ALTERNATIVE_NAME(22),
    /** kubeadm's {@code v1beta3} configuration. [notes] */
    KUBEADM_V1BETA3(22),
    /** {@code spec.expirationSeconds} of CertificateSigningRequests. [sources] */
    EXPIRATION_SECONDS(22),
    /** {@code certificates.k8s.io/v1beta1} is served no more. [sources] */
    CSR_BETA_REMOVED(22),
    /** Clients speak {@code client.authentication.k8s.io/v1} with credential plugins. [sources] */
    EXEC_V1(22),
    /** Go reads IPv4 addresses with leading zeros no more; the kubelet goes on taking them. [sources] */
    SLOPPY_ADDRESSES(22),
    /** The kubelet has no {@code --experimental-bootstrap-kubeconfig}. [notes] */
    EXPERIMENTAL_BOOTSTRAP_KUBECONFIG_REMOVED(23),
    /**
     * The API server has no {@code --address}, {@code --port}, {@code --insecure-bind-address} and {@code --insecure-port}.
     * [notes]
     */
    INSECURE_SERVING_REMOVED(24),
    /** The kubelet has no {@code --network-plugin}. [notes] */
    DOCKERSHIM_REMOVED(24),
    /** Certificates that are signed with SHA-1 are refused; requests that are go on being taken. [sources] */
    SHA1_CERTIFICATES_REFUSED(24),
    /** Clients speak {@code v1alpha1} with credential plugins no more. [sources] */
    EXEC_V1ALPHA1_REMOVED(24),
    /** kubeadm keeps the configuration of kubelets of all versions under one name. [1.20.2, notes] */
    KUBELET_CONFIG_WITHOUT_VERSION(24),
    /** The kubelet signers do not ask for the usage {@code key encipherment}. [sources] */
    KEY_ENCIPHERMENT_NOT_SIGNED_FOR(25),
    /** kube-controller-manager has no {@code --experimental-cluster-signing-duration}. [notes] */
    EXPERIMENTAL_SIGNING_DURATION_REMOVED(25),
    /** Name constraints of a CA are for its own names too, up to 1.28. [sources] */
    NAME_CONSTRAINTS_OF_CAS(25),
    /** Clients have the providers {@code gcp} and {@code azure} of kubeconfigs no more. [sources] */
    AUTH_PROVIDERS_REMOVED(26),
    /** Monitoring reads {@code /metrics/slis}. [1.20.2, ports] */
    MONITORING_SLIS(26),
    /** Kubelets with an ECDSA key do not ask for the usage {@code key encipherment}. [1.20.2, sources] */
    KEY_ENCIPHERMENT_NOT_REQUESTED(27),
    /** A GeneralizedTime in the subject of a request, which nobody sees, may have a fraction of a second. [0.36.4, sources] */
    FRACTIONS_IN_NAMES(27),
    /** kubeadm refuses {@code v1beta2} configurations. [notes] */
    KUBEADM_V1BETA2_REMOVED(27),
    /** The kubelet has no {@code --container-runtime}. [notes] */
    CONTAINER_RUNTIME_FLAG_REMOVED(27),
    /** ClusterTrustBundles, as {@code certificates.k8s.io/v1alpha1}. [sources] */
    TRUST_BUNDLES(27),
    /**
     * Certificates made by client-go's library say that they are no CA, and serial numbers are random and positive. [1.20.2,
     * sources]
     */
    CA_CONSTRAINT_ALWAYS(28),
    /** kubeadm's CAs begin five minutes early, and so do the certificates that begin with them. [notes] */
    CA_BACKDATED(28),
    /** Everybody who is authenticated may ask who they are. [1.20.2, ports] */
    SELF_SUBJECT_REVIEWS(28),
    /** {@code --authentication-config} is there, and takes {@code v1alpha1}. [sources, notes] */
    AUTHENTICATION_CONFIGURATION_ALPHA(29),
    /** Name constraints of a CA are for all certificates below it, before for the first of the chain, and for its own. [0.36.4, sources] */
    NAME_CONSTRAINTS_OF_CHAINS(29),
    /** {@code --authorization-config} is there, and takes {@code v1alpha1}. [notes] */
    AUTHORIZATION_CONFIGURATION(29),
    /**
     * kubeadm's admin is a member of {@code kubeadm:cluster-admins}; {@code super-admin.conf} has its old rights. [1.20.2,
     * sources]
     */
    KUBEADM_CLUSTER_ADMINS(29),
    /** Who changes nothing of a ClusterTrustBundle, or only what garbage collection changes, need not attest it. [notes] */
    TRUST_BUNDLE_COLLECTION_UNATTESTED(29),
    /** {@code --authentication-config} takes {@code v1beta1}. [sources, notes] */
    AUTHENTICATION_CONFIGURATION_BETA(30),
    /** {@code --authorization-config} takes {@code v1beta1}. [notes] */
    AUTHORIZATION_CONFIGURATION_BETA(30),
    /** The node authorizer knows ResourceClaims and ResourceSlices. [sources] */
    NODE_RESOURCES_AUTHORIZED(30),
    /** The parts of a policy's identifier in a certificate may have any length. [0.36.4, sources] */
    LONG_POLICY_IDENTIFIERS(30),
    /** kubeadm's {@code v1beta4} configuration, with validity periods and timeouts. [sources] */
    KUBEADM_V1BETA4(31),
    /**
     * kubeadm takes a kubeconfig that is there when it and {@code ca.crt} share a CA; before, when they are the same. [notes]
     */
    KUBEADM_SHARED_TRUST_ANCHOR(31),
    /** kubeadm's certificates begin five minutes before they are made, no longer with their CA. [notes] */
    CERTIFICATES_BACKDATED(31),
    /** The kubelet reads its serving certificate's files again when they change, and has a gate for that. [notes] */
    SERVING_FILES_RELOADED(31),
    /** NodeRestriction looks into the CertificateSigningRequests of nodes. [sources] */
    NODE_REQUESTS_RESTRICTED(31),
    /** A kubelet asks for a serving certificate only when it has an IP address. [sources] */
    SERVING_NEEDS_ADDRESS(31),
    /** Anonymous requests are limited to paths by default. [0.36.4] */
    ANONYMOUS_CONDITIONS(32),
    /** {@code --authorization-config} takes {@code v1}. [notes] */
    AUTHORIZATION_CONFIGURATION_V1(32),
    /** A certificate with a negative serial number does not parse. [0.36.4] */
    NEGATIVE_SERIALS_REFUSED(32),
    /** Authorizers see the selectors of a request, and nodes read only the nodes and pods that are theirs. [sources] */
    AUTHORIZE_WITH_SELECTORS(32),
    /** The gate {@code KubeletFineGrainedAuthz} is there, off. [notes] */
    KUBELET_FINE_GRAINED_ALPHA(32),
    /** {@code --requestheader-uid-headers} is there. [notes] */
    REQUEST_HEADER_UIDS(32),
    /** {@code --authentication-config} takes no keys of extra attributes that belong to Kubernetes. [notes] */
    CLAIM_EXTRA_RESERVED(32),
    /** Users have the id of their client certificate among their extra attributes. [0.36.4] */
    CREDENTIAL_IDS(32),
    /**
     * To the API server what is too long "may not be more than" its limit; before, it "must have at most" that. [0.36.4,
     * sources]
     */
    LENGTHS_REWORDED(32),
    /** The CRT values of RSA private keys are checked. [0.36.4] */
    RSA_CRT_CHECKED(33),
    /** A certificate whose key identifiers or authority information access are critical does not parse. [0.36.4, sources] */
    CRITICAL_IDENTIFIERS_REFUSED(33),
    /** A certificate that names a policy twice, or whose other extensions about policies are malformed, does not parse. [0.36.4, sources] */
    POLICIES_CHECKED(33),
    /** A boolean in the subject of a request, which nobody sees, must be one of DER. [0.36.4, sources] */
    BOOLEANS_IN_NAMES_CHECKED(33),
    /** A request whose RSA key has less than 1024 bits is refused. [1.20.2, 0.36.4] */
    SMALL_RSA_KEYS_REFUSED(33),
    /** {@code spec.usages} and {@code spec.signerName} are required without further words. [sources] */
    REQUIRED_WITHOUT_DETAIL(33),
    /** The uid of a user is read from client certificates. [0.36.4] */
    CERTIFICATE_UIDS(33),
    /** The kubelet's API is authorized by finer subresources, with {@code nodes/proxy} behind them. [notes] */
    KUBELET_FINE_GRAINED(33),
    /** kubelet.conf of a control-plane node names the node's own API server. [notes] */
    KUBELET_LOCAL_MODE(33),
    /** Proxies of services read ServiceCIDRs. [ports] */
    SERVICE_CIDRS(33),
    /**
     * A kubelet with an external cloud provider waits for its addresses before it asks for a serving certificate. [sources]
     */
    SERVING_AWAITS_CLOUD_PROVIDER(33),
    /** ClusterTrustBundles as {@code certificates.k8s.io/v1beta1}. [sources] */
    TRUST_BUNDLES_BETA(33),
    /** kubeadm makes keys of ECDSA-P384. [sources] */
    KUBEADM_ECDSA_P384(34),
    /** {@code --authentication-config} takes {@code v1}. [sources, notes] */
    AUTHENTICATION_CONFIGURATION_V1(34),
    /** Nodes read ResourceClaims and delete their ResourceSlices by default. [ports] */
    NODE_RESOURCES(34),
    /** Nodes read the ServiceAccounts of their pods by default. [ports] */
    NODE_SERVICE_ACCOUNTS(34),
    /** kubeconfigs without preferences are written without the field. [kubectl] */
    EMPTY_PREFERENCES_OMITTED(34),
    /** PodCertificateRequests, as {@code certificates.k8s.io/v1alpha1}. [sources] */
    POD_CERTIFICATE_REQUESTS(34),
    /** PodCertificateRequests as {@code certificates.k8s.io/v1beta1}, with annotations, instead of v1alpha1. [sources] */
    POD_CERTIFICATE_REQUESTS_BETA(35),
    /**
     * kubectl asks a policy in its file kuberc, {@code kubectl.config.k8s.io/v1beta1}, which credential plugins may run.
     * [0.36.4, sources]
     */
    CREDENTIAL_PLUGIN_POLICY(35),
    /**
     * A client certificate or key that overrides that of a kubeconfig replaces file and data; before, the other one stayed.
     * [sources, notes]
     */
    CLIENT_CERTIFICATE_REPLACED(35),
    /** That Approved and Denied exclude each other is declared, so that the whole list is at fault. [sources] */
    DECISIONS_EXCLUSIVE_BY_LIST(35),
    /**
     * The length of a label, its key and the key of an annotation is counted in "bytes", before in "characters"; a key with two
     * slashes is no "valid label key", before no "qualified name". [0.36.4]
     */
    LABELS_REWORDED(35),
    /**
     * A PEM block is what ends with the next END line and begins with the last BEGIN before it; newer patches of 1.33 and 1.34
     * have it too. [1.20.2, 0.36.4]
     */
    PEM_END_FIRST(35),
    /** In a URI, only an IPv6 address may be in brackets; newer patches of 1.33 and 1.34 have it too. [0.36.4] */
    URL_BRACKETS_STRICT(35),
    /**
     * Name constraints that exclude a name exclude the wildcards that stand for it; newer patches of 1.33 and 1.34 have it too.
     * [0.36.4]
     */
    WILDCARD_NAMES_EXCLUDED(35),
    /** A name constraint of a single dot does not parse; newer patches of 1.33 and 1.34 have it too. [0.36.4] */
    DOT_CONSTRAINTS_REFUSED(35),
    /** Go computes the subject key id of a new CA by SHA-256. [0.36.4] */
    SUBJECT_KEY_ID_SHA256(35),
    /** {@code --requestheader-allowed-names} is required where a CA of clients is also one of proxies. [notes] */
    REQUEST_HEADER_NAMES_REQUIRED(35),
    /** The kubelet has no {@code --pod-infra-container-image}, and kubeadm does not write it. [notes] */
    PAUSE_IMAGE_FLAG_REMOVED(35),
    /**
     * The kubelet tells TLS clients of a change of {@code clientCAFile} without a restart, and has a gate for that. [notes]
     */
    CLIENT_CA_RELOADED(36),
    /** The kubelet's {@code tlsCurvePreferences}, and {@code --tls-curve-preferences} of all components. [sources] */
    TLS_CURVE_PREFERENCES(36),
    /** TeletexStrings in names are read as Latin-1; before, their bytes are taken as they are. [0.36.4] */
    LATIN1_TELETEX_STRINGS(36),
    /** BMPStrings with surrogates or noncharacters are refused; a release before may have begun with it. [0.36.4] */
    BMP_STRINGS_CHECKED(36),
    /** A certificate whose path length is negative does not parse; a release before may have begun with it. [0.36.4] */
    NEGATIVE_PATH_LENGTHS_REFUSED(36),
    /** In chains with name constraints every URI must name a host, and an IPv4 address in IPv6 is one of IPv4. [0.36.4, sources] */
    NAME_CONSTRAINTS_STRICT(36),
    /** A host in a URI of {@code http} or {@code https} has no colon but that before its port. [0.36.4] */
    URL_COLONS_STRICT(36),
    /** kubeadm makes its directories for their owner only. [sources] */
    KUBEADM_PRIVATE_DIRECTORIES(36),
    /** The entries of kubectl's list of credential plugins have a {@code command}; before, a {@code name}. [sources] */
    CREDENTIAL_PLUGIN_COMMAND(36),
    /** PodCertificateRequests hold a PKCS#10 request, which shows that the kubelet has the key. [sources] */
    POD_CERTIFICATE_STUB(36),
    /** kubeadm refuses {@code v1beta3} configurations. [notes] */
    KUBEADM_V1BETA3_REMOVED(37),
    /** kubeadm binds the API server's client of kubelets to the role for it, and puts it into no group. [notes, ports] */
    KUBEADM_KUBELET_API_ADMIN(37),
    /** The default policy has the rights that PodCertificateRequests need. [notes, ports] */
    POD_CERTIFICATE_POLICY(37),
    /** The default policy has the rights that ClusterTrustBundles need. [notes, ports] */
    TRUST_BUNDLE_POLICY(37),
    /** ClusterTrustBundles as {@code certificates.k8s.io/v1}. [sources] */
    TRUST_BUNDLES_STABLE(37),
    /** PodCertificateRequests as {@code certificates.k8s.io/v1}. [sources] */
    POD_CERTIFICATE_REQUESTS_STABLE(37),
    /** A node asks for certificates only of signers that the pod's volumes name, or that it has a right to. [notes, ports] */
    POD_CERTIFICATE_SIGNERS_RESTRICTED(37),
    /** A new CA has the usage {@code key encipherment} only with an RSA key; alpha. [alpha] */
    CA_KEY_ENCIPHERMENT_FOR_RSA(38),
    /**
     * The kubelet's {@code clientCertificateKeyAlgorithm} and {@code serverCertificateKeyAlgorithm}; alpha. [alpha, sources]
     */
    KUBELET_KEY_ALGORITHMS(38),
    /** CertificateSigningRequests may be for keys of ML-DSA; alpha. [alpha] */
    ML_DSA_REQUESTS(38),
    /** PodCertificateRequests may be for keys of ML-DSA; alpha. [alpha] */
    POD_CERTIFICATE_ML_DSA(38),
    /** ClusterTrustBundles of v1beta1 are served no more. [sources] */
    TRUST_BUNDLES_BETA_REMOVED(40),
    /** PodCertificateRequests of v1beta1 are served no more. [sources] */
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

    /** {@return the first release with it} */
    public KubernetesRelease first() {
        return KubernetesRelease.of(minor);
    }

    /** {@return the last release without it} */
    public KubernetesRelease lastWithout() {
        return KubernetesRelease.of(minor - 1);
    }
}
