package io.github.kubetls.examples.tools.node;

import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.discovery.KubeletBootstrap.Decision;
import io.github.kubetls.examples.tools.cli.Journal;
import io.github.kubetls.examples.tools.cli.Program;
import io.github.kubetls.examples.tools.client.ApiClient;
import io.github.kubetls.examples.tools.client.ApiException;
import io.github.kubetls.kubelet.CertificateRotation;
import java.io.IOException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The request of a node that does not rotate: made once, and waited for as long as a kubelet waits, an hour.
 *
 * <p>A refusal of the API server ends it. A server that cannot be reached or is not well it lives through, where a kubelet
 * ends and is started again.
 */
final class PatientRequest {

    private final OwnedCertificate certificate;
    private final Requester requester;
    private final Journal journal;
    private final Countdown countdown = Countdown.of(Decision.CERTIFICATE_WAIT);

    PatientRequest(OwnedCertificate certificate, ApiClient client) {
        this.certificate = certificate;
        this.requester = new Requester(client, certificate.context());
        this.journal = certificate.context().journal();
    }

    /**
     * Gets the certificate, and makes it the current one.
     *
     * @param keyPair the key
     * @param object  makes the object
     * @throws NotIssuedException when there is none
     * @throws IOException        when it cannot be stored
     */
    void run(KeyPair keyPair, Requester.ObjectMaker object) throws IOException, InterruptedException {
        CertificateRequest request = certificate.wanted().template().request(keyPair);
        certificate.keep(requester.await(create(request, object), countdown), keyPair);
    }

    private CertificateSigningRequest create(CertificateRequest request, Requester.ObjectMaker object)
            throws NotIssuedException, InterruptedException {
        for (int failures = 1; ; failures++) {
            try {
                return requester.create(request, object);
            } catch (NotIssuedException e) {
                throw e;
            } catch (IOException e) {
                String problem = "cannot create certificate signing request: " + Program.describe(e);
                boolean isRefused = e instanceof ApiException answer && Requester.isRefusal(answer);
                if (isRefused || countdown.isOver()) {
                    throw new NotIssuedException(problem);
                }
                journal.warn(problem + "; trying again");
            }
            double fraction = ThreadLocalRandom.current().nextDouble();
            Duration delay = countdown.atMost(CertificateRotation.retryDelay(failures, fraction));
            TimeUnit.MILLISECONDS.sleep(delay.toMillis());
        }
    }
}
