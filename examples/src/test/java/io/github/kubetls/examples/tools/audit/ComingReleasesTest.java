package io.github.kubetls.examples.tools.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.Finding;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.ClusterTrustBundle;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.discovery.ClusterInfo;
import io.github.kubetls.fixtures.OpenSsl;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.PemSource;
import io.github.kubetls.podcertificate.PodCertificateRequest;
import io.github.kubetls.podcertificate.PodIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that one release takes and a later one refuses; the releases are those of docs/behaviour. */
class ComingReleasesTest {

    private static final CertificateAuthority CA =
            CertificateAuthority.generate("ca", KeyAlgorithm.ECDSA_P256, Samples.NOW);
    private static final Map<String, String> FILES = files();

    private static final String CSR = """
            apiVersion: certificates.k8s.io/v1
            kind: CertificateSigningRequest
            metadata: {name: x}
            spec:
              signerName: example.com/x
              request: %s
              usages: [client auth]
            """;

    @TempDir
    private Path directory;

    private static Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        files.put(
                "kubelet.flags",
                "--config=/x\n--bootstrap-kubeconfig=/b\n--kubeconfig=/k\n--pod-infra-container-image=p\n");
        files.put("kubeadm-flags.env", "KUBELET_KUBEADM_ARGS=\"--pod-infra-container-image=p\"\n");
        files.put(
                "pod.yaml",
                "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n  - command:\n    - kube-controller-manager\n"
                        + "    - --experimental-cluster-signing-duration=1h\n");
        files.put(
                "cluster.yaml",
                "apiVersion: kubeadm.k8s.io/v1beta4\nkind: InitConfiguration\n---\napiVersion: kubeadm.k8s.io/v1beta3\n"
                        + "kind: ClusterConfiguration\nclusterName: x\n");
        files.put("join-file.yaml", """
                apiVersion: kubeadm.k8s.io/v1beta3
                kind: JoinConfiguration
                discovery: {file: {kubeConfigPath: /on/another/machine}}
                """);
        files.put("join.yaml", """
                apiVersion: kubeadm.k8s.io/v1beta3
                kind: JoinConfiguration
                discovery:
                  bootstrapToken:
                    token: 07401b.f395accd246ae52d
                    apiServerEndpoint: 10.0.0.1:6443
                    unsafeSkipCAVerification: true
                """);
        files.put(
                "csr-beta.yaml",
                CertificateSigningRequest.kubeletClient(CertificateRequest.kubeletClient("w", ecdsa()))
                        .toYaml()
                        .replace("certificates.k8s.io/v1", "certificates.k8s.io/v1beta1"));
        files.put(
                "node.crt",
                CA.issuing("x", Samples.NOW)
                        .usages(KeyUsage.CLIENT_AUTH)
                        .keyPair(small())
                        .build()
                        .certificatePem());
        String negative = negative(CA.certificatePem());
        files.put("ca.crt", negative);
        files.put(
                "bundle-beta.yaml",
                ClusterTrustBundle.of("x", CA.certificatePem(), KubernetesRelease.of(36))
                        .toYaml());
        files.put("bundle.yaml", ClusterTrustBundle.of("x", negative).toYaml().replace("k8s.io/v1", "k8s.io/v1alpha1"));
        PodIdentity pod = PodIdentity.builder("ns", "p")
                .podUid("u")
                .serviceAccount("s", "su")
                .node("n", "nu")
                .build();
        files.put(
                "pod-beta.yaml",
                PodCertificateRequest.builder(SignerName.of("a.example/b"), pod, ecdsa(), KubernetesRelease.of(36))
                        .build()
                        .toYaml());
        Kubeconfig trusting = Kubeconfig.discovery(Cluster.of("https://h", PemSource.inline(negative)));
        files.put(
                "cluster-info.yaml", ClusterInfo.of(trusting.clusters().get("")).toYaml());
        files.put("proxy.yaml", """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: kube-proxy}
                data:
                  kubeconfig.conf: |
                    clusters: []
                    contexts: []
                    users:
                    - name: u
                      user: {exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: c}}
                """);
        files.put("gke.conf", """
                kind: Config
                clusters: []
                users:
                - name: u
                  user: {auth-provider: {name: gcp}}
                """);
        byte[] rsa = Pem.blocks(
                        Pem.write(KeyAlgorithm.RSA_2048.generateKeyPair().getPrivate()))
                .get(0)
                .bytes();
        rsa[rsa.length - 1] ^= 1; // the last byte of the coefficient
        files.put("sa.key", Pem.Block.of("RSA PRIVATE KEY", rsa).toPem());
        return files;
    }

    private static KeyPair ecdsa() {
        return KeyAlgorithm.ECDSA_P256.generateKeyPair();
    }

    private static KeyPair small() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(1016);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With a negative serial number; nobody verifies the signature here. */
    private static String negative(String pem) {
        byte[] der = Pem.blocks(pem).get(0).bytes();
        assertThat(der[13]).as("the tag of the serial number").isEqualTo((byte) 2);
        // The whole byte: FF before a byte with that bit would be one too many, and no DER.
        der[15] = (byte) 0x80;
        return Pem.Block.of(Pem.CERTIFICATE, der).toPem();
    }

    private List<Finding> findings(String file, int minor) throws IOException, InterruptedException {
        Path path = directory.resolve(file);
        if (Files.notExists(path)) {
            Files.writeString(path, FILES.get(file));
        }
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        return Auditor.audit(List.of(path), Samples.NOW, KubernetesRelease.of(minor))
                .findings();
    }

    private List<Finding> coming(String file, int minor) throws IOException, InterruptedException {
        return findings(file, minor).stream()
                .filter(finding -> finding.code().equals("SUPPORT_EXPIRING"))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "kubelet.flags,     35, FLAG_REMOVED, 4, --pod-infra-container-image",
        "kubeadm-flags.env, 35, FLAG_REMOVED, 1, --pod-infra-container-image",
        "pod.yaml,          25, FLAG_REMOVED, 8, --experimental-cluster-signing-duration",
        "join.yaml,         37, VALUE_INVALID, 1, apiVersion",
        "cluster.yaml,      37, VALUE_INVALID, 4, apiVersion",
        "csr-beta.yaml,     22, API_VERSION_UNSUPPORTED, 0, apiVersion",
        "node.crt,          33, KEY_INSECURE, 1, ''",
        "ca.crt,            32, CERTIFICATE_INVALID, 1, ''",
        "sa.key,            33, PRIVATE_KEY_MISSING, 1, ''",
        "bundle.yaml,       32, VALUE_INVALID, 0, spec.trustBundle",
        "bundle.yaml,       37, API_VERSION_UNSUPPORTED, 0, apiVersion",
        "bundle-beta.yaml,  40, API_VERSION_UNSUPPORTED, 0, apiVersion",
        "pod-beta.yaml,     40, API_VERSION_UNSUPPORTED, 0, apiVersion",
        "cluster-info.yaml, 32, CERTIFICATE_INVALID, 0, clusters[].certificate-authority-data",
        "proxy.yaml,        24, EXEC_API_VERSION_UNSUPPORTED, 0, 'data.kubeconfig.conf, users[u].exec.apiVersion'",
        "gke.conf,          26, AUTH_PROVIDER_REMOVED, 5, users[u].auth-provider",
    })
    void tellsWhatTheNextReleaseRefusesAndThenThatItDoes(String file, int first, String code, int line, String path)
            throws Exception {
        String begin = "from Kubernetes 1." + first + " on, " + code + ": ";
        assertThat(coming(file, first - 1))
                .filteredOn(finding -> finding.message().startsWith(begin))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
                    assertThat(finding.fix()).isNotBlank();
                    if (line > 0) {
                        assertThat(finding.location().line()).isEqualTo(line);
                    }
                    assertThat(finding.location().path()).contains(path);
                });
        assertThat(findings(file, first - 1))
                .filteredOn(finding -> finding.code().equals(code))
                .noneMatch(finding -> finding.severity() == Finding.Severity.ERROR);
        assertThat(findings(file, first))
                .filteredOn(finding -> finding.code().equals(code))
                .anyMatch(finding -> finding.severity() == Finding.Severity.ERROR);
        assertThat(coming(file, first)).noneMatch(finding -> finding.message().contains(code));
    }

    /** A beta version goes on being served for three releases, so that long before there is nothing to do. */
    @Test
    void looksAsFarAsTheLatestReleaseOrThreeReleasesAhead() throws Exception {
        assertThat(coming("join.yaml", 22))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).startsWith("from Kubernetes 1.37 on"));
        assertThat(coming("bundle-beta.yaml", 36)).isEmpty();
        assertThat(coming("bundle-beta.yaml", 37)).hasSize(1);
        assertThat(coming("bundle-beta.yaml", 39)).hasSize(1);
    }

    @Test
    void takesFilesOfJoinConfigurationsForOnesOfAnotherMachine() throws Exception {
        assertThat(findings("join-file.yaml", 36))
                .extracting(finding -> finding.severity() + " " + finding.code())
                .containsExactlyInAnyOrder("WARNING VALUE_INVALID", "WARNING SUPPORT_EXPIRING");
    }

    @Test
    void looksAtWhatAuthenticatesAnApiServersUsers() throws Exception {
        Files.writeString(directory.resolve("authentication.yaml"), """
                apiVersion: apiserver.config.k8s.io/v1
                kind: AuthenticationConfiguration
                anonymous: {enabled: true, conditions: [{path: /healthz}]}
                """);
        assertThat(findings("authentication.yaml", 34))
                .extracting(Finding::code)
                .containsExactly("ANONYMOUS_DISCOVERY_DISABLED");
        assertThat(findings("authentication.yaml", 33))
                .extracting(finding -> finding.code() + " " + finding.location().line())
                .contains("VALUE_INVALID 1");
    }

    @Test
    void tellsEachTroubleWithItsOwnRelease() throws Exception {
        assertThat(coming("bundle.yaml", 27))
                .extracting(finding -> finding.message().substring(0, "from Kubernetes 1.00 on".length()))
                .containsExactlyInAnyOrder("from Kubernetes 1.32 on", "from Kubernetes 1.37 on");
    }

    /** Go 1.18 (x509sha1), 1.24 (rsa1024min) and 1.26 (urlstrictcolons). */
    @ParameterizedTest
    @CsvSource({
        "24, x.crt, -x509 -newkey rsa:2048 -sha1 -days 30 -addext basicConstraints=CA:FALSE",
        "33, x.csr, -newkey rsa:1008",
        "36, x.csr, -newkey rsa:2048 -addext subjectAltName=URI:https://fe80::2/x",
    })
    void tellsWhatGoWillRefuse(int first, String file, String options) throws Exception {
        String command = "req -new -nodes -subj /CN=x -keyout k -out " + file + " " + options;
        OpenSsl.run(directory, command.split(" "));
        String begin = "from Kubernetes 1." + first + " on, ";
        assertThat(coming(file, first - 1))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).startsWith(begin));
        assertThat(coming(file, first)).isEmpty();
        if (file.equals("x.csr")) {
            String pem = Files.readString(directory.resolve(file));
            String request = Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
            Files.writeString(directory.resolve("csr.yaml"), CSR.formatted(request));
            assertThat(coming("csr.yaml", first - 1)).singleElement().satisfies(finding -> {
                assertThat(finding.message()).startsWith(begin);
                assertThat(finding.location().line()).isEqualTo(6);
            });
            assertThat(coming("csr.yaml", first)).isEmpty();
        }
    }

    /** What only the words of a release differ in is no news. */
    @Test
    void doesNotTakeOtherWordsForNews() throws Exception {
        Files.writeString(directory.resolve("csr.yaml"), CSR.formatted("AAAA").replace("[client auth]", "[]"));
        assertThat(findings("csr.yaml", 20))
                .extracting(Finding::message)
                .anyMatch(message -> message.endsWith("usages must be provided"));
        assertThat(findings("csr.yaml", 33))
                .extracting(Finding::message)
                .noneMatch(message -> message.endsWith("usages must be provided"));
        assertThat(coming("csr.yaml", 20)).isEmpty();
    }
}
