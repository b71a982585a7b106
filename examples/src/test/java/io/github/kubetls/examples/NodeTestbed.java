package io.github.kubetls.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.kubetls.access.Credentials;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.ClientCertificateAuthenticator;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.examples.client.ApiClient;
import io.github.kubetls.examples.client.CertificateSigningRequests;
import io.github.kubetls.kubeconfig.ClientConfig;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubelet.KubeletCertificateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A control plane and nodes, in processes of their own; closing it kills them. */
final class NodeTestbed implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final String address = "127.0.0.1:" + ExampleProcess.freePort();
    private final List<ExampleProcess> processes = new ArrayList<>();

    NodeTestbed(Path folder) {
        this.folder = folder;
    }

    /** Starts the control plane, for the first time or again. */
    ExampleProcess startControlPlane(String... options) {
        return start(
                        LoopbackControlPlane.class,
                        List.of("--listen", address, "--dir", "" + folder, "--audit-log", "" + auditLog()),
                        options)
                .awaitOutput("ready");
    }

    ExampleProcess startAgent(String node, String... options) {
        return startAgent(bootstrapKubeconfig(), node, options);
    }

    ExampleProcess startAgent(Path bootstrapKubeconfig, String node, String... options) {
        List<String> always = List.of(
                "--bootstrap-kubeconfig",
                "" + bootstrapKubeconfig,
                "--kubeconfig",
                "" + kubeconfig(node),
                "--cert-dir",
                "" + certDir(node),
                "--node",
                node);
        return start(NodeAgent.class, always, options);
    }

    private ExampleProcess start(Class<?> program, List<String> always, String... options) {
        String[] arguments = Stream.concat(always.stream(), Stream.of(options)).toArray(String[]::new);
        ExampleProcess process = ExampleProcess.start(program, arguments);
        processes.add(process);
        return process;
    }

    Path bootstrapKubeconfig() {
        return folder.resolve("bootstrap-kubelet.conf");
    }

    Path kubeconfig(String node) {
        return folder.resolve(node).resolve("kubelet.conf");
    }

    Path certDir(String node) {
        return folder.resolve(node).resolve("pki");
    }

    CertificateSigningRequests admin() throws IOException {
        return requests(folder.resolve("admin.conf"));
    }

    static CertificateSigningRequests requests(Path kubeconfig) throws IOException {
        return new CertificateSigningRequests(client(kubeconfig));
    }

    private static ApiClient client(Path kubeconfig) throws IOException {
        return ApiClient.of(Kubeconfig.read(kubeconfig).clientConfig(), "test");
    }

    /** What kubectl prints for the administrator. */
    String kubectl(String... arguments) {
        Stream<String> always = Stream.of("kubectl", "--kubeconfig", "admin.conf");
        return Tool.run(folder, Stream.concat(always, Stream.of(arguments)).toArray(String[]::new));
    }

    CertificateAndKey current(String node, String pairName) throws IOException {
        return KubeletCertificateStore.open(certDir(node), pairName)
                .load()
                .usable()
                .orElseThrow();
    }

    /** A node is fine when its kubeconfig leads to a certificate with which it is the node to the cluster's CA. */
    void assertBootstrapped(String node) throws IOException {
        ClientConfig config = Kubeconfig.read(kubeconfig(node)).clientConfig();
        CertificateAndKey pair = config.clientCertificate().orElseThrow();
        assertThat(pair).isEqualTo(current(node, KubeletCertificateStore.CLIENT));
        assertThat(ClientCertificateAuthenticator.of(config.certificateAuthorities())
                        .authenticate(Credentials.clientCertificate(pair.chain()), Instant.now())
                        .authenticatedUser())
                .contains(UserInfo.of("system:node:" + node, UserInfo.NODES_GROUP));
        assertThat(certDir(node).resolve("kubelet-client.key.tmp")).doesNotExist();
    }

    private Path auditLog() {
        return folder.resolve("audit.log");
    }

    /** The requests on CertificateSigningRequests that the control plane has completed so far. */
    List<JsonNode> audit() throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (String line : Files.readAllLines(auditLog())) {
            events.add(JSON.readTree(line));
        }
        return events;
    }

    /** The requests for the certificates of a node that the control plane holds. */
    List<CertificateSigningRequest> requests(String node) throws IOException, InterruptedException {
        String list = client(folder.resolve("admin.conf"))
                .get("/apis/certificates.k8s.io/v1/certificatesigningrequests")
                .toString();
        return CertificateSigningRequest.parseAll(list).stream()
                .filter(csr -> csr.certificateRequest().subject().commonName().equals("system:node:" + node))
                .toList();
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
