package io.github.kubetls.examples.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.kubetls.examples.tools.client.ApiClient;
import io.github.kubetls.examples.tools.client.CertificateSigningRequests;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A control plane that can be started again, and what runs beside it, in processes of their own; closing it kills them. */
class Testbed implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final String address = "127.0.0.1:" + ExampleProcess.freePort();
    private final List<ExampleProcess> processes = new ArrayList<>();

    Testbed(Path folder) {
        this.folder = folder;
    }

    /** A file of the control plane. */
    Path file(String name) {
        return folder.resolve(name);
    }

    String address() {
        return address;
    }

    /** Starts the control plane, for the first time or again. */
    ExampleProcess startControlPlane(String... options) {
        List<String> always =
                List.of("--listen", address, "--dir", folder.toString(), "--audit-log", "" + file("audit.log"));
        return start(LoopbackControlPlane.class, always, options).awaitOutput("ready");
    }

    ExampleProcess start(Class<?> program, List<String> always, String... options) {
        String[] arguments = Stream.concat(always.stream(), Stream.of(options)).toArray(String[]::new);
        ExampleProcess process = ExampleProcess.start(program, arguments);
        processes.add(process);
        return process;
    }

    /** The requests, for the administrator. */
    CertificateSigningRequests requests() throws IOException {
        return requests(file("admin.conf"));
    }

    static CertificateSigningRequests requests(Path kubeconfig) throws IOException {
        return new CertificateSigningRequests(client(kubeconfig));
    }

    static ApiClient client(Path kubeconfig) throws IOException {
        return ApiClient.of(ClientConfig.of(Kubeconfig.read(kubeconfig)), "test");
    }

    /**
     * The requests on CertificateSigningRequests that the control plane has completed so far, but for watches: when a client
     * is gone, it may notice long after.
     */
    List<JsonNode> audit() throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (String line : Files.readAllLines(file("audit.log"))) {
            events.add(JSON.readTree(line));
        }
        events.removeIf(event -> event.path("verb").asText().equals("watch"));
        return events;
    }

    /** How often a certificate was put into a request, by its name. */
    Map<String, Long> issued() throws IOException {
        return audit().stream()
                .filter(event -> event.path("verb").asText().equals("update"))
                .filter(event -> event.at("/objectRef/subresource").asText().equals("status"))
                .filter(event -> event.at("/responseStatus/code").asInt() == 200)
                .filter(event -> event.at("/requestObject/status/certificate").isTextual())
                .collect(Collectors.groupingBy(
                        event -> event.at("/objectRef/name").asText(), Collectors.counting()));
    }

    @Override
    public void close() {
        processes.forEach(ExampleProcess::close);
    }
}
