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
import io.github.kubetls.fixtures.Modes;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What everything that writes files makes, whatever the umask: where it takes nothing away from anybody, and where much. */
class UmaskTest {

    @TempDir
    static Path directory;

    /** Writes one file, or what belongs together, into each of several folders that are not there yet. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] arguments) throws IOException {
            Path folder = Path.of(arguments[0]);
            Modes.Watch watch =
                    Modes.Watch.over(List.of("text", "secret", "tokens", "pair", "key", "authority").stream()
                            .map(folder::resolve)
                            .toList());
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
            Files.writeString(folder.resolve("exposed"), String.join("\n", watch.exposed()));
        }
    }

    @BeforeAll
    static void write() throws IOException {
        ChildJvm.runWithUmasks(Writer.class, directory);
    }

    static List<Path> folders() {
        return ChildJvm.UMASKS.stream().map(directory::resolve).toList();
    }

    @ParameterizedTest
    @MethodSource("folders")
    void aSecretIsItsOwnersInAFolderOfItsOwners(Path under) throws IOException {
        for (String name : List.of("text", "secret", "tokens", "pair", "key")) {
            assertModes(under, name, "rwx------", "rw-------");
        }
        assertThat(mode(under.resolve("authority"))).isEqualTo("rwx------");
        assertThat(mode(under.resolve("authority/inner"))).isEqualTo("rwx------");
        assertThat(mode(under.resolve("authority/inner/ca.key"))).isEqualTo("rw-------");
    }

    /** The folders of what is public, and those that kubelet and, up to 1.35, kubeadm make: 0755, less what the umask takes away. */
    @ParameterizedTest
    @MethodSource("folders")
    void whatIsPublicAndTheFoldersOfComponentsAreAsTheUmaskLeavesThem(Path under) throws IOException {
        String folder = under.endsWith("077") ? "rwx------" : "rwxr-xr-x";
        assertModes(under, "flags", folder, "rw-r--r--");
        assertModes(under, "configuration", folder, "rw-r--r--");
        for (String name : List.of("store", "serving", "kubeadm35")) {
            assertThat(mode(under.resolve(name))).as(name).isEqualTo(folder);
            assertThat(mode(under.resolve(name).resolve("inner"))).as(name).isEqualTo(folder);
        }
        assertThat(mode(under.resolve("kubeadm"))).isEqualTo("rwx------");
        assertThat(mode(under.resolve("kubeadm/inner"))).isEqualTo("rwx------");
    }

    @ParameterizedTest
    @MethodSource("folders")
    void everyFileWithAPrivateKeyIsItsOwners(Path under) throws IOException {
        List<Path> keys = Modes.filesWith(under, "PRIVATE KEY");
        assertThat(keys).hasSizeGreaterThan(10);
        for (Path key : keys) {
            assertThat(mode(key)).as(key.toString()).isEqualTo("rw-------");
        }
    }

    /** While the files were made, somebody has looked at them all the time. */
    @ParameterizedTest
    @MethodSource("folders")
    void noSecretWasOthersInBetween(Path under) {
        assertThat(under.resolve("exposed")).isEmptyFile();
    }

    private static void assertModes(Path under, String name, String folder, String file) throws IOException {
        assertThat(mode(under.resolve(name))).as(name).isEqualTo(folder);
        assertThat(mode(under.resolve(name).resolve("inner"))).as(name).isEqualTo(folder);
        assertThat(mode(under.resolve(name).resolve("inner/file"))).as(name).isEqualTo(file);
    }
}
