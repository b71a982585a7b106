package io.github.kubetls.examples.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.access.Credentials;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.ClientCertificateAuthenticator;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeadmCertificatesTest {

    @Test
    void leavesAKubeconfigOfTheAdministratorThatTheCaKnows(@TempDir Path folder) throws Exception {
        KubeadmCertificates.main(folder.toString());
        ClientConfig admin = ClientConfig.of(Kubeconfig.read(folder.resolve("admin.conf")));
        assertThat(ClientCertificateAuthenticator.read(folder.resolve("pki/ca.crt"))
                        .authenticate(
                                Credentials.clientCertificate(
                                        admin.clientCertificate().orElseThrow().chain()),
                                Instant.now())
                        .authenticatedUser()
                        .map(UserInfo::toString))
                .contains("kubernetes-admin [kubeadm:cluster-admins]");
    }

    @Test
    void keepsTheCaThatIsThereAndRenewsTheServingCertificate(@TempDir Path folder) throws Exception {
        KubeadmCertificates.main(folder.toString());
        String ca = Files.readString(folder.resolve("pki/ca.crt"));
        String serving = Files.readString(folder.resolve("pki/apiserver.crt"));
        KubeadmCertificates.main(folder.toString());
        assertThat(folder.resolve("pki/ca.crt")).hasContent(ca);
        assertThat(Files.readString(folder.resolve("pki/apiserver.crt"))).isNotEqualTo(serving);
    }
}
