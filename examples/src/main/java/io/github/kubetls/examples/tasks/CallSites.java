package io.github.kubetls.examples.tasks;

import io.github.kubetls.access.AccessDecision;
import io.github.kubetls.access.Attributes;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.csr.ApprovalDecision;
import io.github.kubetls.csr.ApprovalPolicy;
import io.github.kubetls.csr.CertificateSigner;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.discovery.KubeconfigState;
import io.github.kubetls.discovery.KubeletBootstrap;
import io.github.kubetls.rbac.BootstrapPolicy;
import io.github.kubetls.rbac.ClusterRoleBinding;
import io.github.kubetls.rbac.PolicyRule;
import io.github.kubetls.rbac.RoleRef;
import io.github.kubetls.rbac.Subject;
import io.github.kubetls.rbac.authorizer.RbacAuthorizer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The snippets of the pages under {@code docs} that are too short for a task of their own. */
final class CallSites {

    private CallSites() {}

    static CertificateSigningRequest approveAndSign(
            CertificateSigningRequest csr, UserInfo user, RbacAuthorizer rbac, CertificateAuthority ca, Instant now) {
        // region approve-and-sign
        ApprovalDecision decision = ApprovalPolicy.kubeletClient(rbac).evaluate(csr.requestedBy(user));
        CertificateSigner signer =
                CertificateSigner.of(SignerName.KUBE_APISERVER_CLIENT_KUBELET, ca, Duration.ofDays(365));
        CertificateSigningRequest issued = signer.sign(csr.requestedBy(user).withDecision(decision, now));
        // endregion
        return issued;
    }

    static CertificateSigningRequest bridge(CertificateSigningRequest approved) {
        // region bridge
        Map<String, ?> map = approved.toMap(); // JDK types only, for the converter of your client
        CertificateSigningRequest back = CertificateSigningRequest.fromMap(map);
        // endregion
        return back;
    }

    static AccessDecision ask(UserInfo user, RbacAuthorizer rbac) {
        // region ask
        Attributes create = Attributes.resource("create", "certificates.k8s.io", "certificatesigningrequests");
        AccessDecision decision = rbac.authorize(user, create);
        RbacAuthorizer.AllowedSubjects who = rbac.whoCan(create);
        // endregion
        System.out.println(who);
        return decision;
    }

    static KubeletBootstrap.Decision restart(Instant now) {
        // region restart
        KubeletBootstrap.Decision decision = KubeletBootstrap.builder(
                        KubeconfigState.read(Path.of("/etc/kubernetes/kubelet.conf")))
                .bootstrapKubeconfig(KubeconfigState.read(Path.of("/etc/kubernetes/bootstrap-kubelet.conf")))
                .build()
                .decide(now);
        // endregion
        return decision;
    }

    static List<Object> rbac() {
        // region rbac
        List<ClusterRoleBinding> trio = BootstrapPolicy.bindings("system:bootstrappers");
        RbacAuthorizer rbac = RbacAuthorizer.of(BootstrapPolicy.objects("system:bootstrappers"));
        // endregion
        return List.of(trio, rbac);
    }

    static List<Object> rbacObjects() {
        // region rbac-objects
        ClusterRoleBinding binding = ClusterRoleBinding.of(
                "create-csrs-for-bootstrapping",
                RoleRef.clusterRole("system:node-bootstrapper"),
                Subject.group("system:bootstrappers"));
        PolicyRule rule = PolicyRule.verbs("create")
                .apiGroups("certificates.k8s.io")
                .resources("certificatesigningrequests/nodeclient");
        // endregion
        return List.of(binding, rule);
    }
}
