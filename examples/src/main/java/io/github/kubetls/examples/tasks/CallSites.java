package io.github.kubetls.examples.tasks;

import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.csr.ApprovalDecision;
import io.github.kubetls.csr.ApprovalPolicy;
import io.github.kubetls.csr.CertificateSigner;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.PemSource;
import io.github.kubetls.rbac.BootstrapPolicy;
import io.github.kubetls.rbac.ClusterRoleBinding;
import io.github.kubetls.rbac.PolicyRule;
import io.github.kubetls.rbac.RoleRef;
import io.github.kubetls.rbac.Subject;
import io.github.kubetls.rbac.authorizer.RbacAuthorizer;
import io.github.kubetls.token.BootstrapToken;
import io.github.kubetls.token.BootstrapTokenSecret;
import io.github.kubetls.token.TokenFile;
import io.github.kubetls.token.TokenUsage;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The snippets of the README. */
final class CallSites {

    private CallSites() {}

    static BootstrapToken token() {
        // region token
        BootstrapToken token = BootstrapToken.generate(); // toString() shows only the id
        // endregion
        return token;
    }

    static Optional<UserInfo> tokenFile(String presented) throws IOException {
        // region token-file
        TokenFile tokens = TokenFile.read(Path.of("token.csv"));
        Optional<UserInfo> user = tokens.authenticate(presented);
        // endregion
        return user;
    }

    static String tokenSecret(BootstrapToken token, Instant now) {
        // region token-secret
        String secret = BootstrapTokenSecret.builder(token)
                .expiration(now.plus(Duration.ofHours(24)))
                .usages(TokenUsage.AUTHENTICATION, TokenUsage.SIGNING)
                .extraGroups("system:bootstrappers:worker")
                .build()
                .toYaml();
        // endregion
        return secret;
    }

    static void bootstrapKubeconfig(CertificateAuthority ca, BootstrapToken token) throws IOException {
        // region bootstrap-kubeconfig
        Cluster cluster = Cluster.of("https://10.0.0.1:6443", PemSource.inline(ca.certificatePem()));
        Kubeconfig.bootstrap(cluster, token).write(Path.of("bootstrap-kubelet.conf")); // a new file is 0600
        // endregion
    }

    static CertificateSigningRequest request() {
        // region request
        KeyPair keyPair = KeyAlgorithm.ECDSA_P256.generateKeyPair();
        CertificateRequest request = CertificateRequest.kubeletClient("worker-1", keyPair);
        CertificateSigningRequest csr = CertificateSigningRequest.kubeletClient(request);
        // endregion
        return csr;
    }

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
