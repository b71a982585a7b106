package io.github.kubetls.examples.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.csr.CertificateSigningRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServingCertificateTest {

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
