package io.github.kubetls.examples;

import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.examples.client.ApiClient;
import io.github.kubetls.examples.client.CertificateSigningRequests;
import io.github.kubetls.examples.client.ListWatch;
import io.github.kubetls.kubeconfig.Kubeconfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A control plane that neither approves nor signs, and what runs beside it; closing it kills them all. */
final class ControllerTestbed implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final int port = ExampleProcess.freePort();
    private final List<ExampleProcess> processes = new ArrayList<>();

    ControllerTestbed(Path folder) {
        this.folder = folder;
    }

    /** Starts the control plane, for the first time or again. */
    ExampleProcess startControlPlane(String... options) {
        String[] always = {
            "--listen",
            address(),
            "--dir",
            folder.toString(),
            "--no-approve",
            "--no-sign",
            "--audit-log",
            "" + auditLog()
        };
        return start(LoopbackControlPlane.class, always, options).awaitOutput("ready");
    }

    ExampleProcess startController(String kubeconfig, String... options) {
        String[] always = {"--kubeconfig", folder.resolve(kubeconfig).toString()};
        return start(CertificateController.class, always, options);
    }

    ExampleProcess startControllerWithCa(String... options) {
        String[] ca = {"--ca-cert", "" + pki("ca.crt"), "--ca-key", "" + pki("ca.key")};
        return startController("admin.conf", concat(ca, options));
    }

    private ExampleProcess start(Class<?> program, String[] always, String[] options) {
        ExampleProcess process = ExampleProcess.start(program, concat(always, options));
        processes.add(process);
        return process;
    }

    private static String[] concat(String[] first, String[] second) {
        return Stream.of(first, second).flatMap(Stream::of).toArray(String[]::new);
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    private Path auditLog() {
        return folder.resolve("audit.log");
    }

    private Path pki(String file) {
        return folder.resolve("pki").resolve(file);
    }

    CertificateAuthority ca() throws IOException {
        return CertificateAuthority.read(pki("ca.crt"), pki("ca.key"));
    }

    /** The requests, for the administrator. */
    CertificateSigningRequests requests() throws IOException {
        return requests("admin.conf");
    }

    private CertificateSigningRequests requests(String kubeconfig) throws IOException {
        return new CertificateSigningRequests(
                ApiClient.of(Kubeconfig.read(folder.resolve(kubeconfig)).clientConfig(), "test"));
    }

    /** Creates requests of as many nodes, each with a key of its own. */
    List<CertificateSigningRequest> create(int number) throws IOException, InterruptedException {
        CertificateSigningRequests requests = requests("bootstrap-kubelet.conf");
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
        try (ListWatch changes = requests().watch()) {
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
    static CertificateSigningRequest next(ListWatch changes, Predicate<ListWatch.Change> kind)
            throws InterruptedException {
        String lastFailure = "none";
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end)) {
            try {
                Optional<ListWatch.Change> change =
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

    /** How often the audit log tells of a certificate that was put into a request, by the request's name. */
    Map<String, Integer> certificatesPut() throws IOException {
        Map<String, Integer> count = new HashMap<>();
        for (String line : Files.readAllLines(auditLog())) {
            JsonNode event = JSON.readTree(line);
            boolean isPut = event.path("verb").asText().equals("update")
                    && event.at("/objectRef/subresource").asText().equals("status")
                    && event.at("/responseStatus/code").asInt() == 200
                    && event.at("/requestObject/status/certificate").isTextual();
            if (isPut) {
                count.merge(event.at("/objectRef/name").asText(), 1, Integer::sum);
            }
        }
        return count;
    }

    @Override
    public void close() {
        processes.forEach(ExampleProcess::close);
    }
}
