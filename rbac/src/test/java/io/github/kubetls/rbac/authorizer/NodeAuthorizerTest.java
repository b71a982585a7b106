package io.github.kubetls.rbac.authorizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.AccessDecision;
import io.github.kubetls.access.Attributes;
import io.github.kubetls.access.Authorizer;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.rbac.ClusterRoleBinding;
import io.github.kubetls.rbac.RoleRef;
import io.github.kubetls.rbac.Subject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/behaviour/rbac.md, 6. */
class NodeAuthorizerTest {

    private static final NodeAuthorizer NODE = NodeAuthorizer.of();
    private static final Attributes.Resource CREATE_CSR =
            Attributes.resource("create", "certificates.k8s.io", "certificatesigningrequests");

    @Test
    void nodesCreateAndWatchTheirRequests() {
        for (String verb : new String[] {"create", "get", "list", "watch"}) {
            assertThat(NODE.authorize(
                            UserInfo.node("w"),
                            Attributes.resource(verb, "certificates.k8s.io", "certificatesigningrequests")))
                    .isEqualTo(AccessDecision.allowed(""));
        }
        assertThat(NODE.authorize(UserInfo.node("w"), CREATE_CSR.withSubresource("selfnodeclient")))
                .as("that is for RBAC to say")
                .isEqualTo(AccessDecision.noOpinion(""));
    }

    @ParameterizedTest
    @CsvSource({
        "system:node:w,  system:nodes,         true,  ''",
        "system:node:w,  system:authenticated, false, ''",
        "worker,         system:nodes,         false, ''",
        "system:node,    system:nodes,         false, ''",
        "system:node:,   system:nodes,         false, 'unknown node for user \"system:node:\"'",
        "system:node:,   other,                false, ''",
    })
    void onlyNodesAreKnown(String user, String group, boolean allowed, String reason) {
        AccessDecision decision = NODE.authorize(UserInfo.of(user, group), CREATE_CSR);
        assertThat(decision.isAllowed()).isEqualTo(allowed);
        assertThat(decision.reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # verb | group               | resource               | sub    | name | namespace       | reason; none where allowed
            delete | ''                  | nodes                  | ''     | w    | ''              | ''
            update | ''                  | nodes                  | status | w    | ''              |
            get    | ''                  | secrets                | ''     | s    | ns              | no relationship found between node 'w' and this object
            list   | ''                  | secrets                | ''     | ''   | ns              | No Object name found
            update | ''                  | secrets                | ''     | s    | ns              | can only read resources of this type
            get    | ''                  | secrets                | x      | s    | ns              | cannot read subresource
            get    | ''                  | configmaps             | ''     | s    | ''              | can only read namespaced object of this type
            get    | ''                  | persistentvolumeclaims | ''     | s    | ns              | no relationship found between node 'w' and this object
            list   | ''                  | persistentvolumeclaims | ''     | ''   | ns              | can only get individual resources of this type
            get    | ''                  | persistentvolumeclaims | x      | s    | ns              | cannot get subresource
            patch  | ''                  | persistentvolumeclaims | status | s    | ns              | no relationship found between node 'w' and this object
            get    | ''                  | persistentvolumeclaims | status | s    | ns              | can only get/update/patch this type
            get    | ''                  | persistentvolumes      | ''     | s    | ''              | no relationship found between node 'w' and this object
            get    | storage.k8s.io      | volumeattachments      | ''     | s    | ''              | no relationship found between node 'w' and this object
            create | ''                  | serviceaccounts        | token  | s    | ns              | no relationship found between node 'w' and this object
            create | ''                  | serviceaccounts        | token  | ''   | ns              | can only create tokens for individual service accounts
            create | ''                  | serviceaccounts        | ''     | s    | ns              | can only create token subresource of serviceaccount
            get    | ''                  | serviceaccounts        | token  | s    | ns              | can only create tokens for individual service accounts
            get    | coordination.k8s.io | leases                 | ''     | w    | kube-node-lease |
            get    | coordination.k8s.io | leases                 | ''     | x    | kube-node-lease | can only access node lease with the same name as the requesting node
            create | coordination.k8s.io | leases                 | ''     | ''   | kube-node-lease |
            list   | coordination.k8s.io | leases                 | ''     | ''   | kube-node-lease | can only get, create, update, patch, or delete a node lease
            get    | coordination.k8s.io | leases                 | ''     | w    | ns              | can only access leases in the "kube-node-lease" system namespace
            update | storage.k8s.io      | csinodes               | ''     | w    | ''              |
            update | storage.k8s.io      | csinodes               | ''     | x    | ''              | can only access CSINode with the same name as the requesting node
            update | storage.k8s.io      | csinodes               | status | w    | ''              | cannot authorize CSINode subresources
            list   | storage.k8s.io      | csinodes               | ''     | ''   | ''              | can only get, create, update, patch, or delete a CSINode
            get    | apps                | secrets                | ''     | s    | ns              | ''
            """)
    void limitsToWhatIsTheNodesOwn(
            String verb, String group, String resource, String sub, String name, String namespace, String reason) {
        Attributes request = Attributes.resource(verb, group, resource)
                .withSubresource(sub)
                .withName(name)
                .withNamespace(namespace);
        assertThat(NODE.authorize(UserInfo.node("w"), request))
                .isEqualTo(reason == null ? AccessDecision.allowed("") : AccessDecision.noOpinion(reason));
    }

    /**
     * docs/behaviour/rbac.md, 6.2; docs/behaviour/worked-examples.md, N11: the same request up to 1.31, and with selectors
     * from 1.32 on.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # verb | resource | sub    | name | selector                                | up to 1.31 | from 1.32 on
            get    | nodes    | ''     | w    | ''                                      | yes        | yes
            get    | nodes    | ''     | x    | ''                                      | yes        | node 'w' cannot read 'x', only its own Node object
            list   | nodes    | ''     | ''   | ''                                      | yes        | node 'w' cannot read all nodes, only its own Node object
            watch  | nodes    | ''     | ''   | metadata.name=w                         | yes        | yes
            list   | nodes    | ''     | ''   | metadata.name=x                         | yes        | node 'w' cannot read 'x', only its own Node object
            list   | nodes    | ''     | ''   | spec.unschedulable=false                | yes        | node 'w' cannot read all nodes, only its own Node object
            create | nodes    | ''     | ''   | ''                                      | yes        | yes
            update | nodes    | ''     | x    | ''                                      | yes        | yes
            patch  | nodes    | ''     | w    | ''                                      | yes        | yes
            delete | nodes    | ''     | w    | ''                                      | ''         | ''
            update | nodes    | status | w    | ''                                      | yes        | yes
            patch  | nodes    | status | x    | ''                                      | yes        | yes
            get    | nodes    | status | w    | ''                                      | ''         | ''
            create | nodes    | status | w    | ''                                      | ''         | ''
            get    | nodes    | proxy  | w    | ''                                      | ''         | ''
            get    | pods     | ''     | p    | ''                                      | yes        | no relationship found between node 'w' and this object
            get    | pods     | ''     | ''   | ''                                      | yes        | No Object name found
            list   | pods     | ''     | ''   | ''                                      | yes        | can only list/watch pods with spec.nodeName field selector
            list   | pods     | ''     | ''   | spec.nodeName=w                         | yes        | yes
            list   | pods     | ''     | ''   | spec.nodeName=w,status.phase=Running    | yes        | yes
            watch  | pods     | ''     | ''   | spec.nodeName==w                        | yes        | yes
            list   | pods     | ''     | ''   | spec.nodeName!=w                        | yes        | can only list/watch pods with spec.nodeName field selector
            list   | pods     | ''     | ''   | spec.nodeName!=w2                       | yes        | can only list/watch pods with spec.nodeName field selector
            list   | pods     | ''     | ''   | spec.nodeName=x                         | yes        | can only list/watch pods with spec.nodeName field selector
            list   | pods     | ''     | ''   | spec.nodeName=w,x                       | yes        | can only list/watch pods with spec.nodeName field selector
            list   | pods     | ''     | ''   | metadata.name=p                         | yes        | no relationship found between node 'w' and this object
            list   | pods     | ''     | ''   | metadata.name=p,spec.nodeName=w         | yes        | yes
            create | pods     | ''     | ''   | ''                                      | yes        | yes
            delete | pods     | ''     | p    | ''                                      | yes        | yes
            update | pods     | ''     | p    | ''                                      | ''         | ''
            update | pods     | status | p    | ''                                      | yes        | yes
            patch  | pods     | status | p    | ''                                      | yes        | yes
            get    | pods     | status | p    | ''                                      | ''         | ''
            create | pods     | eviction | p  | ''                                      | yes        | yes
            create | pods     | exec   | p    | ''                                      | ''         | ''
            """)
    void readsOnlyItsOwnNodesAndPodsWhereSelectorsAreAuthorized(
            String verb, String resource, String sub, String name, String selector, String before, String after) {
        Attributes request = Attributes.resource(verb, "", resource)
                .withSubresource(sub)
                .withName(name)
                .withNamespace(resource.equals("pods") ? "ns" : "")
                .withFieldSelector(selector);
        assertThat(authorize(31, request)).as("1.31").isEqualTo(decision(before));
        assertThat(authorize(32, request)).as("1.32").isEqualTo(decision(after));
    }

    private static AccessDecision authorize(int release, Attributes request) {
        return NodeAuthorizer.of(KubernetesRelease.of(release)).authorize(UserInfo.node("w"), request);
    }

    private static AccessDecision decision(String reason) {
        return reason.equals("yes") ? AccessDecision.allowed("") : AccessDecision.noOpinion(reason);
    }

    /** docs/behaviour/rbac.md, 6.2; resources that came in different releases. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # release | verb | group             | resource               | sub    | name | selector        | reason
            29 | create           | resource.k8s.io     | resourceslices         | ''     | ''   | ''              | ''
            30 | create           | resource.k8s.io     | resourceslices         | ''     | ''   | ''              | yes
            37 | get              | resource.k8s.io     | resourceslices         | ''     | s    | ''              | no relationship found between node 'w' and this object
            37 | delete           | resource.k8s.io     | resourceslices         | ''     | ''   | ''              | No Object name found
            31 | list             | resource.k8s.io     | resourceslices         | ''     | ''   | ''              | yes
            32 | list             | resource.k8s.io     | resourceslices         | ''     | ''   | ''              | can only list/watch/deletecollection resourceslices with nodeName field selector
            32 | deletecollection | resource.k8s.io     | resourceslices         | ''     | ''   | spec.nodeName=w | yes
            32 | watch            | resource.k8s.io     | resourceslices         | ''     | ''   | spec.nodeName=x | can only list/watch/deletecollection resourceslices with nodeName field selector
            32 | approve          | resource.k8s.io     | resourceslices         | ''     | ''   | ''              | only the following verbs are allowed for a ResourceSlice: get, watch, list, create, update, patch, delete, deletecollection
            32 | get              | resource.k8s.io     | resourceslices         | status | s    | ''              | cannot authorize ResourceSlice subresources
            29 | get              | resource.k8s.io     | resourceclaims         | ''     | c    | ''              | ''
            30 | get              | resource.k8s.io     | resourceclaims         | ''     | c    | ''              | no relationship found between node 'w' and this object
            37 | list             | resource.k8s.io     | resourceclaims         | ''     | ''   | ''              | can only get individual resources of this type
            33 | get              | ''                  | serviceaccounts        | ''     | s    | ''              | can only create tokens for individual service accounts
            34 | get              | ''                  | serviceaccounts        | ''     | s    | ''              | no relationship found between node 'w' and this object
            34 | create           | ''                  | serviceaccounts        | token  | s    | ''              | no relationship found between node 'w' and this object
            36 | create           | certificates.k8s.io | podcertificaterequests | ''     | ''   | ''              | ''
            37 | create           | certificates.k8s.io | podcertificaterequests | ''     | ''   | ''              | yes
            37 | get              | certificates.k8s.io | podcertificaterequests | ''     | p    | ''              | no relationship found between node 'w' and this object
            37 | list             | certificates.k8s.io | podcertificaterequests | ''     | ''   | spec.nodeName=w | yes
            37 | watch            | certificates.k8s.io | podcertificaterequests | ''     | ''   | ''              | can only list/watch podcertificaterequests with nodeName field selector
            37 | delete           | certificates.k8s.io | podcertificaterequests | ''     | p    | ''              | ''
            37 | update           | certificates.k8s.io | podcertificaterequests | status | p    | ''              | ''
            36 | list             | certificates.k8s.io | clustertrustbundles    | ''     | ''   | ''              | ''
            37 | list             | certificates.k8s.io | clustertrustbundles    | ''     | ''   | ''              | yes
            """)
    void newerResourcesComeWithTheirReleases(
            int release,
            String verb,
            String group,
            String resource,
            String sub,
            String name,
            String selector,
            String reason) {
        Attributes request = Attributes.resource(verb, group, resource)
                .withSubresource(sub)
                .withName(name)
                .withNamespace("ns")
                .withFieldSelector(selector);
        assertThat(authorize(release, request)).isEqualTo(decision(reason));
    }

    @Test
    void theLatestReleaseIsTheDefault() {
        Attributes all = Attributes.resource("list", "", "nodes");
        assertThat(NODE.authorize(UserInfo.node("w"), all))
                .isEqualTo(authorize(KubernetesRelease.latest().minor(), all));
    }

    @Test
    void urlsAreNotForNodes() {
        assertThat(NODE.authorize(UserInfo.node("w"), Attributes.path("get", "/healthz")))
                .isEqualTo(AccessDecision.noOpinion(""));
    }

    @Test
    void nodeComesBeforeRbac() {
        RbacAuthorizer rbac = RbacAuthorizer.of(
                ClusterRoleBinding.of("b", RoleRef.clusterRole("gone"), Subject.group("system:nodes")));
        Authorizer both = Authorizer.inOrder(NODE, rbac);
        UserInfo node = UserInfo.node("w");
        assertThat(both.authorize(node, CREATE_CSR)).isEqualTo(AccessDecision.allowed(""));
        assertThat(both.authorize(
                                node, Attributes.resource("list", "", "secrets").withNamespace("ns"))
                        .reason())
                .isEqualTo("No Object name found\nRBAC: clusterrole.rbac.authorization.k8s.io \"gone\" not found");
    }
}
