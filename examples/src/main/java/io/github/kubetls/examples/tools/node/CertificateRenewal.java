package io.github.kubetls.examples.tools.node;

import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.examples.tools.cli.Journal;
import io.github.kubetls.examples.tools.cli.Program;
import io.github.kubetls.examples.tools.client.ApiException;
import io.github.kubetls.kubelet.CertificateRotation;
import io.github.kubetls.kubelet.CertificateTemplate;
import java.io.IOException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Keeps one certificate of a node renewed: the clock, the files and the network around {@link CertificateRotation}. */
final class CertificateRenewal {

    private static final Duration BETWEEN_ROTATIONS = Duration.ofSeconds(1);
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(10);

    private final OwnedCertificate certificate;
    private final CertificateTemplate template;
    private final String purpose;
    private final Journal journal;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private volatile CertificateRotation rotation;

    CertificateRenewal(OwnedCertificate certificate, CertificateRotation start) {
        this.certificate = certificate;
        this.template = certificate.wanted().template();
        this.purpose = certificate.wanted().purpose();
        this.journal = certificate.context().journal();
        this.rotation = start;
    }

    CertificateRotation state() {
        return rotation;
    }

    /** Renews for ever; the type is that of a {@link java.util.concurrent.Callable}. */
    Void run(NodeConnections.Connector connector) throws InterruptedException {
        while (true) {
            awaitDeadline();
            while (!renew(connector)) {
                sleep(rotation.retryDelay(random));
            }
            sleep(BETWEEN_ROTATIONS);
        }
    }

    /** The deadline is drawn once for each certificate: who drew again when it has come would mostly be late. */
    private void awaitDeadline() throws InterruptedException {
        CertificateRotation.Step step = rotation.decide(Optional.of(template), Instant.now(), random);
        rotation = step.rotation();
        if (step.action() instanceof CertificateRotation.Action.Wait wait) {
            journal.tell("Rotation deadline of the " + purpose + ": " + wait.until());
            // By the clock of the node, which may be set meanwhile.
            for (Instant now = Instant.now(); now.isBefore(wait.until()); now = Instant.now()) {
                Duration rest = Duration.between(now, wait.until());
                sleep(rest.compareTo(LONGEST_SLEEP) < 0 ? rest : LONGEST_SLEEP);
            }
            journal.tell("Rotating the " + purpose);
        } else if (step.action() instanceof CertificateRotation.Action.Request request) {
            journal.tell("Requesting a " + purpose + ": " + request.detail());
        }
    }

    /** One attempt, with a new key; what goes wrong with it is told, and counted by the state. */
    private boolean renew(NodeConnections.Connector connector) throws InterruptedException {
        KeyPair keyPair = KeyAlgorithm.ECDSA_P256.generateKeyPair();
        try {
            Requester requester = new Requester(connector.connect(), certificate.context());
            Optional<CertificateSigningRequest> created = create(requester, template.request(keyPair));
            if (created.isEmpty()) {
                return false;
            }
            Countdown countdown = Countdown.of(CertificateRotation.REQUEST_TIMEOUT);
            rotation = rotation.issued(certificate.keep(requester.await(created.get(), countdown), keyPair));
            return true;
        } catch (IOException e) {
            rotation = rotation.failed();
            journal.warn("no " + purpose + ": " + Program.describe(e) + "; trying again");
            return false;
        }
    }

    private Optional<CertificateSigningRequest> create(Requester requester, CertificateRequest request)
            throws InterruptedException {
        try {
            CertificateSigningRequest created = requester.create(request, certificate.wanted()::object);
            rotation = rotation.requested(template);
            return Optional.of(created);
        } catch (IOException e) {
            rotation = e instanceof ApiException answer
                    ? rotation.failed(answer.httpStatus(), answer.isApiStatus())
                    : rotation.failed(0, false);
            journal.warn("cannot create certificate signing request: " + Program.describe(e) + "; trying again");
            return Optional.empty();
        }
    }

    private static void sleep(Duration duration) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    }
}
