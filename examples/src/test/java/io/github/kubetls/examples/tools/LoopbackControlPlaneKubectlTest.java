package io.github.kubetls.examples.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.fixtures.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real kubectl as administrator of a {@link LoopbackControlPlane} that approves nothing by itself. */
class LoopbackControlPlaneKubectlTest {

    @TempDir
    private static Path folder;

    private static LoopbackCluster cluster;

    @BeforeAll
    static void start() {
        Tool.assume("kubectl");
        cluster = LoopbackCluster.start(folder.resolve("cluster"), "--no-approve", "--ca", "ecdsa");
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static String kubectl(String... arguments) {
        return kubectl(cluster.adminKubeconfig(), arguments);
    }

    private static String kubectl(Path kubeconfig, String... arguments) {
        List<String> command = new ArrayList<>(List.of("kubectl", "--kubeconfig", kubeconfig.toString()));
        command.addAll(List.of(arguments));
        return Tool.run(folder, command.toArray(String[]::new));
    }

    private static String file(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text).toString();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String manifest(String name) {
        CertificateRequest request =
                CertificateRequest.kubeletClient("worker-1", KeyAlgorithm.ECDSA_P256.generateKeyPair());
        return CertificateSigningRequest.builder(SignerName.KUBE_APISERVER_CLIENT_KUBELET, request)
                .name(name)
                .usages(KeyUsage.DIGITAL_SIGNATURE, KeyUsage.CLIENT_AUTH)
                .build()
                .toYaml();
    }

    @Test
    void createsApprovesAndDeniesRequests() {
        assertThat(kubectl("create", "-f", file("a.yaml", manifest("a"))))
                .contains("certificatesigningrequest.certificates.k8s.io/a created");
        assertThat(kubectl("create", "-f", file("b.yaml", manifest("b")))).contains("/b created");
        assertThat(kubectl("get", "csr"))
                .contains("NAME", "AGE", "SIGNERNAME", "REQUESTOR", "REQUESTEDDURATION", "CONDITION")
                .contains("kubernetes.io/kube-apiserver-client-kubelet", "kubernetes-admin", "<none>", "Pending");

        assertThat(kubectl("certificate", "approve", "a")).contains("/a approved");
        assertThat(kubectl("certificate", "deny", "b")).contains("/b denied");
        kubectl("wait", "--for=jsonpath={.status.certificate}", "csr/a", "--timeout=5m");

        assertThat(kubectl("get", "csr", "a", "b", "--no-headers"))
                .contains("Approved,Issued")
                .contains("Denied");
        assertThat(kubectl("describe", "csr", "a"))
                .contains("Requesting User:", "kubernetes-admin", "Approved,Issued", "system:node:worker-1");
        CertificateSigningRequest issued = CertificateSigningRequest.parse(kubectl("get", "csr", "a", "-o", "yaml"));
        assertThat(issued.certificates()).hasSize(1);
        assertThat(issued.condition("Approved").orElseThrow().reason()).isEqualTo("KubectlApprove");
        assertThat(kubectl("delete", "csr", "a", "b")).contains("\"a\" deleted", "\"b\" deleted");
        assertThat(kubectl("get", "csr", "--field-selector=metadata.name=a")).contains("No resources found");
    }

    @Test
    void appliesTwice() {
        String manifest = manifest("c");
        assertThat(kubectl("apply", "-f", file("c.yaml", manifest))).contains("/c created");
        assertThat(kubectl("apply", "-f", file("c.yaml", manifest))).contains("/c unchanged");
        String labelled = manifest.replace("metadata:\n", "metadata:\n  labels:\n    team: a\n");
        assertThat(kubectl("apply", "-f", file("c.yaml", labelled))).contains("/c configured");
        assertThat(kubectl("get", "csr", "-l", "team=a", "-o", "name")).contains("/c");
        assertThat(kubectl("label", "csr", "c", "team-")).contains("unlabeled");
        assertThat(kubectl("get", "csr", "-l", "team", "-o", "name")).doesNotContain("/c");
    }

    @Test
    void watches() throws Exception {
        Path output = folder.resolve("watch.out");
        Process watch = new ProcessBuilder(
                        "kubectl", "--kubeconfig", cluster.adminKubeconfig().toString(), "get", "csr", "-w")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            kubectl("create", "-f", file("w.yaml", manifest("w")));
            awaitText(output, "\nw .* Pending");
            kubectl("certificate", "approve", "w");
            awaitText(output, "\nw .* Approved,Issued");
            assertThat(output).content().containsOnlyOnce("REQUESTOR");
        } finally {
            watch.destroy();
        }
    }

    private static void awaitText(Path file, String pattern) throws Exception {
        Pattern wanted = Pattern.compile(pattern);
        for (int i = 0; i < 6000 && !wanted.matcher(Files.readString(file)).find(); i++) {
            Thread.sleep(50);
        }
        assertThat(file).content().containsPattern(wanted);
    }

    @Test
    void asksWhoItIsAndWhatItMay() throws IOException {
        assertThat(kubectl("auth", "whoami")).contains("kubernetes-admin", "system:masters");
        assertThat(kubectl("auth", "can-i", "approve", "signers", "--all-namespaces"))
                .contains("yes");
        Path bootstrap = cluster.bootstrapKubeconfig();
        assertThat(kubectl(bootstrap, "auth", "whoami")).contains("system:bootstrap:", "system:bootstrappers");
        assertThat(kubectl(bootstrap, "auth", "can-i", "create", "certificatesigningrequests"))
                .contains("yes");
        assertThat(kubectl(bootstrap, "auth", "can-i", "--list")).contains("certificatesigningrequests");
        assertThat(kubectl("config", "view")).contains("https://127.0.0.1:", "DATA+OMITTED");
        assertThat(kubectl("version")).contains("Server Version: v1.32.");
        assertThat(kubectl("get", "--raw", "/readyz")).isEqualTo("ok");
    }

    @Test
    void managesSecretsAndRoles() throws IOException {
        String token = cluster.token().orElseThrow();
        assertThat(kubectl("get", "secrets", "-n", "kube-system"))
                .contains("bootstrap-token-" + token.substring(0, 6), "bootstrap.kubernetes.io/token");
        assertThat(kubectl("create", "secret", "generic", "s", "--from-literal=a=b"))
                .contains("secret/s created");
        assertThat(kubectl("get", "secret", "s", "-o", "jsonpath={.data.a}")).isEqualTo("Yg==");
        assertThat(kubectl("get", "namespaces")).contains("kube-public", "Active");

        String role = "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: r}\nrules:\n"
                + "- {apiGroups: [\"\"], resources: [secrets], verbs: [get]}\n";
        assertThat(kubectl("auth", "reconcile", "-f", file("r.yaml", role))).contains("reconciled");
        assertThat(kubectl("auth", "reconcile", "-f", file("r.yaml", role.replace("[get]", "[get, list]"))))
                .contains("missing rules added");
        assertThat(kubectl("get", "clusterrole", "r", "-o", "jsonpath={.rules[*].verbs}"))
                .contains("get", "list");
        assertThat(kubectl("get", "clusterrolebindings", "-o", "wide"))
                .contains("ROLE", "USERS", "GROUPS", "ClusterRole/system:node-bootstrapper");
    }
}
