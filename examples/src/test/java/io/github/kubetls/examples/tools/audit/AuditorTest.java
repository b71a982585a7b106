package io.github.kubetls.examples.tools.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.fixtures.Posix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditorTest {

    private static final String BINDING = """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata:
              name: b
            roleRef:
              apiGroup: rbac.authorization.k8s.io
              kind: ClusterRole
              name: %s
            """;
    private static final String ROLE = """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata:
              name: reader
            rules:
            - apiGroups: [""]
              resources: [pods]
              verbs: [get]
            """;

    @TempDir
    private Path directory;

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Posix.ownerOnly(file);
    }

    private AuditReport audit() throws IOException, InterruptedException {
        return Auditor.audit(List.of(directory), Samples.NOW, KubernetesRelease.latest());
    }

    private List<String> found() throws IOException, InterruptedException {
        return audit().findings().stream()
                .map(finding -> directory.relativize(Path.of(finding.location().source())) + ":"
                        + finding.location().line() + " " + finding.code())
                .toList();
    }

    @Test
    void findsRolesInOtherFilesAndInEveryCluster() throws Exception {
        write("a/binding.yaml", BINDING.formatted("reader"));
        write("b/role.yaml", ROLE);
        write("c/default.yaml", BINDING.formatted("view").replace("name: b", "name: c"));
        assertThat(found()).isEmpty();
        Files.delete(directory.resolve("b/role.yaml"));
        assertThat(found()).containsExactly("a/binding.yaml:5 ROLE_UNKNOWN");
    }

    @Test
    void takesListsApartAndKeepsTheirLines() throws Exception {
        String item = "- " + BINDING.formatted("none").strip().replace("\n", "\n  ");
        write("list.yaml", "apiVersion: v1\nkind: List\nitems:\n" + item + "\n" + item.replace("name: b", "name: c"));
        assertThat(found()).containsExactly("list.yaml:8 ROLE_UNKNOWN", "list.yaml:16 ROLE_UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kind: ClusterRoleBindingList\napiVersion: rbac.authorization.k8s.io/v1\nitems:\n"
                        + "- metadata: {name: b}\n  roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole,"
                        + " name: none}\n# the end\n",
                "{\"kind\": \"ClusterRoleBindingList\",\n\"apiVersion\": \"rbac.authorization.k8s.io/v1\", \"items\": [\n\n"
                        + "{\"metadata\": {\"name\": \"\uD83D\uDE00\"},\n\"roleRef\": {\"apiGroup\": \"rbac.authorization.k8s.io\","
                        + " \"kind\": \"ClusterRole\", \"name\": \"none\"}}]}",
            })
    void takesAnswersOfAnApiServerApart(String list) throws Exception {
        write("list", list);
        assertThat(found()).containsExactly("list:5 ROLE_UNKNOWN");
    }

    @Test
    void takesAListWithAliasesApart() throws Exception {
        write(
                "list.yaml",
                "apiVersion: v1\nkind: List\nx: &rules [{verbs: ['*'], nonResourceURLs: [/x]}]\nitems:\n- kind: ClusterRole\n"
                        + "  apiVersion: rbac.authorization.k8s.io/v1\n  metadata: {name: r}\n  rules: *rules\n");
        assertThat(found()).containsExactly("list.yaml:3 WILDCARD_EXCESSIVE");
    }

    @Test
    void saysWhyAListCannotBeTakenApart() throws Exception {
        write("list.yaml", "apiVersion: v1\nkind: List\nitems:\n- kind: ClusterRole\n  a: [\n");
        assertThat(found()).containsExactly("list.yaml:5 DOCUMENT_INVALID");
        write("list.yaml", "apiVersion: v1\nkind: List\nitems:\n- kind: ClusterRole\n  a: 1\n  a: 2\n");
        assertThat(found()).containsExactly("list.yaml:6 FIELD_DUPLICATE");
    }

    @Test
    void saysWhereAnItemOfAListIsWrong() throws Exception {
        String item = "- " + BINDING.formatted("none").strip().replace("\n", "\n  ");
        write(
                "list.yaml",
                "apiVersion: v1\nkind: List\nitems:\n" + ("- " + ROLE.strip().replace("\n", "\n  ")) + "\n"
                        + item.replace("name: none", "name: a/b"));
        assertThat(audit().findings())
                .extracting(finding -> finding.code() + " " + finding.location().path() + " "
                        + finding.location().line() + ":" + finding.location().column())
                .containsExactly("VALUE_INVALID items[1].roleRef.name 19:5");
    }

    @Test
    void looksAtEveryDocumentOfAStreamThoughOneIsBroken() throws Exception {
        write(
                "x.yaml",
                "%YAML 1.1\n---\nkind: Secret\n--- # next\n" + ROLE.replace("rules:", "rules: [") + "---\n"
                        + BINDING.formatted("none"));
        assertThat(found()).containsExactly("x.yaml:10 DOCUMENT_INVALID", "x.yaml:18 ROLE_UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# A page\n\nText with\n\n```yaml\nkind: ClusterRole\napiVersion: rbac.authorization.k8s.io/v1\n```\n{",
                "package x;\n\n/* kind: Config\napiVersion: v1 */ class Y {}",
                "kind: Deployment\napiVersion: apps/v1\nspec: [",
                "users:\n- me\n",
                "kind: Secret\napiVersion: v1\nmetadata: {name: mine}\ntype: Opaque\n",
                "kind: ConfigMap\napiVersion: v1\nmetadata: {name: mine}\n",
                "-----BEGIN CERTIFICATE-----\n...\n-----END CERTIFICATE-----\n",
                "name,address,phone\n",
                "\u0000\u0001binary kind: Config",
                "",
            })
    void passesOverWhatHasNothingToDoWithIt(String text) throws Exception {
        write("file.txt", text);
        AuditReport report = audit();
        assertThat(report.findings()).isEmpty();
        assertThat(report.skipped()).isEmpty();
        assertThat(report.documents()).isZero();
    }

    @Test
    void passesOverTemplatesWithANote() throws Exception {
        write("t.yaml", "kind: ClusterRole\napiVersion: rbac.authorization.k8s.io/v1\nmetadata:\n  {{ .Name }}: x\n");
        AuditReport report = audit();
        assertThat(report.findings()).isEmpty();
        assertThat(report.skipped())
                .extracting(AuditReport.Skipped::reason)
                .containsExactly("the document at line 1 is a template");
    }

    @Test
    void recognisesTokenFilesByNameOrByRecords() throws Exception {
        String record = "02b50b05283e98dd0fd71db496ef01e8,u,1,a,b\n";
        write("known_tokens.csv", "x\n");
        write("users.csv", record);
        write("other.csv", "a,b,c,d,e\n");
        assertThat(found()).containsExactly("known_tokens.csv:1 COLUMNS_MISSING", "users.csv:1 GROUPS_IGNORED");
    }

    @Test
    void recognisesAKubeconfigThatDoesNotSayWhatItIs() throws Exception {
        write("config", "contexts: []\nclusters:\n- name: c\n  cluster:\n    server: http://h\n");
        assertThat(found()).containsExactly("config:5 SERVER_INSECURE");
        write("config", "contexts: []\nclusters:\n- name: [\n");
        assertThat(found()).containsExactly("config:3 DOCUMENT_INVALID");
    }

    @Test
    void looksAtFlagsOfFilesAndOfStaticPods() throws Exception {
        write("kubelet.flags", "# comment\n--config=/x\n--kubeconfig /k\n--rotate-certificates=false\n");
        write("kube-controller-manager.flags", "--controllers\n");
        String pod =
                "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n  - command:\n    - kube-apiserver\n"
                        + "    args:\n    - --client-ca-file=/x\n    - --authorization-mode=Maybe\n";
        write("pod.yaml", pod);
        write("broken.yaml", pod + "  x\n");
        write("other.yaml", pod.replace("kube-apiserver", "nginx") + "  x\n");
        assertThat(found())
                .containsExactly(
                        "broken.yaml:11 DOCUMENT_INVALID",
                        "kube-controller-manager.flags:1 FLAG_VALUE_MISSING",
                        "pod.yaml:7 FLAGS_CONFLICTING",
                        "kubelet.flags:4 CERTIFICATE_ROTATION_DISABLED",
                        "kubelet.flags:1 BOOTSTRAP_KUBECONFIG_MISSING");
    }

    @Test
    void reportsWhatTheApiServerRefusesWithoutItsBytes() throws Exception {
        write("csr.yaml", """
                apiVersion: certificates.k8s.io/v1
                kind: CertificateSigningRequest
                metadata:
                  name: x
                spec:
                  request: c2VjcmV0
                  signerName: nodomain
                  usages: [client auth]
                """);
        assertThat(found()).contains("csr.yaml:6 REQUEST_INVALID", "csr.yaml:7 VALUE_INVALID");
        assertThat(audit().findings().toString()).doesNotContain("0x73", "[]byte");
    }

    @Test
    void saysWhoMayReadASecretOnce() throws Exception {
        CertificateAuthority ca = CertificateAuthority.generate("ca", KeyAlgorithm.ECDSA_P256, Instant.now());
        write("two.pem", ca.keyPem() + ca.keyPem());
        assertThat(found()).isEmpty();
        Posix.chmod(directory.resolve("two.pem"), "rw-r-----");
        assertThat(found()).containsExactly("two.pem:1 FILE_EXPOSED");
    }

    @Test
    void reportsTextThatIsNoUtf8() throws Exception {
        Files.write(directory.resolve("r.yaml"), (ROLE + "# caf\u00E9\n").getBytes(StandardCharsets.ISO_8859_1));
        assertThat(found()).containsExactly("r.yaml:1 DOCUMENT_INVALID");
    }

    @Test
    void readsUtf16AsKubernetesDoes() throws Exception {
        Files.write(
                directory.resolve("r.yaml"),
                ("\uFEFF" + BINDING.formatted("none")).getBytes(StandardCharsets.UTF_16LE));
        assertThat(found()).containsExactly("r.yaml:5 ROLE_UNKNOWN");
    }

    @Test
    void reportsBrokenBlocksOfPemFilesOnly() throws Exception {
        String cut = "text\n-----BEGIN CERTIFICATE-----\nMIIB\n";
        write("x.crt", cut);
        write("x.md", cut);
        assertThat(found()).containsExactly("x.crt:2 PEM_INVALID");
    }

    private List<String> skippedOf(String name) throws IOException, InterruptedException {
        Path file = directory.resolve(name);
        return Auditor.audit(List.of(file), Samples.NOW, KubernetesRelease.latest()).skipped().stream()
                .peek(skipped -> assertThat(skipped.file()).isEqualTo(file.toString()))
                .map(AuditReport.Skipped::reason)
                .toList();
    }

    @Test
    void saysThatAFileThatWasNamedIsNotText() throws Exception {
        Files.write(directory.resolve("ca.der"), new byte[] {0x30, 0, 1});
        Files.write(directory.resolve("config.yaml"), ROLE.getBytes(StandardCharsets.UTF_16LE));
        for (String name : List.of("ca.der", "config.yaml")) {
            assertThat(skippedOf(name))
                    .containsExactly("not text; what is binary, such as DER or PKCS #12, is not looked into");
        }
        assertThat(audit().skipped()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# A page\n", "name,address,phone\n", "just text\n"})
    void saysThatNothingIsKnownOfAFileThatWasNamed(String text) throws Exception {
        write("file", text);
        assertThat(skippedOf("file")).containsExactly("nothing in it was recognised as a part of TLS bootstrapping");
    }

    @Test
    void saysWhichDocumentsOfAFileThatWasNamedArePassedOver() throws Exception {
        write("all.yaml", ROLE + "---\nkind: Deployment\napiVersion: apps/v1\n---\n# nothing\n---\nx: 1\n");
        assertThat(skippedOf("all.yaml"))
                .containsExactly(
                        "the document at line 10: apps/Deployment is not looked into",
                        "the document at line 14: something without kind is not looked into");
        assertThat(audit().skipped()).isEmpty();
        write("many.yaml", "---\nkind: Service\napiVersion: v1\n".repeat(25));
        assertThat(skippedOf("many.yaml"))
                .hasSize(11)
                .last()
                .isEqualTo("documents behind those: 15 more are not looked into");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kubelet: |", "kubelet-config-1.20: |-"})
    void looksIntoConfigMapsWithAKubeletConfiguration(String key) throws Exception {
        write("map.yaml", """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: kubelet-config, namespace: kube-system}
                data:
                  other: |
                    kind: Something
                  %s
                    apiVersion: kubelet.config.k8s.io/v1beta1
                    kind: KubeletConfiguration
                    readOnlyPort: 10255
                    rotateCertificates: true
                    authentication: {anonymous: {enabled: false}, x509: {clientCAFile: /ca}}
                """.formatted(key));
        assertThat(found())
                .contains("map.yaml:7 READ_ONLY_PORT_INSECURE")
                .allMatch(found -> found.startsWith("map.yaml:7"));
        assertThat(audit().documents()).isOne();
    }

    @Test
    void looksIntoConfigMapsWithAKubeconfig() throws Exception {
        write("map.json", """
                {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "kube-proxy"},
                "data": {"kubeconfig.conf":
                "contexts: []\\nclusters:\\n- name: c\\n  cluster:\\n    server: http://h\\n"}}
                """);
        assertThat(found()).singleElement().asString().endsWith("SERVER_INSECURE");
    }

    @Test
    void saysWhyTheFilesOfAConfigMapAreNotRead() throws Exception {
        String map =
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata:\n  kubelet: |\n    kind: KubeletConfiguration\n";
        write("map.yaml", map + "    apiVersion: x\n");
        assertThat(found()).containsExactly("map.yaml:5 KIND_MISMATCH");
        write("map.yaml", map + "  x: [\n");
        assertThat(found()).containsExactly("map.yaml:7 DOCUMENT_INVALID");
    }

    @Test
    void readsTheFlagsThatKubeadmLeaves() throws Exception {
        String flags = "KUBELET_KUBEADM_ARGS=\"--container-runtime-endpoint=unix:///x.sock --hostname-override=w%s\"\n";
        write("kubeadm-flags.env", flags.formatted(""));
        assertThat(found()).isEmpty();
        write("kubeadm-flags.env", flags.formatted(" --port=x"));
        assertThat(found()).containsExactly("kubeadm-flags.env:1 FLAG_VALUE_INVALID");
    }
}
