package io.github.kubetls.rbac;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.internal.release.Feature;
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
    static final String TRUST_BUNDLE_DISCOVERY = "system:cluster-trust-bundle-discovery";
    static final String TRUST_BUNDLE_PUBLISHER =
            "system:controller:kube-apiserver-serving-clustertrustbundle-publisher";
    static final String POD_CERTIFICATE_CLEANER = "system:controller:podcertificaterequestcleaner";
    static final String BOOTSTRAP_SIGNER = "system:controller:bootstrap-signer";
    static final String TOKEN_CLEANER = "system:controller:token-cleaner";
    static final String AUTHENTICATION_READER = "extension-apiserver-authentication-reader";

    private static final String CORE = "";
    static final String CERTIFICATES = "certificates.k8s.io";
    static final String AUTHENTICATION = "authentication.k8s.io";
    static final String AUTHORIZATION = "authorization.k8s.io";
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
        return clusterRole(name, List.of(rules));
    }

    private static ClusterRole clusterRole(String name, List<PolicyRule> rules) {
        return ClusterRole.of(metadata("", name, Map.of()), rules);
    }

    private static Role role(String namespace, String name, PolicyRule... rules) {
        return Role.of(metadata(namespace, name, Map.of()), List.of(rules));
    }

    private static PolicyRule events() {
        return PolicyRule.verbs("create", "patch", "update")
                .apiGroups(CORE, "events.k8s.io")
                .resources("events");
    }

    static List<ClusterRole> clusterRoles(KubernetesRelease release) {
        List<ClusterRole> roles = new ArrayList<>();
        roles.add(clusterRole(
                BootstrapPolicy.CLUSTER_ADMIN,
                PolicyRule.verbs("*").apiGroups("*").resources("*"),
                PolicyRule.verbs("*").nonResourceUrls("*")));
        roles.addAll(aggregated());
        roles.addAll(bootstrapRoles());
        roles.addAll(publicRoles(release));
        roles.add(nodeProxier(release));
        roles.add(clusterRole(
                "system:auth-delegator",
                PolicyRule.verbs("create").apiGroups(AUTHENTICATION).resources("tokenreviews"),
                PolicyRule.verbs("create").apiGroups(AUTHORIZATION).resources("subjectaccessreviews")));
        roles.add(kubeletApiAdmin(release));
        roles.add(clusterRole(BootstrapPolicy.NODE, NodeRules.of(release)));
        if (Feature.TRUST_BUNDLE_POLICY.in(release)) {
            roles.add(clusterRole(TRUST_BUNDLE_DISCOVERY, readTrustBundles()));
            roles.add(trustBundlePublisher());
        }
        if (Feature.POD_CERTIFICATE_POLICY.in(release)) {
            roles.add(clusterRole(
                    POD_CERTIFICATE_CLEANER,
                    PolicyRule.verbs("delete", "get", "list", "watch")
                            .apiGroups(CERTIFICATES)
                            .resources("podcertificaterequests")));
        }
        return roles;
    }

    private static ClusterRole trustBundlePublisher() {
        return clusterRole(
                TRUST_BUNDLE_PUBLISHER,
                PolicyRule.verbs("attest")
                        .apiGroups(CERTIFICATES)
                        .resources("signers")
                        .withResourceNames("kubernetes.io/kube-apiserver-serving"),
                PolicyRule.verbs("create", "delete", "list", "update", "watch")
                        .apiGroups(CERTIFICATES)
                        .resources("clustertrustbundles"),
                events());
    }

    static PolicyRule readTrustBundles() {
        return PolicyRule.verbs(READ).apiGroups(CERTIFICATES).resources("clustertrustbundles");
    }

    private static ClusterRole nodeProxier(KubernetesRelease release) {
        List<PolicyRule> rules = new ArrayList<>(List.of(
                PolicyRule.verbs("list", "watch").apiGroups(CORE).resources("endpoints", "services"),
                PolicyRule.verbs(READ).apiGroups(CORE).resources("nodes"),
                events()));
        if (Feature.SERVICE_CIDRS.in(release)) {
            rules.add(PolicyRule.verbs("list", "watch")
                    .apiGroups("networking.k8s.io")
                    .resources("servicecidrs"));
        }
        rules.add(
                PolicyRule.verbs("list", "watch").apiGroups("discovery.k8s.io").resources("endpointslices"));
        return clusterRole(NODE_PROXIER, rules);
    }

    private static ClusterRole kubeletApiAdmin(KubernetesRelease release) {
        List<PolicyRule> rules = new ArrayList<>(List.of(
                PolicyRule.verbs(READ).apiGroups(CORE).resources("nodes"),
                PolicyRule.verbs("proxy").apiGroups(CORE).resources("nodes")));
        if (Feature.KUBELET_FINE_GRAINED.in(release)) {
            rules.add(everything("nodes/log", "nodes/metrics", "nodes/proxy", "nodes/stats"));
            rules.add(everything("nodes/configz", "nodes/healthz", "nodes/pods"));
        } else {
            rules.add(everything("nodes/log", "nodes/metrics", "nodes/proxy", "nodes/spec", "nodes/stats"));
        }
        return clusterRole(BootstrapPolicy.KUBELET_API_ADMIN, rules);
    }

    private static PolicyRule everything(String... resources) {
        return PolicyRule.verbs("*").apiGroups(CORE).resources(resources);
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

    private static List<ClusterRole> publicRoles(KubernetesRelease release) {
        List<PolicyRule> basic = new ArrayList<>();
        basic.add(PolicyRule.verbs("create")
                .apiGroups(AUTHORIZATION)
                .resources("selfsubjectaccessreviews", "selfsubjectrulesreviews"));
        if (Feature.SELF_SUBJECT_REVIEWS.in(release)) {
            basic.add(PolicyRule.verbs("create").apiGroups(AUTHENTICATION).resources("selfsubjectreviews"));
        }
        List<String> monitored = new ArrayList<>(List.of("/healthz", "/healthz/*", "/livez", "/livez/*", "/metrics"));
        if (Feature.MONITORING_SLIS.in(release)) {
            monitored.add("/metrics/slis");
        }
        monitored.addAll(List.of("/readyz", "/readyz/*"));
        return List.of(
                get(PUBLIC_INFO_VIEWER, "/healthz", "/livez", "/readyz", "/version", "/version/"),
                get(
                        DISCOVERY,
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
                        "/version/"),
                clusterRole(BootstrapPolicy.BASIC_USER, basic),
                get(MONITORING, monitored.toArray(String[]::new)));
    }

    private static ClusterRole get(String name, String... urls) {
        return clusterRole(name, PolicyRule.verbs("get").nonResourceUrls(urls));
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
