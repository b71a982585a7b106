package io.github.kubetls.rbac.authorizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.access.Attributes;
import io.github.kubetls.access.Authorizer;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.fixtures.Recorded;
import io.github.kubetls.rbac.RbacObject;
import io.github.kubetls.rbac.RecordedCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class RecordedClusterTest {

    static final java.util.List<String> FILES = RecordedCluster.FILES;

    private static final RbacAuthorizer RBAC = RbacAuthorizer.of(RecordedCluster.objects());
    private static final Attributes.Resource CREATE_CSR =
            Attributes.resource("create", "certificates.k8s.io", "certificatesigningrequests");

    @ParameterizedTest
    @FieldSource("FILES")
    void filesRoundTripToTheSameBytes(String file) {
        assertThat(RbacObject.toListYaml(RbacObject.parseAll(Recorded.text(file))))
                .isEqualTo(Recorded.text(file));
    }

    @ParameterizedTest
    @FieldSource("FILES")
    void objectsRoundTripThroughYamlAndJson(String file) {
        assertThat(RbacObject.parseAll(Recorded.text(file))).isNotEmpty().allSatisfy(object -> {
            assertThat(RbacObject.parse(object.toYaml())).isEqualTo(object);
            assertThat(RbacObject.parse(object.toJson())).isEqualTo(object);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            system:bootstrap:07401b                          | system:bootstrappers                             | create certificates.k8s.io certificatesigningrequests -              | ClusterRoleBinding "create-csrs-for-bootstrapping" of ClusterRole "system:node-bootstrapper" to Group "system:bootstrappers"
            system:bootstrap:07401b                          | system:bootstrappers:kubeadm:default-node-token  | create certificates.k8s.io certificatesigningrequests -              | ClusterRoleBinding "kubeadm:kubelet-bootstrap" of ClusterRole "system:node-bootstrapper" to Group "system:bootstrappers:kubeadm:default-node-token"
            system:bootstrap:07401b                          | system:bootstrappers                             | create certificates.k8s.io certificatesigningrequests nodeclient     | ClusterRoleBinding "auto-approve-csrs-for-group" of ClusterRole "system:certificates.k8s.io:certificatesigningrequests:nodeclient" to Group "system:bootstrappers"
            system:node:worker-1                             | system:nodes                                     | create certificates.k8s.io certificatesigningrequests selfnodeclient | ClusterRoleBinding "auto-approve-renewals-for-nodes" of ClusterRole "system:certificates.k8s.io:certificatesigningrequests:selfnodeclient" to Group "system:nodes"
            system:serviceaccount:kube-system:certificate-controller | system:serviceaccounts                   | update certificates.k8s.io certificatesigningrequests approval       | ClusterRoleBinding "system:controller:certificate-controller" of ClusterRole "system:controller:certificate-controller" to ServiceAccount "certificate-controller/kube-system"
            admin                                            | system:masters                                   | delete apps deployments -                                            | ClusterRoleBinding "cluster-admin" of ClusterRole "cluster-admin" to Group "system:masters"
            """)
    void bootstrapChainIsAllowed(String user, String group, String request, String grant) {
        String[] parts = request.split(" ");
        Attributes.Resource attributes =
                Attributes.resource(parts[0], parts[1], parts[2]).withSubresource(parts[3].equals("-") ? "" : parts[3]);
        assertThat(RBAC.authorize(UserInfo.of(user, group).authenticated(), attributes))
                .satisfies(decision -> assertThat(decision.isAllowed()).isTrue())
                .satisfies(decision -> assertThat(decision.reason()).isEqualTo("RBAC: allowed by " + grant));
    }

    @ParameterizedTest
    @CsvSource({
        "kubernetes.io/kube-apiserver-client-kubelet, approve, true",
        "kubernetes.io/kube-apiserver-client-kubelet, sign, true",
        "kubernetes.io/kubelet-serving, sign, true",
        "kubernetes.io/kubelet-serving, approve, false",
        "example.com/other, sign, false",
    })
    void certificateControllerSignsForTheBuiltInSigners(String signer, String verb, boolean allowed) {
        UserInfo controller = UserInfo.of("system:serviceaccount:kube-system:certificate-controller");
        assertThat(RBAC.authorize(
                                controller,
                                Attributes.resource(verb, "certificates.k8s.io", "signers")
                                        .withName(signer))
                        .isAllowed())
                .isEqualTo(allowed);
    }

    @Test
    void mastersMayDoAll() {
        UserInfo master = UserInfo.of("kubernetes-admin", "system:masters");
        assertThat(RBAC.authorize(master, Attributes.path("delete", "/anything"))
                        .isAllowed())
                .isTrue();
        assertThat(RBAC.authorize(
                                master,
                                Attributes.resource("escalate", "rbac.authorization.k8s.io", "roles")
                                        .withNamespace("x"))
                        .isAllowed())
                .isTrue();
    }

    @Test
    void anonymousMayReadHealthAndClusterInfoOnly() {
        UserInfo anonymous = UserInfo.anonymous();
        Attributes.Resource configMap =
                Attributes.resource("get", "", "configmaps").withNamespace("kube-public");
        assertThat(RBAC.authorize(anonymous, Attributes.path("get", "/healthz")).reason())
                .isEqualTo("RBAC: allowed by ClusterRoleBinding \"system:public-info-viewer\" of ClusterRole"
                        + " \"system:public-info-viewer\" to Group \"system:unauthenticated\"");
        assertThat(RBAC.authorize(anonymous, configMap.withName("cluster-info")).reason())
                .isEqualTo("RBAC: allowed by RoleBinding \"kubeadm:bootstrap-signer-clusterinfo/kube-public\" of Role"
                        + " \"kubeadm:bootstrap-signer-clusterinfo\" to User \"system:anonymous\"");
        assertThat(RBAC.authorize(anonymous, configMap.withName("other")).isAllowed())
                .isFalse();
        assertThat(RBAC.authorize(anonymous, configMap).isAllowed()).isFalse();
        assertThat(RBAC.authorize(anonymous, Attributes.path("get", "/api")).isAllowed())
                .isFalse();
        assertThat(RBAC.authorize(anonymous, CREATE_CSR).isAllowed()).isFalse();
    }

    @Test
    void nodesCreateTheirRequestsThroughTheNodeAuthorizer() {
        UserInfo node = UserInfo.node("worker-1");
        assertThat(RBAC.authorize(node, CREATE_CSR).isAllowed()).isFalse();
        assertThat(Authorizer.inOrder(NodeAuthorizer.of(), RBAC)
                        .authorize(node, CREATE_CSR)
                        .isAllowed())
                .isTrue();
    }
}
