package io.github.kubetls.rbac.authorizer;

import static org.assertj.core.api.Assertions.assertThat;

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
            get    | ''                  | nodes                  | ''     | x    | ''              |
            list   | ''                  | nodes                  | ''     | ''   | ''              |
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
