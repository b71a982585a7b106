package io.github.kubetls.examples.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.certificate.SubjectAltNames;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkloadCertificateTest {

    @Test
    void certifiesBothPodsAndConnectsThem(@TempDir Path folder) throws Exception {
        WorkloadCertificate.main(folder.toString());
        for (String account : new String[] {"api", "web"}) {
            Path bundle = folder.resolve(account).resolve("bundle.pem");
            assertThat(Pem.blocks(Files.readString(bundle)))
                    .extracting(Pem.Block::label)
                    .containsExactly("PRIVATE KEY", "CERTIFICATE");
            SubjectAltNames names =
                    SubjectAltNames.of(CertificateAndKey.read(bundle).certificate());
            assertThat(names.uris()).containsExactly("spiffe://orders.example/ns/orders/sa/" + account);
            assertThat(names.dnsNames()).containsExactly(account + ".orders.svc");
        }
    }
}
