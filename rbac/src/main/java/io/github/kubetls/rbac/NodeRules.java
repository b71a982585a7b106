package io.github.kubetls.rbac;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.release.Feature;
import java.util.ArrayList;
import java.util.List;

/** The rules of the role {@code system:node}. */
final class NodeRules {

    private static final String CORE = "";
    private static final String STORAGE = "storage.k8s.io";
    private static final String RESOURCES = "resource.k8s.io";
    private static final String[] READ = {"get", "list", "watch"};

    private NodeRules() {}

    static List<PolicyRule> of(KubernetesRelease release) {
        List<PolicyRule> rules = new ArrayList<>(always());
        if (Feature.NODE_RESOURCES.in(release)) {
            rules.add(PolicyRule.verbs("get").apiGroups(RESOURCES).resources("resourceclaims"));
            rules.add(PolicyRule.verbs("deletecollection").apiGroups(RESOURCES).resources("resourceslices"));
        }
        if (Feature.TRUST_BUNDLE_POLICY.in(release)) {
            rules.add(DefaultRoles.readTrustBundles());
        }
        if (Feature.NODE_SERVICE_ACCOUNTS.in(release)) {
            rules.add(PolicyRule.verbs("get").apiGroups(CORE).resources("serviceaccounts"));
        }
        if (Feature.POD_CERTIFICATE_POLICY.in(release)) {
            rules.add(PolicyRule.verbs("create", "get", "list", "watch")
                    .apiGroups(DefaultRoles.CERTIFICATES)
                    .resources("podcertificaterequests"));
        }
        return List.copyOf(rules);
    }

    private static List<PolicyRule> always() {
        String[] write = {"create", "delete", "get", "patch", "update"};
        return List.of(
                PolicyRule.verbs("create")
                        .apiGroups(DefaultRoles.AUTHENTICATION)
                        .resources("tokenreviews"),
                PolicyRule.verbs("create")
                        .apiGroups(DefaultRoles.AUTHORIZATION)
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
                        .apiGroups(DefaultRoles.CERTIFICATES)
                        .resources("certificatesigningrequests"),
                PolicyRule.verbs(write).apiGroups("coordination.k8s.io").resources("leases"),
                PolicyRule.verbs("get").apiGroups(STORAGE).resources("volumeattachments"),
                PolicyRule.verbs("create").apiGroups(CORE).resources("serviceaccounts/token"),
                PolicyRule.verbs("get", "patch", "update").apiGroups(CORE).resources("persistentvolumeclaims/status"),
                PolicyRule.verbs(READ).apiGroups(STORAGE).resources("csidrivers"),
                PolicyRule.verbs(write).apiGroups(STORAGE).resources("csinodes"),
                PolicyRule.verbs(READ).apiGroups("node.k8s.io").resources("runtimeclasses"));
    }
}
