package io.github.kubetls.examples.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.examples.tools.client.CertificateSigningRequests;
import io.github.kubetls.examples.tools.client.ListWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A control plane that neither approves nor signs, and controllers. */
final class ControllerTestbed extends Testbed {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    ControllerTestbed(Path folder) {
        super(folder);
    }

    @Override
    ExampleProcess startControlPlane(String... options) {
        return super.startControlPlane(concat(new String[] {"--no-approve", "--no-sign"}, options));
    }

    ExampleProcess startController(String kubeconfig, String... options) {
        return start(CertificateController.class, List.of("--kubeconfig", "" + file(kubeconfig)), options);
    }

    ExampleProcess startControllerWithCa(String... options) {
        String[] ca = {"--ca-cert", "" + file("pki/ca.crt"), "--ca-key", "" + file("pki/ca.key")};
        return startController("admin.conf", concat(ca, options));
    }

    private static String[] concat(String[] first, String[] second) {
        return Stream.of(first, second).flatMap(Stream::of).toArray(String[]::new);
    }

    CertificateAuthority ca() throws IOException {
        return CertificateAuthority.read(file("pki/ca.crt"), file("pki/ca.key"));
    }

    /** Creates requests of as many nodes, each with a key of its own. */
    List<CertificateSigningRequest> create(int number) throws IOException, InterruptedException {
        CertificateSigningRequests requests = requests(file("bootstrap-kubelet.conf"));
        List<CertificateSigningRequest> created = new ArrayList<>();
        for (int i = 1; i <= number; i++) {
            CertificateRequest request =
                    CertificateRequest.kubeletClient("worker-" + i, KeyAlgorithm.ECDSA_P256.generateKeyPair());
            created.add(requests.create(CertificateSigningRequest.kubeletClient(request)));
        }
        return created;
    }

    /** Waits until a request has become something, and returns it as it is then. */
    CertificateSigningRequest await(CertificateSigningRequest csr, Predicate<CertificateSigningRequest> condition)
            throws IOException, InterruptedException {
        return await(List.of(csr), condition).get(0);
    }

    /** Waits until each request has become something, and returns them as they are then. */
    List<CertificateSigningRequest> await(
            List<CertificateSigningRequest> requests, Predicate<CertificateSigningRequest> condition)
            throws IOException, InterruptedException {
        Set<String> missing = new HashSet<>();
        requests.forEach(csr -> missing.add(csr.metadata().name()));
        List<CertificateSigningRequest> found = new ArrayList<>();
        try (ListWatch<CertificateSigningRequest> changes = requests().watch()) {
            while (!missing.isEmpty()) {
                CertificateSigningRequest csr = next(changes, change -> condition.test(change.request()));
                if (missing.remove(csr.metadata().name())) {
                    found.add(csr);
                }
            }
        }
        return found;
    }

    /** Waits for a change of a kind, however often the server fails. */
    static CertificateSigningRequest next(
            ListWatch<CertificateSigningRequest> changes, Predicate<ListWatch.Change<CertificateSigningRequest>> kind)
            throws InterruptedException {
        String lastFailure = "none";
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end)) {
            try {
                Optional<ListWatch.Change<CertificateSigningRequest>> change =
                        changes.next(Duration.ofSeconds(1)).filter(kind);
                if (change.isPresent()) {
                    return change.get().request();
                }
            } catch (IOException e) {
                lastFailure = e.getMessage();
            }
        }
        return fail("nothing changed as expected in %s; last failure: %s", PATIENCE, lastFailure);
    }

    /** The certificate of a request, which the CA has signed for the request's key. */
    X509Certificate certificate(CertificateSigningRequest issued) throws Exception {
        X509Certificate certificate = issued.certificates().get(0);
        certificate.verify(ca().certificate().getPublicKey());
        assertThat(certificate.getPublicKey()).isEqualTo(issued.request().publicKey());
        return certificate;
    }
}
