package io.github.kubetls.examples.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.csr.ApprovalPolicy;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.KubeletServingPolicy;
import io.github.kubetls.kubelet.CertificateTemplate;
import io.github.kubetls.kubelet.CertificateTemplate.NodeAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServingCertificateTest {

    // region test
    @Test
    void approvesWhatIsInTheRange() {
        ApprovalPolicy policy =
                KubeletServingPolicy.builder().ipRanges("10.0.0.0/24").build();
        assertThat(policy.evaluate(requestFor("10.0.0.11")).isApproved()).isTrue();
        assertThat(policy.evaluate(requestFor("10.9.9.9")).isApproved()).isFalse();
    }

    private static CertificateSigningRequest requestFor(String address) {
        List<NodeAddress> addresses = List.of(new NodeAddress(NodeAddress.Type.INTERNAL_IP, address));
        CertificateTemplate template =
                CertificateTemplate.kubeletServing("worker-1", addresses).orElseThrow();
        return CertificateSigningRequest.kubeletServing(template.request(KeyAlgorithm.ECDSA_P256.generateKeyPair()))
                .requestedBy(UserInfo.node("worker-1"));
    }
    // endregion

    @Test
    void issuesForTheNodesOwnAddressOnly(@TempDir Path folder) throws Exception {
        ServingCertificate.main(folder.toString());
        CertificateSigningRequest own = CertificateSigningRequest.read(folder.resolve("worker-1-10.0.0.11.yaml"));
        assertThat(SubjectAltNames.of(own.certificates().get(0)).ipAddressTexts())
                .containsExactly("10.0.0.11");
        CertificateSigningRequest foreign = CertificateSigningRequest.read(folder.resolve("worker-1-10.0.0.1.yaml"));
        assertThat(foreign.isIssued()).isFalse();
        assertThat(foreign.conditions()).isEmpty();
    }
}
