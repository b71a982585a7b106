package io.github.kubetls.examples.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.access.Credentials;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.ClientCertificateAuthenticator;
import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinNodeTest {

    @BeforeAll
    static void aStoreHasLinks() {
        Posix.assume();
    }

    @Test
    void leavesAKubeconfigWithWhichTheNodeIsKnown(@TempDir Path folder) throws Exception {
        JoinNode.main(folder.toString());
        ClientConfig config = ClientConfig.of(Kubeconfig.read(folder.resolve("kubelet.conf")));
        assertThat(ClientCertificateAuthenticator.of(config.certificateAuthorities())
                        .authenticate(
                                Credentials.clientCertificate(
                                        config.clientCertificate().orElseThrow().chain()),
                                Instant.now())
                        .authenticatedUser()
                        .map(UserInfo::toString))
                .contains("system:node:worker-1 [system:nodes]");
        assertThat(config.server()).hasToString("https://10.0.0.1:6443");
        assertThat(Posix.mode(folder.resolve("bootstrap-kubelet.conf"))).isEqualTo("rw-------");
    }
}
