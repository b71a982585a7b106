package io.github.kubetls.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.IssuanceProgress;
import io.github.kubetls.examples.tools.client.ApiClient;
import io.github.kubetls.examples.tools.client.CertificateSigningRequests;
import io.github.kubetls.kubeadm.KubeadmKubeconfig;
import io.github.kubetls.kubeadm.KubeadmPki;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.PemSource;
import io.github.kubetls.kubeconfig.client.ClientConfig;
import io.github.kubetls.manifest.Manifest;
import io.github.kubetls.rbac.BootstrapPolicy;
import io.github.kubetls.rbac.ClusterRoleBinding;
import io.github.kubetls.rbac.RoleRef;
import io.github.kubetls.rbac.Subject;
import io.github.kubetls.token.BootstrapToken;
import io.github.kubetls.token.BootstrapTokenSecret;
import io.github.kubetls.token.TokenUsage;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a controller is measured with on a real API server, for the script {@code controller} beside {@code run}: the files of
 * a cluster, the requests of many nodes, and a look at what became of them.
 */
final class ControllerLoad {

    private static final String BINDINGS = "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings";
    private static final String SECRETS = "/api/v1/namespaces/kube-system/secrets";
    /** Whose kubelets ask: with usages that every release since knows. */
    private static final KubernetesRelease RELEASE = KubernetesRelease.of(20);

    private static final int THREADS = 8;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    private ControllerLoad(Path folder) {
        this.folder = folder;
    }

    /**
     * Does a part.
     *
     * @param arguments {@code files FOLDER PORT}, {@code allow FOLDER}, {@code requests FOLDER COUNT} or {@code check FOLDER START}
     */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        ControllerLoad load = new ControllerLoad(Path.of(arguments[1]));
        switch (arguments[0]) {
            case "files" -> load.files(Integer.parseInt(arguments[2]));
            case "allow" -> load.allow();
            case "requests" -> load.requests(Integer.parseInt(arguments[2]));
            case "check" -> load.check(Instant.parse(arguments[2]));
            default -> throw new IllegalArgumentException("files, allow, requests or check, found " + arguments[0]);
        }
    }

    private void files(int port) throws IOException {
        Instant now = Instant.now();
        KubeadmPki pki = KubeadmPki.builder("localhost", "127.0.0.1").build();
        pki.generate(now).write(folder.resolve("pki"));
        CertificateAuthority ca = CertificateAuthority.read(folder.resolve("pki/ca.crt"), folder.resolve("pki/ca.key"));
        Cluster cluster = Cluster.of("https://127.0.0.1:" + port, PemSource.inline(ca.certificatePem()));
        CertificateAndKey controller = ca.issueClient("certificate-controller", List.of(), now);
        Kubeconfig.kubeadm(cluster, pki.issue(KubeadmKubeconfig.SUPER_ADMIN, ca, now))
                .write(folder.resolve("admin.conf"));
        Kubeconfig.kubeadm(cluster, controller).write(folder.resolve("controller.conf"));
        Kubeconfig.bootstrap(cluster, BootstrapToken.generate()).write(folder.resolve("bootstrap.conf"));
    }

    private ApiClient client(String kubeconfig) throws IOException {
        return ApiClient.of(ClientConfig.of(Kubeconfig.read(folder.resolve(kubeconfig))), "controller-load");
    }

    /** The requests of so many nodes, made as a kubelet makes them, all with one bootstrap token. */
    private void requests(int count) throws IOException, InterruptedException, ExecutionException {
        ApiClient bootstrapper = client("bootstrap.conf");
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<CertificateSigningRequest>> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String node = "node-" + i;
            Callable<CertificateSigningRequest> join = () -> {
                KeyPair key = KeyAlgorithm.ECDSA_P256.generateKeyPair();
                CertificateRequest request = CertificateRequest.kubeletClient(node, key);
                return new CertificateSigningRequests(bootstrapper)
                        .create(CertificateSigningRequest.kubeletClient(request, RELEASE));
            };
            made.add(threads.submit(join));
        }
        threads.shutdown();
        for (Future<CertificateSigningRequest> future : made) {
            future.get();
        }
    }

    /** Lets nodes ask for certificates with the token, and the controller do its work. */
    private void allow() throws IOException, InterruptedException {
        BootstrapToken token = BootstrapToken.parse(Kubeconfig.read(folder.resolve("bootstrap.conf"))
                .currentUser()
                .orElseThrow()
                .token()
                .orElseThrow());
        ApiClient admin = client("admin.conf");
        admin.post(
                SECRETS,
                BootstrapTokenSecret.builder(token)
                        .ttl(Duration.ofHours(24), Instant.now())
                        .usages(TokenUsage.AUTHENTICATION)
                        .build()
                        .toMap());
        Stream<ClusterRoleBinding> nodes = BootstrapPolicy.bindings("system:bootstrappers").stream();
        ClusterRoleBinding controller = ClusterRoleBinding.of(
                "certificate-controller",
                RoleRef.clusterRole("system:controller:certificate-controller"),
                Subject.user("certificate-controller"));
        for (Manifest binding : Stream.concat(nodes, Stream.of(controller)).toList()) {
            admin.post(BINDINGS, binding.toMap());
        }
    }

    /** Prints what became of the requests, and what was written to make that of them. */
    private void check(Instant start) throws IOException, InterruptedException {
        JsonNode items = client("admin.conf")
                .get("/apis/certificates.k8s.io/v1/certificatesigningrequests")
                .path("items");
        Set<BigInteger> serials = new HashSet<>();
        Map<String, Long> states = new TreeMap<>();
        for (JsonNode item : items) {
            CertificateSigningRequest csr = CertificateSigningRequest.fromMap(map(item));
            states.merge(IssuanceProgress.of(csr, "").state().toString(), 1L, Long::sum);
            if (csr.isIssued()) {
                csr.certificates().forEach(certificate -> serials.add(certificate.getSerialNumber()));
            }
        }
        System.out.println("requests: " + states + ", different certificates: " + serials.size());
        try (Stream<String> lines = Files.lines(folder.resolve("audit.log"))) {
            List<JsonNode> updates = lines.map(ControllerLoad::json)
                    .filter(event -> event.path("verb").asText().equals("update"))
                    .toList();
            System.out.println("updates: " + counts(updates));
            System.out.println("updates that succeeded for one request, at most: " + most(updates));
            Instant last = updates.stream()
                    .filter(ControllerLoad::isIssue)
                    .map(event -> Instant.parse(event.path("stageTimestamp").asText()))
                    .max(Instant::compareTo)
                    .orElseThrow();
            System.out.println(
                    "last issued after: " + Duration.between(start, last).toMillis() + " ms");
        }
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isIssue(JsonNode update) {
        return subresource(update).equals("status")
                && update.path("responseStatus").path("code").asInt() == 200;
    }

    private static String subresource(JsonNode update) {
        return update.path("objectRef").path("subresource").asText();
    }

    private static Map<String, Long> counts(List<JsonNode> updates) {
        return updates.stream()
                .collect(Collectors.groupingBy(
                        update -> subresource(update) + " "
                                + update.path("responseStatus").path("code").asInt(),
                        TreeMap::new,
                        Collectors.counting()));
    }

    private static long most(List<JsonNode> updates) {
        return updates.stream()
                .filter(ControllerLoad::isIssue)
                .collect(Collectors.groupingBy(
                        update -> update.path("objectRef").path("name").asText(), Collectors.counting()))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    @SuppressWarnings("unchecked") // Of an object, Jackson makes a map with texts for keys.
    private static Map<String, Object> map(JsonNode item) {
        Map<String, Object> map = JSON.convertValue(item, Map.class);
        map.put("apiVersion", CertificateSigningRequest.API_VERSION);
        map.put("kind", CertificateSigningRequest.KIND);
        return map;
    }
}
