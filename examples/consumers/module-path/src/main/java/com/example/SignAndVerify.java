package com.example;

import io.github.kubetls.access.Authentication;
import io.github.kubetls.access.Credentials;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.ClientCertificateAuthenticator;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.csr.ApprovalPolicy;
import io.github.kubetls.csr.CertificateSigner;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.PemSource;
import io.github.kubetls.rbac.BootstrapPolicy;
import io.github.kubetls.rbac.authorizer.RbacAuthorizer;
import io.github.kubetls.token.BootstrapToken;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;

/** Signs and verifies with keys of each kind, and writes and reads a kubeconfig. */
public final class SignAndVerify {

    private SignAndVerify() {}

    public static void main(String[] arguments) throws GeneralSecurityException {
        for (KeyAlgorithm algorithm : new KeyAlgorithm[] {
            KeyAlgorithm.ECDSA_P256, KeyAlgorithm.ECDSA_P384, KeyAlgorithm.ED25519, KeyAlgorithm.RSA_2048
        }) {
            CertificateAuthority ca = CertificateAuthority.generate("kubernetes", algorithm, Instant.now());
            CertificateRequest request = CertificateRequest.kubeletClient("worker-1", algorithm.generateKeyPair());
            CertificateSigningRequest csr = CertificateSigningRequest.parse(
                            CertificateSigningRequest.kubeletClient(request).toYaml())
                    .requestedBy(UserInfo.of("system:bootstrap:07401b", "system:bootstrappers"));
            RbacAuthorizer rbac = RbacAuthorizer.of(BootstrapPolicy.objects("system:bootstrappers"));
            CertificateSigningRequest issued = CertificateSigner.of(
                            SignerName.KUBE_APISERVER_CLIENT_KUBELET, ca, Duration.ofDays(1))
                    .sign(csr.withDecision(ApprovalPolicy.kubeletClient(rbac).evaluate(csr), Instant.now()));
            Authentication answer = ClientCertificateAuthenticator.of(ca)
                    .authenticate(Credentials.clientCertificate(issued.certificates()), Instant.now());
            // As TLS does, with what the image has of the JDK.
            issued.certificates().get(0).verify(ca.certificate().getPublicKey());
            Cluster cluster = Cluster.of("https://10.0.0.1:6443", PemSource.inline(ca.certificatePem()));
            Kubeconfig kubeconfig = Kubeconfig.bootstrap(cluster, BootstrapToken.generate());
            if (!Kubeconfig.parse(kubeconfig.toYaml()).equals(kubeconfig)) {
                throw new IllegalStateException("the kubeconfig reads differently");
            }
            System.out.println(
                    algorithm + " " + answer.authenticatedUser().orElseThrow().name());
        }
    }
}
