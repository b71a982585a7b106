package com.example;

import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.CertificateRequest;
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
import java.time.Duration;
import java.time.Instant;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** A signer as a bean, and a node's request that it signs. */
@SpringBootApplication
public class BootstrapApplication {

    public static void main(String... arguments) {
        SpringApplication.run(BootstrapApplication.class, arguments);
    }

    @Bean
    CertificateAuthority ca() {
        return CertificateAuthority.generate("kubernetes", KeyAlgorithm.ECDSA_P256, Instant.now());
    }

    @Bean
    CertificateSigner signer(CertificateAuthority ca) {
        return CertificateSigner.of(SignerName.KUBE_APISERVER_CLIENT_KUBELET, ca, Duration.ofDays(365));
    }

    @Bean
    ApprovalPolicy approvalPolicy() {
        return ApprovalPolicy.kubeletClient(RbacAuthorizer.of(BootstrapPolicy.objects("system:bootstrappers")));
    }

    @Bean
    ApplicationRunner node(CertificateAuthority ca, ApprovalPolicy policy, CertificateSigner signer) {
        return arguments -> {
            Cluster cluster = Cluster.of("https://10.0.0.1:6443", PemSource.inline(ca.certificatePem()));
            Kubeconfig kubeconfig = Kubeconfig.parse(
                    Kubeconfig.bootstrap(cluster, BootstrapToken.generate()).toYaml());
            CertificateSigningRequest csr = CertificateSigningRequest.kubeletClient(
                            CertificateRequest.kubeletClient("worker-1", KeyAlgorithm.ECDSA_P256.generateKeyPair()))
                    .requestedBy(UserInfo.of("system:bootstrap:07401b", "system:bootstrappers"));
            CertificateSigningRequest issued = signer.sign(csr.withDecision(policy.evaluate(csr), Instant.now()));
            System.out.println(issued.certificates().get(0).getSubjectX500Principal() + " may call "
                    + kubeconfig.clusters().size() + " cluster");
        };
    }
}
