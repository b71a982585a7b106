package io.github.kubetls.examples.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.DistinguishedName;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.manifest.Manifest;
import io.github.kubetls.rbac.BootstrapPolicy;
import io.github.kubetls.rbac.RbacObject;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhyPendingTest {

    private final KeyPair keyPair = KeyAlgorithm.ECDSA_P256.generateKeyPair();

    @TempDir
    private Path folder;

    @BeforeEach
    void twoRequestsWait() throws IOException {
        CertificateRequest own = CertificateRequest.kubeletClient("worker-1", keyPair);
        CertificateRequest other = CertificateRequest.builder(keyPair)
                .subject(DistinguishedName.of("worker-1"))
                .build();
        Manifest.write(
                folder.resolve("csrs.yaml"),
                List.of(
                        waiting(CertificateSigningRequest.kubeletClient(own)),
                        waiting(CertificateSigningRequest.builder(SignerName.KUBE_APISERVER_CLIENT_KUBELET, other)
                                .name("odd")
                                .usages(KeyUsage.DIGITAL_SIGNATURE, KeyUsage.CLIENT_AUTH)
                                .build())));
    }

    private static CertificateSigningRequest waiting(CertificateSigningRequest csr) {
        return csr.requestedBy(
                UserInfo.of("system:bootstrap:07401b", UserInfo.BOOTSTRAPPERS_GROUP, UserInfo.AUTHENTICATED_GROUP));
    }

    private List<String> explain(List<RbacObject> rbac) throws IOException {
        Path file = folder.resolve("rbac.yaml");
        Manifest.write(file, rbac);
        return WhyPending.explain(folder.resolve("csrs.yaml"), file);
    }

    @Test
    void saysThatABindingIsMissing() throws IOException {
        assertThat(explain(BootstrapPolicy.defaults()).get(0))
                .contains("as [nodeclient] but subject access review was not approved");
        assertThat(explain(BootstrapPolicy.objects(UserInfo.BOOTSTRAPPERS_GROUP))
                        .get(0))
                .contains("Auto approving kubelet client certificate");
    }

    @Test
    void saysThatARequestIsNotAKubelets() throws IOException {
        assertThat(explain(BootstrapPolicy.objects(UserInfo.BOOTSTRAPPERS_GROUP))
                        .get(1))
                .contains("odd: subject organization is not system:nodes", "REQUEST_REFUSED");
    }
}
