package io.github.kubetls.rbac;

import io.github.kubetls.csr.SignerName;
import io.github.kubetls.manifest.ObjectMeta;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The roles of the default policy that bootstrapping rests on. */
final class DefaultRoles {

    static final String DISCOVERY = "system:discovery";
    static final String PUBLIC_INFO_VIEWER = "system:public-info-viewer";
    static final String MONITORING = "system:monitoring";
    static final String NODE_PROXIER = "system:node-proxier";
    static final String CERTIFICATE_CONTROLLER = "system:controller:certificate-controller";
    static final String BOOTSTRAP_SIGNER = "system:controller:bootstrap-signer";
    static final String TOKEN_CLEANER = "system:controller:token-cleaner";
    static final String AUTHENTICATION_READER = "extension-apiserver-authentication-reader";

    private static final String CORE = "";
    static final String CERTIFICATES = "certificates.k8s.io";
    private static final String AUTHENTICATION = "authentication.k8s.io";
    private static final String AUTHORIZATION = "authorization.k8s.io";
    private static final String STORAGE = "storage.k8s.io";
    private static final String[] READ = {"get", "list", "watch"};
    private static final String AGGREGATE = RbacObject.API_GROUP + "/aggregate-to-";

    private DefaultRoles() {}

    static ObjectMeta metadata(String namespace, String name, Map<String, String> moreLabels) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(BootstrapPolicy.BOOTSTRAPPING_LABEL, "rbac-defaults");
        labels.putAll(moreLabels);
        return ObjectMeta.builder()
                .name(name)
                .namespace(namespace)
                .labels(labels)
                .annotations(Map.of(BootstrapPolicy.AUTOUPDATE_ANNOTATION, "true"))
                .build();
    }

    private static ClusterRole clusterRole(String name, PolicyRule... rules) {
        return ClusterRole.of(metadata("", name, Map.of()), List.of(rules));
    }

    private static Role role(String namespace, String name, PolicyRule... rules) {
        return Role.of(metadata(namespace, name, Map.of()), List.of(rules));
    }

    private static PolicyRule events() {
        return PolicyRule.verbs("create", "patch", "update")
                .apiGroups(CORE, "events.k8s.io")
                .resources("events");
    }

    static List<ClusterRole> clusterRoles() {
        List<ClusterRole> roles = new ArrayList<>();
        roles.add(clusterRole(
                BootstrapPolicy.CLUSTER_ADMIN,
                PolicyRule.verbs("*").apiGroups("*").resources("*"),
                PolicyRule.verbs("*").nonResourceUrls("*")));
        roles.addAll(aggregated());
        roles.addAll(bootstrapRoles());
        roles.addAll(publicRoles());
        roles.add(clusterRole(
                NODE_PROXIER,
                PolicyRule.verbs("list", "watch").apiGroups(CORE).resources("endpoints", "services"),
                PolicyRule.verbs(READ).apiGroups(CORE).resources("nodes"),
                events(),
                PolicyRule.verbs("list", "watch").apiGroups("discovery.k8s.io").resources("endpointslices")));
        roles.add(clusterRole(
                "system:auth-delegator",
                PolicyRule.verbs("create").apiGroups(AUTHENTICATION).resources("tokenreviews"),
                PolicyRule.verbs("create").apiGroups(AUTHORIZATION).resources("subjectaccessreviews")));
        roles.add(ClusterRole.of(metadata("", BootstrapPolicy.NODE, Map.of()), nodeRules()));
        return roles;
    }

    private static List<ClusterRole> aggregated() {
        return List.of(
                aggregated("admin", Map.of()),
                aggregated("edit", Map.of(AGGREGATE + "admin", "true")),
                aggregated("view", Map.of(AGGREGATE + "edit", "true")));
    }

    private static ClusterRole aggregated(String name, Map<String, String> labels) {
        return ClusterRole.of(metadata("", name, labels), List.of())
                .withAggregationRule(AggregationRule.of(LabelSelector.matchLabels(Map.of(AGGREGATE + name, "true"))));
    }

    private static List<ClusterRole> bootstrapRoles() {
        List<ClusterRole> roles = new ArrayList<>();
        roles.add(clusterRole(
                BootstrapPolicy.NODE_BOOTSTRAPPER,
                PolicyRule.verbs("create", "get", "list", "watch")
                        .apiGroups(CERTIFICATES)
                        .resources("certificatesigningrequests")));
        for (String name : List.of(BootstrapPolicy.NODE_CLIENT, BootstrapPolicy.SELF_NODE_CLIENT)) {
            String subresource = name.substring(name.lastIndexOf(':') + 1);
            roles.add(clusterRole(
                    name,
                    PolicyRule.verbs("create")
                            .apiGroups(CERTIFICATES)
                            .resources("certificatesigningrequests/" + subresource)));
        }
        for (SignerName signer : List.of(
                SignerName.LEGACY_UNKNOWN,
                SignerName.KUBELET_SERVING,
                SignerName.KUBE_APISERVER_CLIENT,
                SignerName.KUBE_APISERVER_CLIENT_KUBELET)) {
            String path = signer.value().substring(signer.domain().length() + 1);
            roles.add(clusterRole("system:certificates.k8s.io:" + path + "-approver", signers("approve", signer)));
        }
        roles.add(certificateController());
        return roles;
    }

    private static PolicyRule signers(String verb, SignerName... names) {
        return PolicyRule.verbs(verb)
                .apiGroups(CERTIFICATES)
                .resources("signers")
                .withResourceNames(Stream.of(names).map(SignerName::value).toArray(String[]::new));
    }

    private static ClusterRole certificateController() {
        return clusterRole(
                CERTIFICATE_CONTROLLER,
                PolicyRule.verbs("delete", "get", "list", "watch")
                        .apiGroups(CERTIFICATES)
                        .resources("certificatesigningrequests"),
                PolicyRule.verbs("update")
                        .apiGroups(CERTIFICATES)
                        .resources("certificatesigningrequests/approval", "certificatesigningrequests/status"),
                signers("approve", SignerName.KUBE_APISERVER_CLIENT_KUBELET),
                signers(
                        "sign",
                        SignerName.KUBE_APISERVER_CLIENT,
                        SignerName.KUBE_APISERVER_CLIENT_KUBELET,
                        SignerName.KUBELET_SERVING,
                        SignerName.LEGACY_UNKNOWN),
                PolicyRule.verbs("create").apiGroups(AUTHORIZATION).resources("subjectaccessreviews"),
                events());
    }

    private static List<ClusterRole> publicRoles() {
        return List.of(
                clusterRole(
                        PUBLIC_INFO_VIEWER,
                        PolicyRule.verbs("get")
                                .nonResourceUrls("/healthz", "/livez", "/readyz", "/version", "/version/")),
                clusterRole(
                        DISCOVERY,
                        PolicyRule.verbs("get")
                                .nonResourceUrls(
                                        "/api",
                                        "/api/*",
                                        "/apis",
                                        "/apis/*",
                                        "/healthz",
                                        "/livez",
                                        "/openapi",
                                        "/openapi/*",
                                        "/readyz",
                                        "/version",
                                        "/version/")),
                clusterRole(
                        BootstrapPolicy.BASIC_USER,
                        PolicyRule.verbs("create")
                                .apiGroups(AUTHORIZATION)
                                .resources("selfsubjectaccessreviews", "selfsubjectrulesreviews")),
                clusterRole(
                        MONITORING,
                        PolicyRule.verbs("get")
                                .nonResourceUrls(
                                        "/healthz",
                                        "/healthz/*",
                                        "/livez",
                                        "/livez/*",
                                        "/metrics",
                                        "/readyz",
                                        "/readyz/*")));
    }

    static List<PolicyRule> nodeRules() {
        String[] write = {"create", "delete", "get", "patch", "update"};
        return List.of(
                PolicyRule.verbs("create").apiGroups(AUTHENTICATION).resources("tokenreviews"),
                PolicyRule.verbs("create")
                        .apiGroups(AUTHORIZATION)
                        .resources("localsubjectaccessreviews", "subjectaccessreviews"),
                PolicyRule.verbs(READ).apiGroups(CORE).resources("services"),
                PolicyRule.verbs("create", "get", "list", "watch")
                        .apiGroups(CORE)
                        .resources("nodes"),
                PolicyRule.verbs("patch", "update").apiGroups(CORE).resources("nodes/status"),
                PolicyRule.verbs("patch", "update").apiGroups(CORE).resources("nodes"),
                PolicyRule.verbs("create", "patch", "update").apiGroups(CORE).resources("events"),
                PolicyRule.verbs(READ).apiGroups(CORE).resources("pods"),
                PolicyRule.verbs("create", "delete").apiGroups(CORE).resources("pods"),
                PolicyRule.verbs("patch", "update").apiGroups(CORE).resources("pods/status"),
                PolicyRule.verbs("create").apiGroups(CORE).resources("pods/eviction"),
                PolicyRule.verbs(READ).apiGroups(CORE).resources("configmaps", "secrets"),
                PolicyRule.verbs("get").apiGroups(CORE).resources("persistentvolumeclaims", "persistentvolumes"),
                PolicyRule.verbs("get").apiGroups(CORE).resources("endpoints"),
                PolicyRule.verbs("create", "get", "list", "watch")
                        .apiGroups(CERTIFICATES)
                        .resources("certificatesigningrequests"),
                PolicyRule.verbs(write).apiGroups("coordination.k8s.io").resources("leases"),
                PolicyRule.verbs("get").apiGroups(STORAGE).resources("volumeattachments"),
                PolicyRule.verbs("create").apiGroups(CORE).resources("serviceaccounts/token"),
                PolicyRule.verbs("get", "patch", "update").apiGroups(CORE).resources("persistentvolumeclaims/status"),
                PolicyRule.verbs(READ).apiGroups(STORAGE).resources("csidrivers"),
                PolicyRule.verbs(write).apiGroups(STORAGE).resources("csinodes"),
                PolicyRule.verbs(READ).apiGroups("node.k8s.io").resources("runtimeclasses"));
    }

    static List<Role> roles() {
        return List.of(
                role(
                        ObjectMeta.KUBE_SYSTEM,
                        BOOTSTRAP_SIGNER,
                        PolicyRule.verbs(READ).apiGroups(CORE).resources("secrets")),
                role(
                        ObjectMeta.KUBE_PUBLIC,
                        BOOTSTRAP_SIGNER,
                        PolicyRule.verbs(READ).apiGroups(CORE).resources("configmaps"),
                        PolicyRule.verbs("update")
                                .apiGroups(CORE)
                                .resources("configmaps")
                                .withResourceNames("cluster-info"),
                        events()),
                role(
                        ObjectMeta.KUBE_SYSTEM,
                        TOKEN_CLEANER,
                        PolicyRule.verbs("delete", "get", "list", "watch")
                                .apiGroups(CORE)
                                .resources("secrets"),
                        events()),
                role(
                        ObjectMeta.KUBE_SYSTEM,
                        AUTHENTICATION_READER,
                        PolicyRule.verbs(READ)
                                .apiGroups(CORE)
                                .resources("configmaps")
                                .withResourceNames("extension-apiserver-authentication")));
    }
}
