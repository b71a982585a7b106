package io.github.kubetls.examples.tools.apiserver;

import java.util.List;
import java.util.Optional;

/** The resources whose objects are stored, all of them in version {@code v1}. */
enum ApiResource implements ApiType {
    CERTIFICATE_SIGNING_REQUESTS(
            "certificates.k8s.io", "CertificateSigningRequest", false, List.of("csr"), List.of("approval", "status")),
    POD_CERTIFICATE_REQUESTS("certificates.k8s.io", "PodCertificateRequest", true, List.of(), List.of("status")),
    NAMESPACES("", "Namespace", false, List.of("ns"), List.of()),
    SECRETS("", "Secret", true, List.of(), List.of()),
    CONFIG_MAPS("", "ConfigMap", true, List.of("cm"), List.of()),
    EVENTS("", "Event", true, List.of("ev"), List.of()),
    NODES("", "Node", false, List.of("no"), List.of("status")),
    LEASES("coordination.k8s.io", "Lease", true, List.of(), List.of()),
    CLUSTER_ROLES("rbac.authorization.k8s.io", "ClusterRole", false, List.of(), List.of()),
    CLUSTER_ROLE_BINDINGS("rbac.authorization.k8s.io", "ClusterRoleBinding", false, List.of(), List.of()),
    ROLES("rbac.authorization.k8s.io", "Role", true, List.of(), List.of()),
    ROLE_BINDINGS("rbac.authorization.k8s.io", "RoleBinding", true, List.of(), List.of());

    private final String group;
    private final String kind;
    private final boolean namespaced;
    private final List<String> shortNames;
    private final List<String> subresources;

    ApiResource(String group, String kind, boolean namespaced, List<String> shortNames, List<String> subresources) {
        this.group = group;
        this.kind = kind;
        this.namespaced = namespaced;
        this.shortNames = shortNames;
        this.subresources = subresources;
    }

    static Optional<ApiResource> find(String group, String plural) {
        return ApiType.find(values(), group, plural);
    }

    @Override
    public String group() {
        return group;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public boolean isNamespaced() {
        return namespaced;
    }

    List<String> shortNames() {
        return shortNames;
    }

    List<String> subresources() {
        return subresources;
    }

    boolean isRbac() {
        return group.startsWith("rbac.");
    }

    /** The plural with the group, as in error messages. */
    String qualifiedName() {
        return group.isEmpty() ? plural() : plural() + "." + group;
    }

    /** Where the objects are: {@code /api/v1/secrets}, for one namespace or all. */
    String path(String namespace) {
        String root = group.isEmpty() ? "/api/" : "/apis/" + group + "/";
        String in = namespace.isEmpty() ? "/" : "/namespaces/" + namespace + "/";
        return root + VERSION + in + plural();
    }

    /** Kubernetes creates these when they are updated and not there. */
    boolean isCreatedByUpdate() {
        return isRbac() || this == LEASES || this == EVENTS;
    }

    /** The fields, beside name and namespace, that lists can be narrowed by. */
    List<String> selectableFields() {
        return switch (this) {
            case CERTIFICATE_SIGNING_REQUESTS -> List.of("spec.signerName");
            case POD_CERTIFICATE_REQUESTS -> List.of("spec.signerName", "spec.podName", "spec.nodeName");
            case SECRETS -> List.of("type");
            case NODES -> List.of("spec.unschedulable");
            case NAMESPACES -> List.of("status.phase");
            case EVENTS ->
                List.of(
                        "involvedObject.kind",
                        "involvedObject.namespace",
                        "involvedObject.name",
                        "involvedObject.uid",
                        "involvedObject.apiVersion",
                        "involvedObject.resourceVersion",
                        "involvedObject.fieldPath",
                        "reason",
                        "source",
                        "type");
            default -> List.of();
        };
    }
}
