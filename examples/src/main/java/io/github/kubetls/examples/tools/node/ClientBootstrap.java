package io.github.kubetls.examples.tools.node;

import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.discovery.KubeletBootstrap.Decision;
import io.github.kubetls.discovery.KubeletBootstrap.Decision.BootstrapFirst;
import io.github.kubetls.examples.tools.cli.Journal;
import io.github.kubetls.examples.tools.client.ApiClient;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The bootstrap of a node that does not rotate, which is over when it has its certificate.
 *
 * <p>It can be killed at any moment: the key is kept from before the request until after the certificate is stored, the
 * request's name follows from the key, and the kubeconfig, by which the next start decides, is written last.
 */
final class ClientBootstrap {

    private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(1);
    private static final int HEALTH_PERIOD_MILLIS = 2000;
    private static final int HEALTH_JITTER_MILLIS = 400;

    private final NodeFiles files;
    private final OwnedCertificate certificate;

    ClientBootstrap(NodeFiles files, OwnedCertificate certificate) {
        this.files = files;
        this.certificate = certificate;
    }

    void run(BootstrapFirst decision) throws IOException, InterruptedException {
        NodeConnections connections = certificate.context().connections();
        ApiClient client = connections.withGivenCredentials();
        awaitServer(client);
        new PatientRequest(certificate, client)
                .run(files.bootstrapKey(decision.keySource()), CertificateSigningRequest::kubeletClient);
        files.deleteTemporaryKey();
        files.writeKubeconfig(connections.config().cluster());
    }

    private void awaitServer(ApiClient client) throws InterruptedException {
        Journal journal = certificate.context().journal();
        Countdown countdown = Countdown.of(Decision.SERVER_WAIT);
        while (!client.isHealthy(HEALTH_TIMEOUT)) {
            if (countdown.isOver()) {
                journal.warn("Error waiting for apiserver to come up: timed out waiting to connect to apiserver");
                return;
            }
            journal.warn("Failed to connect to apiserver; trying again");
            TimeUnit.MILLISECONDS.sleep(
                    HEALTH_PERIOD_MILLIS + ThreadLocalRandom.current().nextInt(HEALTH_JITTER_MILLIS));
        }
    }
}
