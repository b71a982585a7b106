package io.github.kubetls.examples.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.examples.tasks.ApproveOverHttp;
import io.github.kubetls.kubelet.CertificateTemplate;
import io.github.kubetls.kubelet.CertificateTemplate.NodeAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApproveOverHttpTest {

    @Test
    void approvesWhatIsInTheRange(@TempDir Path folder) throws Exception {
        try (LoopbackCluster cluster = LoopbackCluster.start(folder)) {
            ApiCaller node = cluster.user("system:node:worker-1", "system:nodes");
            String inside = create(node, "10.0.0.11");
            String outside = create(node, "10.9.9.9");

            ApproveOverHttp.main(cluster.adminKubeconfig().toString(), "10.0.0.0/24");

            assertThat(read(cluster, inside).isApproved()).isTrue();
            assertThat(read(cluster, outside).conditions()).isEmpty();
        }
    }

    private static String create(ApiCaller node, String address) {
        CertificateTemplate template = CertificateTemplate.kubeletServing(
                        "worker-1", List.of(new NodeAddress(NodeAddress.Type.INTERNAL_IP, address)))
                .orElseThrow();
        CertificateSigningRequest csr =
                CertificateSigningRequest.kubeletServing(template.request(KeyAlgorithm.ECDSA_P256.generateKeyPair()));
        ApiCaller.Reply created = node.post(ApiCaller.REQUESTS, csr.toJson());
        assertThat(created.code()).isEqualTo(201);
        return CertificateSigningRequest.parse(created.text()).metadata().name();
    }

    private static CertificateSigningRequest read(LoopbackCluster cluster, String name) throws Exception {
        return CertificateSigningRequest.parse(
                cluster.admin().get(ApiCaller.REQUESTS + "/" + name).text());
    }
}
