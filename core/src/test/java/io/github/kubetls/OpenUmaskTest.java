package io.github.kubetls;

import static io.github.kubetls.fixtures.Posix.mode;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.component.KubeletFlags;
import io.github.kubetls.fixtures.ChildJvm;
import io.github.kubetls.kubeadm.KubeadmPki;
import io.github.kubetls.kubelet.KubeletCertificateStore;
import io.github.kubetls.kubelet.KubeletConfiguration;
import io.github.kubetls.kubelet.SelfSignedServingCertificate;
import io.github.kubetls.manifest.OwnerOnlyFile;
import io.github.kubetls.token.BootstrapToken;
import io.github.kubetls.token.BootstrapTokenSecret;
import io.github.kubetls.token.StaticToken;
import io.github.kubetls.token.TokenFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What everything that writes files makes where the umask takes nothing away from anybody. */
class OpenUmaskTest {

    @TempDir
    static Path directory;

    /** Writes one file, or what belongs together, into each of several folders that are not there yet. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] arguments) throws IOException {
            Path folder = Path.of(arguments[0]);
            Instant now = Instant.parse("2026-11-24T12:00:00Z");
            CertificateAuthority ca = CertificateAuthority.generate("ca", KeyAlgorithm.ECDSA_P256, now);
            CertificateAndKey pair = ca.issueClient("system:node:worker-1", List.of("system:nodes"), now);
            BootstrapToken token = BootstrapToken.generate();

            OwnerOnlyFile.write(folder.resolve("text/inner/file"), "secret");
            BootstrapTokenSecret.builder(token).neverExpires().build().write(folder.resolve("secret/inner/file"));
            TokenFile.of(StaticToken.generate(UserInfo.builder("u").uid("1").build()))
                    .write(folder.resolve("tokens/inner/file"));
            pair.write(folder.resolve("pair/inner/file"));
            ca.write(folder.resolve("authority/inner/ca.crt"), folder.resolve("authority/inner/ca.key"));
            Pem.readOrGeneratePrivateKey(folder.resolve("key/inner/file"));
            KubeletFlags.builder().build().write(folder.resolve("flags/inner/file"));
            KubeletConfiguration.builder().build().write(folder.resolve("configuration/inner/file"));
            KubeletCertificateStore.open(folder.resolve("store/inner"), KubeletCertificateStore.CLIENT)
                    .update(pair);
            SelfSignedServingCertificate.readOrGenerate(folder.resolve("serving/inner"), "worker-1", now);
            KubeadmPki.builder("cp-1", "10.0.0.1")
                    .keyAlgorithm(KeyAlgorithm.ECDSA_P256)
                    .build()
                    .generate(now)
                    .write(folder.resolve("kubeadm/inner"));
            KubeadmPki.builder("cp-1", "10.0.0.1")
                    .keyAlgorithm(KeyAlgorithm.ECDSA_P256)
                    .release(KubernetesRelease.of(35))
                    .build()
                    .generate(now)
                    .write(folder.resolve("kubeadm35/inner"));
        }
    }

    @BeforeAll
    static void write() {
        ChildJvm.runWithOpenUmask(Writer.class, directory);
    }

    @ParameterizedTest
    @CsvSource({
        "text, rwx------, rw-------",
        "secret, rwx------, rw-------",
        "tokens, rwx------, rw-------",
        "pair, rwx------, rw-------",
        "key, rwx------, rw-------",
        "flags, rwxr-xr-x, rw-r--r--",
        "configuration, rwxr-xr-x, rw-r--r--"
    })
    void aSecretIsInAFolderOfItsOwners(String name, String folder, String file) throws IOException {
        assertThat(mode(directory.resolve(name))).isEqualTo(folder);
        assertThat(mode(directory.resolve(name).resolve("inner"))).isEqualTo(folder);
        assertThat(mode(directory.resolve(name).resolve("inner/file"))).isEqualTo(file);
    }

    @Test
    void anAuthorityIsInAFolderOfItsOwners() throws IOException {
        assertThat(mode(directory.resolve("authority"))).isEqualTo("rwx------");
        assertThat(mode(directory.resolve("authority/inner"))).isEqualTo("rwx------");
        assertThat(mode(directory.resolve("authority/inner/ca.key"))).isEqualTo("rw-------");
    }

    /** Kubelet and, up to 1.35, kubeadm give their folders mode 0755; the keys in them are 0600. */
    @ParameterizedTest
    @CsvSource({
        "store, rwxr-xr-x",
        "serving, rwxr-xr-x",
        "kubeadm35, rwxr-xr-x",
        "kubeadm, rwx------",
    })
    void theFoldersOfComponentsAreAsTheyMakeThem(String name, String folder) throws IOException {
        assertThat(mode(directory.resolve(name))).isEqualTo(folder);
        assertThat(mode(directory.resolve(name).resolve("inner"))).isEqualTo(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"serving/inner/kubelet.key", "kubeadm/inner/ca.key", "kubeadm35/inner/sa.key"})
    void theKeysOfComponentsAreTheirOwners(String key) throws IOException {
        assertThat(mode(directory.resolve(key))).isEqualTo("rw-------");
    }
}
