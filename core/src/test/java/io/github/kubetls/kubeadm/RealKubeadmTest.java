package io.github.kubetls.kubeadm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.Finding;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.fixtures.Recorded;
import io.github.kubetls.fixtures.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Side by side with the kubeadm of this machine: {@code $KUBE_BIN/kubeadm} 1.20, which reads {@code v1beta2}. Its command looks
 * at less than {@code kubeadm join} does, and says so in other words: nothing of names, for example.
 */
class RealKubeadmTest {

    private static final String KUBEADM = Path.of(System.getenv().getOrDefault("KUBE_BIN", "/usr/bin"), "kubeadm")
            .toString();

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsKubeadm(@TempDir Path folder) {
        Assumptions.assumeTrue(
                run(folder, "version", "-o", "short").output().contains("v1.20."), "kubeadm is not 1.20");
    }

    private static Tool.Result run(Path folder, String... arguments) {
        return Tool.attempt(
                folder,
                Map.of(),
                Stream.concat(Stream.of(KUBEADM), Stream.of(arguments)).toArray(String[]::new));
    }

    private Path pki() {
        return directory.resolve("pki");
    }

    private Tool.Result certs() throws IOException {
        Path settings = directory.resolve("kubeadm.yaml");
        Files.writeString(
                settings,
                Recorded.text("kubeadm-pki/configured/kubeadm.yaml")
                        .replace("certificatesDir: pki", "certificatesDir: " + pki()));
        return run(directory, "init", "phase", "certs", "all", "--config", settings.toString());
    }

    private static KubeadmPki.Builder settings() {
        return Pki.recorded().release(KubernetesRelease.of(20));
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(pki())) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                contents.put(file.toString(), Files.readString(file));
            }
        }
        return contents;
    }

    private void kubeadmTakesEverything() throws IOException {
        Map<String, String> before = contents();
        Tool.Result result = certs();
        assertThat(result.code()).as(result.printed()).isZero();
        assertThat(result.printed()).doesNotContain("Generating").doesNotContain("WARNING: could not validate");
        for (KubeadmCertificate row : KubeadmCertificate.values()) {
            if (!row.isCa()) {
                assertThat(result.printed())
                        .contains("Using existing " + row.baseName() + " certificate and key on disk");
            }
        }
        assertThat(result.printed()).contains("Using the existing \"sa\" key");
        assertThat(contents().equals(before)).as("nothing has changed").isTrue();
    }

    @Test
    void takesWhatWeWrite() throws IOException {
        settings().build().generate(Instant.now()).write(pki());
        kubeadmTakesEverything();
    }

    @Test
    void takesWhatWeWriteWithEcdsaAndTheLayoutOfToday() throws IOException {
        settings()
                .release(KubernetesRelease.latest())
                .keyAlgorithm(KeyAlgorithm.ECDSA_P384)
                .build()
                .generate(Instant.now())
                .write(pki());
        kubeadmTakesEverything();
    }

    @Test
    void weTakeWhatItWritesAndCompleteItAlike() throws IOException {
        assertThat(certs().code()).isZero();
        assertThat(settings().build().check(pki(), Instant.now())).isEmpty();
        Files.delete(pki().resolve("etcd/peer.crt"));
        Files.delete(pki().resolve("etcd/peer.key"));
        settings().build().missing(pki(), Instant.now()).write(pki());
        kubeadmTakesEverything();
    }

    @Test
    void refusesWhatIsNoCa() throws IOException {
        settings().build().generate(Instant.now()).write(pki());
        Files.writeString(pki().resolve("ca.crt"), Files.readString(pki().resolve("apiserver.crt")));
        refusesWith("CA_FLAG_MISSING", "certificate apiserver not signed by CA certificate ca");
    }

    @Test
    void refusesAKeyOfAnotherCa() throws IOException {
        settings().build().generate(Instant.now()).write(pki());
        Files.writeString(pki().resolve("ca.key"), Files.readString(pki().resolve("etcd/ca.key")));
        Files.delete(pki().resolve("apiserver.crt"));
        Files.delete(pki().resolve("apiserver.key"));
        refusesWith("KEY_MISMATCH", "PrivateKey doesn't match");
    }

    @Test
    void needsEveryLeafOfACaWithoutKey() throws IOException {
        settings().build().generate(Instant.now()).write(pki());
        Files.delete(pki().resolve("etcd/ca.key"));
        assertThat(settings().build().check(pki(), Instant.now()))
                .extracting(Finding::code)
                .containsExactly("CA_KEY_MISSING");
        kubeadmTakesEverything();
        Files.delete(pki().resolve("etcd/peer.key"));
        refusesWith("FILE_MISSING", "failed to load key");
    }

    @Test
    void refusesALeafOfAnotherCa() throws IOException {
        settings().build().generate(Instant.now()).write(pki());
        Files.delete(pki().resolve("front-proxy-ca.crt"));
        Files.delete(pki().resolve("front-proxy-ca.key"));
        refusesWith("CA_MISMATCH", "certificate front-proxy-client not signed by CA certificate front-proxy-ca");
    }

    private void refusesWith(String code, String text) throws IOException {
        assertThat(settings().build().check(pki(), Instant.now()))
                .filteredOn(finding -> finding.severity() == Finding.Severity.ERROR)
                .extracting(Finding::code)
                .contains(code);
        Tool.Result result = certs();
        assertThat(result.code()).isNotZero();
        assertThat(result.printed()).contains(text);
    }
}
