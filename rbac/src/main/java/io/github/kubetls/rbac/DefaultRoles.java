package io.github.kubetls.rbac;

import io.github.kubetls.manifest.ObjectMeta;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The roles of the default policy that bootstrapping rests on. */
final class DefaultRoles {

    static final String KUBE_SYSTEM = "kube-system";
    static final String KUBE_PUBLIC = "kube-public";

    private static final String CORE = "";
    private static final String CERTIFICATES = "certificates.k8s.io";
    private static final String AUTHENTICATION = "authentication.k8s.io";
    private static final String AUTHORIZATION = "authorization.k8s.io";
    private static final String STORAGE = "storage.k8s.io";
    private static final String SIGNERS = "kubernetes.io/";
    private static final String[] READ = {"get", "list", "watch"};
    private static final String AGGREGATE = "rbac.authorization.k8s.io/aggregate-to-";

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
                "system:node-proxier",
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
        for (String signer : List.of(
                "legacy-unknown", "kubelet-serving", "kube-apiserver-client", "kube-apiserver-client-kubelet")) {
            roles.add(clusterRole(
                    "system:certificates.k8s.io:" + signer + "-approver", signers("approve", SIGNERS + signer)));
        }
        roles.add(certificateController());
        return roles;
    }

    private static PolicyRule signers(String verb, String... names) {
        return PolicyRule.verbs(verb)
                .apiGroups(CERTIFICATES)
                .resources("signers")
                .withResourceNames(names);
    }

    private static ClusterRole certificateController() {
        return clusterRole(
                "system:controller:certificate-controller",
                PolicyRule.verbs("delete", "get", "list", "watch")
                        .apiGroups(CERTIFICATES)
                        .resources("certificatesigningrequests"),
                PolicyRule.verbs("update")
                        .apiGroups(CERTIFICATES)
                        .resources("certificatesigningrequests/approval", "certificatesigningrequests/status"),
                signers("approve", SIGNERS + "kube-apiserver-client-kubelet"),
                signers(
                        "sign",
                        SIGNERS + "kube-apiserver-client",
                        SIGNERS + "kube-apiserver-client-kubelet",
                        SIGNERS + "kubelet-serving",
                        SIGNERS + "legacy-unknown"),
                PolicyRule.verbs("create").apiGroups(AUTHORIZATION).resources("subjectaccessreviews"),
                events());
    }

    private static List<ClusterRole> publicRoles() {
        return List.of(
                clusterRole(
                        "system:public-info-viewer",
                        PolicyRule.verbs("get")
                                .nonResourceUrls("/healthz", "/livez", "/readyz", "/version", "/version/")),
                clusterRole(
                        "system:discovery",
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
                        "system:basic-user",
                        PolicyRule.verbs("create")
                                .apiGroups(AUTHORIZATION)
                                .resources("selfsubjectaccessreviews", "selfsubjectrulesreviews")),
                clusterRole(
                        "system:monitoring",
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
                        KUBE_SYSTEM,
                        "system:controller:bootstrap-signer",
                        PolicyRule.verbs(READ).apiGroups(CORE).resources("secrets")),
                role(
                        KUBE_PUBLIC,
                        "system:controller:bootstrap-signer",
                        PolicyRule.verbs(READ).apiGroups(CORE).resources("configmaps"),
                        PolicyRule.verbs("update")
                                .apiGroups(CORE)
                                .resources("configmaps")
                                .withResourceNames("cluster-info"),
                        events()),
                role(
                        KUBE_SYSTEM,
                        "system:controller:token-cleaner",
                        PolicyRule.verbs("delete", "get", "list", "watch")
                                .apiGroups(CORE)
                                .resources("secrets"),
                        events()),
                role(
                        KUBE_SYSTEM,
                        "extension-apiserver-authentication-reader",
                        PolicyRule.verbs(READ)
                                .apiGroups(CORE)
                                .resources("configmaps")
                                .withResourceNames("extension-apiserver-authentication")));
    }
}
