package io.github.kubetls.examples.tools.audit;

import io.github.kubetls.discovery.ClusterInfo;
import io.github.kubetls.token.BootstrapTokenSecret;
import io.github.kubetls.token.ServiceAccountTokenSecret;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The kinds of documents that are looked at. A document that does not parse is taken for what it begins as. */
enum DocumentKind {
    KUBECONFIG,
    KUBELET_CONFIGURATION,
    BOOTSTRAP_TOKEN,
    SERVICE_ACCOUNT_TOKEN,
    CLUSTER_INFO,
    /** A ConfigMap with files in it that are looked at, such as a kubelet configuration. */
    CONFIG_MAP,
    CERTIFICATE_SIGNING_REQUEST,
    CLUSTER_TRUST_BUNDLE,
    POD_CERTIFICATE_REQUEST,
    /** The file behind kube-apiserver's {@code --authentication-config}. */
    AUTHENTICATION_CONFIGURATION,
    /** What {@code kubeadm join} is told by. */
    JOIN_CONFIGURATION,
    /** What else kubeadm is told by; of that, the version is looked at. */
    KUBEADM_CONFIGURATION,
    RBAC,
    POD,
    /** A list that could not be taken apart. */
    LIST,
    OTHER;

    private static final Set<String> SECTIONS = Set.of("clusters", "users", "contexts", "current-context");

    private static final Pattern COMPONENTS = Pattern.compile("kube-apiserver|kube-controller-manager");
    private static final Pattern SECTION = Pattern.compile("(?m)^(clusters|users|contexts|current-context):");
    private static final Pattern LISTED = Pattern.compile("ClusterRole|RoleBinding|CertificateSigningRequest|"
            + BootstrapTokenSecret.NAME_PREFIX + "|" + ClusterInfo.NAME);

    static DocumentKind of(SourceDocument document) {
        return switch (document.type()) {
            case "Config" -> KUBECONFIG;
            case "" -> looksLikeKubeconfig(document) ? KUBECONFIG : OTHER;
            case "kubelet.config.k8s.io/KubeletConfiguration" -> KUBELET_CONFIGURATION;
            case "Secret" -> secret(document);
            case "ConfigMap" -> configMap(document);
            case "certificates.k8s.io/CertificateSigningRequest" -> CERTIFICATE_SIGNING_REQUEST;
            case "certificates.k8s.io/ClusterTrustBundle" -> CLUSTER_TRUST_BUNDLE;
            case "certificates.k8s.io/PodCertificateRequest" -> POD_CERTIFICATE_REQUEST;
            case "apiserver.config.k8s.io/AuthenticationConfiguration" -> AUTHENTICATION_CONFIGURATION;
            case "kubeadm.k8s.io/JoinConfiguration" -> JOIN_CONFIGURATION;
            case "kubeadm.k8s.io/InitConfiguration",
                    "kubeadm.k8s.io/ClusterConfiguration",
                    "kubeadm.k8s.io/ResetConfiguration",
                    "kubeadm.k8s.io/UpgradeConfiguration" -> KUBEADM_CONFIGURATION;
            case "rbac.authorization.k8s.io/Role",
                    "rbac.authorization.k8s.io/ClusterRole",
                    "rbac.authorization.k8s.io/RoleBinding",
                    "rbac.authorization.k8s.io/ClusterRoleBinding" -> RBAC;
            case "Pod" -> COMPONENTS.matcher(document.text()).find() ? POD : OTHER;
            default -> isListOfInterest(document) ? LIST : OTHER;
        };
    }

    private static boolean isListOfInterest(SourceDocument document) {
        return document.isWholeList() && LISTED.matcher(document.text()).find();
    }

    /** A kubeconfig need not say what it is. */
    private static boolean looksLikeKubeconfig(SourceDocument document) {
        Stream<String> keys = document.isWhole()
                ? document.keys()
                : SECTION.matcher(document.text()).results().map(found -> found.group(1));
        return keys.filter(SECTIONS::contains).distinct().count() >= 2;
    }

    private static DocumentKind secret(SourceDocument document) {
        String type = document.textAt("type");
        if (type.equals(BootstrapTokenSecret.TYPE)
                || document.textAt("metadata.name").startsWith(BootstrapTokenSecret.NAME_PREFIX)) {
            return BOOTSTRAP_TOKEN;
        }
        if (type.equals(ServiceAccountTokenSecret.TYPE)) {
            return SERVICE_ACCOUNT_TOKEN;
        }
        boolean looksLikeOne = !document.isWhole()
                && Stream.of(BootstrapTokenSecret.TYPE, BootstrapTokenSecret.NAME_PREFIX)
                        .anyMatch(document.text()::contains);
        return looksLikeOne ? BOOTSTRAP_TOKEN : OTHER;
    }

    private static DocumentKind configMap(SourceDocument document) {
        if (has(document, "metadata.name", ClusterInfo.NAME)) {
            return CLUSTER_INFO;
        }
        boolean holdsFiles =
                document.isWhole() ? !EmbeddedFile.all(document).isEmpty() : EmbeddedFile.mayBeIn(document.text());
        return holdsFiles ? CONFIG_MAP : OTHER;
    }

    private static boolean has(SourceDocument document, String field, String value) {
        return document.textAt(field).equals(value)
                || !document.isWhole() && document.text().contains(value);
    }
}
