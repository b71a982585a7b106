package io.github.kubetls.kubeadm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.fixtures.OpenSsl;
import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.fixtures.Threads;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubeadmFilesTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"20, rwxr-xr-x", "35, rwxr-xr-x", "36, rwx------"})
    void writesWithTheModesOfKubeadm(int minor, String directories) throws IOException {
        Posix.assume();
        Path pki = directory.resolve("kubernetes/pki");
        Pki.fast()
                .release(KubernetesRelease.of(minor))
                .build()
                .generate(Instant.now())
                .write(pki);
        try (Stream<Path> files = Files.walk(pki)) {
            assertThat(files.toList()).hasSize(24).allSatisfy(file -> {
                String name = file.getFileName().toString();
                String expected =
                        Files.isDirectory(file) ? directories : name.endsWith(".crt") ? "rw-r--r--" : "rw-------";
                assertThat(Posix.mode(file)).as(name).isEqualTo(expected);
            });
        }
    }

    @Test
    void neverReplacesAFile() throws IOException {
        Path existing = Files.createDirectories(directory.resolve("etcd")).resolve("peer.crt");
        Files.writeString(existing, "mine");
        KubeadmFiles files = Pki.fast().build().generate(Instant.now());
        assertThatThrownBy(() -> files.write(directory))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessage(existing.toString());
        assertThat(existing).hasContent("mine");
        assertThat(directory).isDirectoryNotContaining(path -> path.toString().endsWith(".key"));
    }

    @Test
    void ofManyThatWriteAtOnceOneWritesAll() throws Exception {
        KubeadmFiles first = Pki.fast().build().generate(Instant.now());
        KubeadmFiles second = Pki.fast().build().generate(Instant.now());
        List<Boolean> written = Threads.together(thread -> () -> {
            try {
                (thread % 2 == 0 ? first : second).write(directory);
                return true;
            } catch (FileAlreadyExistsException e) {
                return false;
            }
        });
        assertThat(written).containsOnlyOnce(true);
        KubeadmFiles winner = written.indexOf(true) % 2 == 0 ? first : second;
        winner.toPem()
                .forEach((name, pem) -> assertThat(directory.resolve(name)).hasContent(pem));
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile))
                    .hasSameSizeAs(winner.toPem().keySet());
        }
    }

    @Test
    void removesWhatAKilledWriteLeftEvenWhereItRefuses() throws IOException {
        Files.writeString(directory.resolve("ca.crt"), "mine");
        Files.writeString(directory.resolve(".ca.key.123.tmp"), "secret");
        KubeadmFiles files = Pki.fast().build().generate(Instant.now());
        assertThatThrownBy(() -> files.write(directory)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(directory.toFile().list()).containsExactly("ca.crt");
    }

    @Test
    void opensslVerifiesEveryCertificate() throws IOException {
        Pki.fast().build().generate(Instant.now()).write(directory);
        for (KubeadmCertificate row : KubeadmCertificate.values()) {
            String ca = row.signer().orElse(row).certificateFile();
            assertThat(OpenSsl.run(directory, "verify", "-x509_strict", "-CAfile", ca, row.certificateFile()))
                    .contains("OK");
            assertThat(OpenSsl.run(directory, "x509", "-in", row.certificateFile(), "-noout", "-pubkey"))
                    .isEqualTo(OpenSsl.run(directory, "pkey", "-in", row.keyFile(), "-pubout"));
        }
        assertThat(OpenSsl.run(directory, "pkey", "-in", "sa.key", "-pubout"))
                .isEqualTo(Files.readString(directory.resolve("sa.pub")));
    }

    @Test
    void showsNamesOnly() {
        KubeadmFiles files = Pki.fast().externalEtcd(true).build().generate(Instant.now());
        assertThat(files)
                .hasToString("KubeadmFiles[ca.key, ca.crt, apiserver.key, apiserver.crt, "
                        + "apiserver-kubelet-client.key, apiserver-kubelet-client.crt, front-proxy-ca.key, "
                        + "front-proxy-ca.crt, front-proxy-client.key, front-proxy-client.crt, sa.key, sa.pub]");
        assertThatThrownBy(() -> files.authority(KubeadmCertificate.APISERVER))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> files.authority(KubeadmCertificate.ETCD_CA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no CA etcd-ca is among these files");
    }
}
