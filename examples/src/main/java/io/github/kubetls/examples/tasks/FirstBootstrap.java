package io.github.kubetls.examples.tasks;

import io.github.kubetls.certificate.*;
import io.github.kubetls.csr.*;
import io.github.kubetls.kubeconfig.*;
import io.github.kubetls.rbac.BootstrapPolicy;
import io.github.kubetls.rbac.authorizer.RbacAuthorizer;
import io.github.kubetls.token.*;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.*;

class FirstBootstrap {

    public static void main(String... arguments) throws Exception {
        Instant now = Instant.now();

        // The administrator: a CA, a token that ends by itself, and the kubeconfig with which a kubelet starts.
        CertificateAuthority ca = CertificateAuthority.generate("kubernetes", KeyAlgorithm.ECDSA_P256, now);
        BootstrapTokenSecret token = BootstrapTokenSecret.builder(BootstrapToken.generate())
                .expiration(now.plus(Duration.ofHours(24)))
                .usages(TokenUsage.AUTHENTICATION)
                .build();
        token.write(Path.of("bootstrap-token.yaml"));
        Cluster cluster = Cluster.of("https://10.0.0.1:6443", PemSource.inline(ca.certificatePem()));
        Kubeconfig.bootstrap(cluster, token.token()).write(Path.of("bootstrap-kubelet.conf"));

        // The node: a key, and the request for a certificate.
        KeyPair key = KeyAlgorithm.ECDSA_P256.generateKeyPair();
        CertificateSigningRequest csr =
                CertificateSigningRequest.kubeletClient(CertificateRequest.kubeletClient("worker-1", key));

        // The control plane: who asks, whether they may, and the certificate.
        CertificateSigningRequest asked = csr.requestedBy(token.user());
        ApprovalPolicy policy =
                ApprovalPolicy.kubeletClient(RbacAuthorizer.of(BootstrapPolicy.objects("system:bootstrappers")));
        CertificateSigner signer =
                CertificateSigner.of(SignerName.KUBE_APISERVER_CLIENT_KUBELET, ca, Duration.ofDays(365));
        CertificateSigningRequest issued = signer.sign(asked.withDecision(policy.evaluate(asked), now));

        // The node again: the certificate with its key, and the kubeconfig that names them.
        CertificateAndKey pair = CertificateAndKey.of(issued.certificates(), key.getPrivate());
        pair.write(Path.of("kubelet-client.pem"));
        Kubeconfig.kubelet(cluster, Path.of("kubelet-client.pem")).write(Path.of("kubelet.conf"));
        System.out.println(token.user().name() + " got " + pair.certificate().getSubjectX500Principal());
    }
}
