package io.github.kubetls.examples.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.csr.CertificateSigningRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApproveAndSignTest {

    @Test
    void issuesToTheInventoryOnly(@TempDir Path folder) throws Exception {
        ApproveAndSign.main(folder.toString());
        CertificateSigningRequest known = CertificateSigningRequest.read(folder.resolve("worker-1.yaml"));
        assertThat(known.isIssued()).isTrue();
        assertThat(known.certificates().get(0).getSubjectX500Principal())
                .hasToString("CN=system:node:worker-1, O=system:nodes");
        CertificateSigningRequest stranger = CertificateSigningRequest.read(folder.resolve("stranger.yaml"));
        assertThat(stranger.isIssued()).isFalse();
        assertThat(stranger.isDenied()).isTrue();
    }
}
