package io.github.kubetls.kubelet;

import static io.github.kubetls.fixtures.Posix.mode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.fixtures.ChildJvm;
import io.github.kubetls.fixtures.OldCertificates;
import io.github.kubetls.fixtures.Pairs;
import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.fixtures.Recorded;
import io.github.kubetls.fixtures.Threads;
import io.github.kubetls.fixtures.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/behaviour/kubelet.md, 6. */
class KubeletCertificateStoreTest {

    private static final ZoneId ZONE = ZoneId.of("Asia/Kathmandu");

    /** 07:08:09 on 5 March 2024 in Kathmandu, which is 5:45 hours ahead. */
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2024-03-05T01:23:09.987Z"), ZONE);

    @TempDir
    Path temp;

    private Path directory() {
        return temp.resolve("kubelet").resolve("pki");
    }

    private KubeletCertificateStore open(String instant) throws IOException {
        return KubeletCertificateStore.builder(directory(), KubeletCertificateStore.CLIENT)
                .clock(Clock.fixed(Instant.parse(instant), ZONE))
                .open();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @BeforeAll
    static void aStoreHasLinks() {
        Posix.assume();
    }

    /** A program that stores a pair, with the clock of a store that was given none. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) throws IOException {
            KubeletCertificateStore.builder(Path.of(arguments[0]), KubeletCertificateStore.CLIENT)
                    .open()
                    .update(Pairs.leaf());
        }
    }

    /** docs/behaviour/kubelet.md, 6.2. */
    @Test
    void namesFilesInLocalTime() throws Exception {
        ZoneId farthest = ZoneId.of("Pacific/Kiritimati");
        LocalDateTime before = LocalDateTime.now(farthest).withNano(0);
        List<String> command = new ArrayList<>(List.of("env", "TZ=" + farthest));
        command.addAll(ChildJvm.command(Program.class, directory().toString()));
        Tool.run(temp, command.toArray(String[]::new));
        LocalDateTime stamp = LocalDateTime.parse(
                names().get(0), DateTimeFormatter.ofPattern("'kubelet-client-'yyyy-MM-dd-HH-mm-ss'.pem'"));
        assertThat(stamp).isBetween(before, LocalDateTime.now(farthest));
    }

    /** docs/behaviour/kubelet.md, 6.2, and docs/behaviour/worked-examples.md, W25. */
    @Test
    void storesAPairAsKubeletDoes() throws Exception {
        KubeletCertificateStore store = KubeletCertificateStore.builder(directory(), KubeletCertificateStore.CLIENT)
                .clock(CLOCK)
                .open();
        StoredCertificate.Loaded stored = store.update(Pairs.leaf());

        Path file = directory().resolve("kubelet-client-2024-03-05-07-08-09.pem");
        assertThat(names()).containsExactly("kubelet-client-2024-03-05-07-08-09.pem", "kubelet-client-current.pem");
        assertThat(Files.readString(file)).isEqualTo(Pairs.LEAF_CERTIFICATE + Pairs.LEAF_KEY);
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(directory())).isEqualTo("rwxr-xr-x");
        assertThat(mode(directory().getParent())).isEqualTo("rwxr-xr-x");
        assertThat(Files.readSymbolicLink(store.currentPath())).isEqualTo(file).isAbsolute();
        assertThat(stored).isEqualTo(new StoredCertificate.Loaded(Pairs.leaf(), file));
        assertThat(store.current()).isEqualTo(new StoredCertificate.Loaded(Pairs.leaf(), file.toRealPath()));
        assertThat(store.load()).isEqualTo(store.current());
    }

    @Test
    void writesWhatKubeletWroteAndReadsIt() throws Exception {
        String recording = Recorded.text("kubelet/kubelet-client-current.pem");
        String layout = Recorded.text("kubelet/layout.txt");
        KubeletCertificateStore store = open("2026-11-23T12:27:32Z");
        store.update(CertificateAndKey.parse(recording));
        Path file = directory().resolve("kubelet-client-2026-11-23-18-12-32.pem");
        assertThat(layout).contains("-rw------- " + file.getFileName());
        assertThat(Files.readString(file)).isEqualTo(recording);
        assertThat(store.load().usable()).contains(Pairs.recorded());
    }

    @Test
    void keepsOlderPairs() throws Exception {
        open("2024-03-05T01:23:09Z").update(Pairs.leaf());
        KubeletCertificateStore store = open("2024-03-05T01:23:10Z");
        store.update(Pairs.rsa());
        assertThat(names())
                .containsExactly(
                        "kubelet-client-2024-03-05-07-08-09.pem",
                        "kubelet-client-2024-03-05-07-08-10.pem",
                        "kubelet-client-current.pem");
        assertThat(store.load().usable()).contains(Pairs.rsa());
        assertThat(Files.readString(directory().resolve("kubelet-client-2024-03-05-07-08-09.pem")))
                .isEqualTo(Pairs.leaf().toPem());
    }

    @Test
    void twoUpdatesInOneSecondLeaveOneFile() throws Exception {
        KubeletCertificateStore store = open("2024-03-05T01:23:09Z");
        store.update(Pairs.leaf());
        store.update(Pairs.rsa());
        assertThat(names()).containsExactly("kubelet-client-2024-03-05-07-08-09.pem", "kubelet-client-current.pem");
        assertThat(store.load().usable()).contains(Pairs.rsa());
    }

    @Test
    void aFailedUpdateInTheSameSecondLeavesTheCurrentPair() throws Exception {
        KubeletCertificateStore store = open("2024-03-05T01:23:09Z");
        store.update(Pairs.leaf());
        assertThatThrownBy(
                        () -> store.update(Pairs.LEAF_CERTIFICATE, Pairs.rsa().keyPem()))
                .isInstanceOf(InvalidFormatException.class);
        assertThat(store.load().usable()).contains(Pairs.leaf());
    }

    @Test
    void refusesTextsThatAreNoPairBeforeItTouchesAnyFile() throws Exception {
        KubeletCertificateStore store = open("2024-03-05T01:23:09Z");
        assertRefused(
                store, "", Pairs.LEAF_KEY, "CERTIFICATE_MISSING", "invalid certificate data: data does not contain");
        assertRefused(store, Pairs.LEAF_KEY, Pairs.LEAF_KEY, "CERTIFICATE_MISSING", "invalid certificate data: ");
        assertRefused(
                store,
                Pem.Block.of("CERTIFICATE", new byte[] {1}).toPem(),
                Pairs.LEAF_KEY,
                "CERTIFICATE_INVALID",
                "invalid certificate data: ");
        assertRefused(store, Pairs.LEAF_CERTIFICATE, "no key", "PRIVATE_KEY_MISSING", "invalid key data");
        assertRefused(store, Pairs.LEAF_CERTIFICATE, Pairs.LEAF_CERTIFICATE, "PRIVATE_KEY_MISSING", "PRIVATE KEY");
        assertRefused(store, Pairs.LEAF_CERTIFICATE, Pairs.rsa().keyPem(), "KEY_MISMATCH", "does not match");
        assertThat(directory()).doesNotExist();
        assertThat(store.load()).isInstanceOf(StoredCertificate.Absent.class);
    }

    private static void assertRefused(
            KubeletCertificateStore store, String certificate, String key, String code, String message) {
        assertThatThrownBy(() -> store.update(certificate, key))
                .hasMessageContaining(message)
                .asInstanceOf(type(InvalidFormatException.class))
                .returns(code, InvalidFormatException::code);
    }

    @Test
    void keepsTheKeysOwnFormAndDropsWhatIsAroundTheBlocks() throws Exception {
        KubeletCertificateStore store = open("2024-03-05T01:23:09Z");
        String key = Recorded.text("csr/ca.key");
        store.update(
                "text\n" + Recorded.text("csr/ca.crt") + "\ntext\n" + Pairs.LEAF_CERTIFICATE, "text\n" + key + key);
        assertThat(Files.readString(store.currentPath()))
                .isEqualTo(Recorded.text("csr/ca.crt") + Pairs.LEAF_CERTIFICATE + key)
                .contains("BEGIN PRIVATE KEY");
        assertThat(store.load().usable().orElseThrow().chain()).hasSize(2);
    }

    /** docs/behaviour/kubelet.md, 6.2. */
    @Test
    void theFirstBlockOfTheKeyIsTheKey() throws Exception {
        KubeletCertificateStore store = open("2024-03-05T01:23:09Z");
        StoredCertificate.Loaded stored = store.update(
                Pairs.LEAF_CERTIFICATE, Pairs.leaf().keyPem() + Pairs.rsa().keyPem());
        assertThat(stored.pair()).isEqualTo(Pairs.leaf());
        assertThat(stored.file())
                .hasContent(Pairs.LEAF_CERTIFICATE + Pairs.leaf().keyPem());
        assertThatThrownBy(() -> store.update(
                        Pairs.LEAF_CERTIFICATE,
                        Pairs.rsa().keyPem() + Pairs.leaf().keyPem()))
                .isInstanceOf(InvalidFormatException.class);
    }

    @Test
    void doesNotReplaceAFileByALink() throws Exception {
        Files.createDirectories(directory());
        for (String name : List.of("kubelet-client-current.pem", "kubelet-client-updated.pem")) {
            Path file =
                    Files.writeString(directory().resolve(name), Pairs.leaf().toPem());
            assertThatThrownBy(() -> KubeletCertificateStore.builder(directory(), "kubelet-client")
                            .clock(CLOCK)
                            .open()
                            .update(Pairs.rsa()))
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageContaining("expected \"" + file + "\" to be a symlink but it is a file");
            assertThat(names()).containsExactly(name);
            Files.delete(file);
        }
    }

    @Test
    void readsACurrentPairThatIsAFile() throws Exception {
        Files.createDirectories(directory());
        Path file = Files.writeString(
                directory().resolve("kubelet-client-current.pem"),
                Pairs.leaf().keyPem() + Pairs.leaf().certificatePem());
        assertThat(open("2024-03-05T01:23:09Z").load())
                .isEqualTo(new StoredCertificate.Loaded(Pairs.leaf(), file.toRealPath()));
    }

    /** docs/behaviour/kubelet.md, 6.4, and docs/behaviour/worked-examples.md, W26. */
    @Test
    void finishesAnUpdateThatWasInterrupted() throws Exception {
        Path file = Files.writeString(temp.resolve("pair.pem"), Pairs.leaf().toPem());
        Posix.link(temp.resolve("p-updated.pem"), file);
        KubeletCertificateStore store = KubeletCertificateStore.open(temp, "p");
        assertThat(temp.resolve("p-updated.pem")).doesNotExist();
        assertThat(Files.readSymbolicLink(temp.resolve("p-current.pem"))).isEqualTo(file);
        assertThat(store.load().usable()).contains(Pairs.leaf());
    }

    @Test
    void finishesAnUpdateOverALinkThatLeadsNowhere() throws Exception {
        Path file = Files.writeString(temp.resolve("pair.pem"), Pairs.leaf().toPem());
        Posix.link(temp.resolve("p-updated.pem"), file);
        Posix.link(temp.resolve("p-current.pem"), temp.resolve("gone.pem"));
        assertThat(KubeletCertificateStore.open(temp, "p").load().usable()).contains(Pairs.leaf());
    }

    @Test
    void finishesAnUpdateEvenIfItLeadsNowhere() throws Exception {
        Posix.link(temp.resolve("p-updated.pem"), temp.resolve("gone.pem"));
        KubeletCertificateStore.open(temp, "p");
        assertThat(Files.readSymbolicLink(temp.resolve("p-current.pem"))).isEqualTo(temp.resolve("gone.pem"));
    }

    @Test
    void leavesALinkThatLeadsToAFile() throws Exception {
        Path one = Files.writeString(temp.resolve("one.pem"), Pairs.leaf().toPem());
        Path two = Files.writeString(temp.resolve("two.pem"), Pairs.rsa().toPem());
        Posix.link(temp.resolve("p-current.pem"), one);
        Posix.link(temp.resolve("p-updated.pem"), two);
        KubeletCertificateStore store = KubeletCertificateStore.open(temp, "p");
        assertThat(store.load().usable()).contains(Pairs.leaf());
        assertThat(temp.resolve("p-updated.pem")).exists();
        store.update(Pairs.recorded());
        assertThat(store.load().usable()).contains(Pairs.recorded());
        assertThat(temp.resolve("p-updated.pem")).doesNotExist();
        assertThat(two).exists();
    }

    @Test
    void doesNotFinishAnUpdateWithAFile() throws Exception {
        Path updated =
                Files.writeString(temp.resolve("p-updated.pem"), Pairs.leaf().toPem());
        assertThatThrownBy(() -> KubeletCertificateStore.open(temp, "p"))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("expected \"" + updated + "\" to be a symlink but it is a file");
    }

    @Test
    void removesOnlyWhatKilledUpdatesOfItsOwnLeft() throws Exception {
        KubeletCertificateStore store = open("2024-03-05T01:23:09Z");
        Files.createDirectories(directory());
        Files.createFile(directory().resolve(".kubelet-client-2024-03-05-07-08-08.pem.123.tmp"));
        List<String> others = List.of(
                ".kubelet-server-2024-03-05-07-08-08.pem.123.tmp",
                ".kubelet-client-current.pem.123.tmp",
                "kubelet-client-2024-03-05-07-08-08.pem.123.tmp");
        for (String name : others) {
            Files.createFile(directory().resolve(name));
        }
        store.update(Pairs.leaf());
        assertThat(names()).hasSize(5).containsAll(others);
    }

    @Test
    void saysWhereThereIsNothing() throws Exception {
        Path keys = temp.resolve("keys");
        StoredCertificate absent = KubeletCertificateStore.builder(directory(), "kubelet-server")
                .certFile(Path.of("/no/tls.crt"))
                .keyFile(Path.of("/no/tls.key"))
                .keyDirectory(keys)
                .open()
                .load();
        assertThat(absent)
                .isEqualTo(new StoredCertificate.Absent("no cert/key files read at \""
                        + directory().resolve("kubelet-server-current.pem")
                        + "\", (\"/no/tls.crt\", \"/no/tls.key\") or (\"" + directory() + "\", \"" + keys + "\")"));
        assertThat(absent.usable()).isEmpty();
        assertThat(KubeletCertificateStore.open(temp, "p").load())
                .isEqualTo(new StoredCertificate.Absent("no cert/key files read at \"" + temp.resolve("p-current.pem")
                        + "\", (\"\", \"\") or (\"" + temp + "\", \"" + temp + "\")"));
    }

    @Test
    void theFirstPlaceThatExistsDecides() throws Exception {
        Path tlsCert = temp.resolve("tls.crt");
        Path tlsKey = temp.resolve("tls.key");
        KubeletCertificateStore store = KubeletCertificateStore.builder(temp, "p")
                .certFile(tlsCert)
                .keyFile(tlsKey)
                .open();

        Files.writeString(temp.resolve("p.crt"), Pairs.rsa().certificatePem());
        assertThat(store.current()).isInstanceOf(StoredCertificate.Absent.class);
        Files.writeString(temp.resolve("p.key"), Pairs.rsa().keyPem());
        assertThat(store.current().usable()).contains(Pairs.rsa());

        Files.writeString(tlsCert, Pairs.leaf().certificatePem());
        assertThat(store.current().usable()).as("half of the second place").contains(Pairs.rsa());
        Files.writeString(tlsKey, Pairs.leaf().keyPem());
        assertThat(store.current()).isEqualTo(new StoredCertificate.Loaded(Pairs.leaf(), tlsCert.toRealPath()));

        Files.writeString(tlsKey, Pairs.rsa().keyPem());
        assertThat(store.current())
                .isInstanceOfSatisfying(
                        StoredCertificate.Corrupt.class,
                        corrupt -> assertThat(corrupt.file()).isEqualTo(tlsCert));

        Posix.link(temp.resolve("p-current.pem"), temp.resolve("gone"));
        assertThat(store.current()).as("a link to nowhere is no file").isInstanceOf(StoredCertificate.Corrupt.class);
        Files.writeString(temp.resolve("gone"), Pairs.recorded().toPem());
        assertThat(store.current().usable()).contains(Pairs.recorded());
        Files.writeString(temp.resolve("gone"), "");
        assertThat(store.current()).isInstanceOf(StoredCertificate.Corrupt.class);
    }

    @Test
    void looksForTheKeyInADirectoryOfItsOwn() throws Exception {
        Path keys = Files.createDirectory(temp.resolve("keys"));
        Files.writeString(temp.resolve("p.crt"), Pairs.leaf().certificatePem());
        Files.writeString(keys.resolve("p.key"), Pairs.leaf().keyPem());
        assertThat(KubeletCertificateStore.open(temp, "p").load()).isInstanceOf(StoredCertificate.Absent.class);
        assertThat(KubeletCertificateStore.builder(temp, "p")
                        .keyDirectory(keys)
                        .open()
                        .load()
                        .usable())
                .contains(Pairs.leaf());
    }

    @Test
    void aCorruptPairHasTheNewestGoodOneAsFallback() throws Exception {
        open("2024-03-05T01:23:08Z").update(Pairs.rsa());
        open("2024-03-05T01:23:09Z").update(Pairs.leaf());
        KubeletCertificateStore store = open("2024-03-05T01:23:10Z");
        StoredCertificate.Loaded newest = store.update(Pairs.recorded());
        for (String damage : List.of(
                "",
                "garbage",
                Pairs.LEAF_CERTIFICATE,
                Pairs.LEAF_KEY,
                Pairs.LEAF_CERTIFICATE + Pairs.rsa().keyPem())) {
            Files.writeString(newest.file(), damage);
            StoredCertificate.Corrupt corrupt = (StoredCertificate.Corrupt) store.load();
            assertThat(corrupt.file()).isEqualTo(store.currentPath());
            assertThat(corrupt.reason())
                    .startsWith("could not convert data from \"" + store.currentPath() + "\" into cert/key pair: ");
            assertThat(corrupt.fallback().orElseThrow().file().getFileName())
                    .hasToString("kubelet-client-2024-03-05-07-08-09.pem");
            assertThat(corrupt.usable()).contains(Pairs.leaf());
            assertThat(((StoredCertificate.Corrupt) store.current()).fallback()).isEmpty();
            assertThat(corrupt.toString()).doesNotContain("MHcCAQEE", "MIIEv");
        }
        Files.delete(newest.file());
        assertThat(store.current()).isInstanceOf(StoredCertificate.Absent.class);
        assertThat(store.load())
                .isInstanceOfSatisfying(
                        StoredCertificate.Corrupt.class,
                        corrupt -> assertThat(corrupt.reason()).contains("does not exist"))
                .returns(Pairs.leaf(), stored -> stored.usable().orElseThrow());
        store.update(Pairs.rsa());
        assertThat(store.load().usable()).contains(Pairs.rsa());
    }

    @Test
    void theFallbackIsTheNewestWhateverTheOrderOfTheDirectory() throws Exception {
        List<CertificateAndKey> pairs = Pairs.all();
        Files.writeString(temp.resolve("p-current.pem"), "garbage");
        List<Integer> seconds = new ArrayList<>(List.of(10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24));
        Collections.shuffle(seconds, new Random(7));
        for (int second : seconds) {
            Files.writeString(
                    temp.resolve("p-2024-03-05-07-08-" + second + ".pem"),
                    second == 24 ? "garbage" : pairs.get(second % pairs.size()).toPem());
        }
        Path newest = temp.resolve("p-2024-03-05-07-08-23.pem").toRealPath();
        assertThat(KubeletCertificateStore.open(temp, "p").load())
                .isInstanceOfSatisfying(
                        StoredCertificate.Corrupt.class,
                        corrupt -> assertThat(corrupt.fallback())
                                .contains(new StoredCertificate.Loaded(pairs.get(23 % pairs.size()), newest)));
    }

    @Test
    void otherFilesAreNoFallback() throws Exception {
        Files.writeString(temp.resolve("p-current.pem"), "garbage");
        for (String name : List.of(
                "q-2024-03-05-07-08-09.pem",
                "p-2024-03-05-07-08.pem",
                "p-2024-03-05-07-08-09.pem.bak",
                ".p-2024-03-05-07-08-09.pem.1.tmp",
                "p-x2024-03-05-07-08-09.pem")) {
            Files.writeString(temp.resolve(name), Pairs.leaf().toPem());
        }
        assertThat(KubeletCertificateStore.open(temp, "p").load().usable()).isEmpty();
    }

    @Test
    void whatCannotBeReadIsCorrupt() throws Exception {
        Path loop = Posix.link(temp.resolve("p-current.pem"), temp.resolve("p-current.pem"));
        KubeletCertificateStore store =
                KubeletCertificateStore.builder(temp, "q").open();
        assertThatThrownBy(() -> KubeletCertificateStore.open(temp, "p")).isInstanceOf(FileSystemException.class);
        Files.delete(loop);

        Files.createDirectory(temp.resolve("q-current.pem"));
        assertThat(store.load())
                .isInstanceOfSatisfying(
                        StoredCertificate.Corrupt.class,
                        corrupt -> assertThat(corrupt.reason()).isEqualTo("cannot be read: Is a directory"));
        Files.writeString(temp.resolve("r.crt"), Pairs.leaf().certificatePem());
        Path key = Files.createDirectory(temp.resolve("r.key"));
        assertThat(KubeletCertificateStore.open(temp, "r").load())
                .isInstanceOfSatisfying(
                        StoredCertificate.Corrupt.class,
                        corrupt ->
                                assertThat(corrupt.reason()).isEqualTo("cannot be read: " + key + ": Is a directory"));
        assertThatThrownBy(() -> KubeletCertificateStore.open(Files.writeString(temp.resolve("file"), ""), "p"))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(temp.resolve("file") + ": is not a directory");
    }

    @Test
    void refusesFilesThatOthersMayWriteOnlyIfAskedTo() throws Exception {
        StoredCertificate.Loaded stored = open("2024-03-05T01:23:09Z").update(Pairs.leaf());
        KubeletCertificateStore strict = KubeletCertificateStore.builder(directory(), "kubelet-client")
                .refuseWritableByOthers()
                .open();
        assertThat(strict.load().usable()).contains(Pairs.leaf());
        for (String mode : List.of("rw-rw----", "rw-----w-")) {
            Posix.chmod(stored.file(), mode);
            assertThat(strict.load())
                    .isInstanceOfSatisfying(
                            StoredCertificate.Corrupt.class,
                            corrupt -> assertThat(corrupt.reason()).contains("written by others"));
            assertThat(open("2024-03-05T01:23:09Z").load().usable()).contains(Pairs.leaf());
        }
        Posix.chmod(stored.file(), "rw-r--r--");
        assertThat(strict.load().usable()).contains(Pairs.leaf());
    }

    @Test
    void nobodyElseMayWriteWhereFilesHaveNoPermissions() throws Exception {
        try (FileSystem archive = FileSystems.newFileSystem(temp.resolve("a.zip"), Map.of("create", "true"))) {
            Path file = Files.writeString(archive.getPath("/pair.pem"), "");
            assertThat(StoreFiles.isWritableByOthers(file)).isFalse();
        }
    }

    @Test
    void whatItHoldsIsAValue() throws Exception {
        Path file = temp.resolve("p-current.pem");
        StoredCertificate.Loaded fallback = new StoredCertificate.Loaded(Pairs.leaf(), file);
        StoredCertificate corrupt = new StoredCertificate.Corrupt(file, "reason", fallback);
        assertThat(corrupt)
                .isEqualTo(new StoredCertificate.Corrupt(file, "reason", fallback))
                .isNotEqualTo(new StoredCertificate.Corrupt(temp, "reason", fallback))
                .isNotEqualTo(new StoredCertificate.Corrupt(file, "other", fallback))
                .isNotEqualTo(new StoredCertificate.Corrupt(file, "reason", null))
                .asString()
                .startsWith("Corrupt[" + file + ": reason, ");
        assertThat(KubeletCertificateStore.open(temp, "p")).hasToString("KubeletCertificateStore[" + temp + ", p]");
    }

    @Test
    void theLinkLeadsToAnAbsolutePathAndTheKubeconfigGetsThePathAsGiven() throws Exception {
        Path relative =
                Path.of("").toAbsolutePath().relativize(temp.toRealPath().resolve("pki"));
        KubeletCertificateStore store =
                KubeletCertificateStore.builder(relative, "p").clock(CLOCK).open();
        store.update(Pairs.leaf());
        assertThat(store.currentPath())
                .isEqualTo(relative.resolve("p-current.pem"))
                .isRelative();
        assertThat(Files.readSymbolicLink(store.currentPath()))
                .isEqualTo(temp.toRealPath().resolve("pki").resolve("p-2024-03-05-07-08-09.pem"));
    }

    @Test
    void refusesNamesThatAreNoPartOfAFileName() {
        for (String name : List.of("", "a/b", "../p", "a\0")) {
            assertThatThrownBy(() -> KubeletCertificateStore.open(temp, name))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void manyReadersSeeAPairAtEveryInstantOfAnUpdate() throws Exception {
        KubeletCertificateStore store = KubeletCertificateStore.open(directory(), "kubelet-client");
        store.update(Pairs.leaf());
        List<CertificateAndKey> pairs = Pairs.all();
        Thread writer = new Thread(() -> {
            for (int i = 0; i < 60; i++) {
                try {
                    store.update(pairs.get(i % pairs.size()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        writer.start();
        while (writer.isAlive()) {
            assertThat(KubeletCertificateStore.open(directory(), "kubelet-client")
                            .load())
                    .isInstanceOf(StoredCertificate.Loaded.class);
        }
        writer.join();
    }

    @Test
    void manyMayUpdateAStoreAtOnce() throws Exception {
        List<CertificateAndKey> pairs = Pairs.all();
        Threads.together(thread -> () -> {
            Instant begin = Instant.parse("2024-03-05T00:00:00Z").plusSeconds(thread * 100L);
            for (int i = 0; i < 10; i++) {
                KubeletCertificateStore store = KubeletCertificateStore.builder(directory(), "p")
                        .clock(Clock.fixed(begin.plusSeconds(i), ZoneOffset.UTC))
                        .open();
                store.update(pairs.get(i % pairs.size()));
                assertThat(store.current()).isInstanceOf(StoredCertificate.Loaded.class);
            }
            return null;
        });
        assertThat(directory().toFile().list()).hasSize(Threads.NUMBER * 10 + 1);
    }

    @Test
    void oneOfManyThatStoreInTheSameSecondIsTheCurrentOne() throws Exception {
        List<CertificateAndKey> pairs = Pairs.all();
        for (int round = 0; round < 10; round++) {
            Clock second = Clock.fixed(Instant.EPOCH.plusSeconds(round), ZoneOffset.UTC);
            List<String> failures = Threads.together(thread -> () -> {
                try {
                    KubeletCertificateStore.builder(directory(), "p")
                            .clock(second)
                            .open()
                            .update(pairs.get(thread % pairs.size()));
                    return "";
                } catch (FileSystemException e) {
                    return e.getReason();
                }
            });
            assertThat(failures)
                    .contains("")
                    .allSatisfy(failure ->
                            assertThat(failure).isIn("", "another program stored another pair in the same second"));
            assertThat(KubeletCertificateStore.open(directory(), "p").current())
                    .isInstanceOf(StoredCertificate.Loaded.class);
        }
    }

    @Test
    void whoOpensAStoreDuringItsFirstUpdateDoesNoHarm() throws Exception {
        CertificateAndKey pair = Pairs.leaf();
        for (int round = 0; round < 40; round++) {
            KubeletCertificateStore store = KubeletCertificateStore.open(temp.resolve("round-" + round), "p");
            CompletableFuture<StoredCertificate.Loaded> update = CompletableFuture.supplyAsync(() -> {
                try {
                    return store.update(pair);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            while (!update.isDone()) {
                KubeletCertificateStore.open(temp.resolve("round-" + round), "p");
            }
            assertThat(update.get().pair()).isEqualTo(pair);
            assertThat(store.load().usable()).contains(pair);
        }
    }

    /** docs/behaviour/certificates.md, 5.4: certificates with negative serial numbers do not parse since 1.32. */
    @Test
    void readsCertificatesAsAReleaseDoes() throws Exception {
        KeyPair keys = KeyAlgorithm.ECDSA_P256.generateKeyPair();
        String old = OldCertificates.negativeSerial(keys, Instant.EPOCH, Instant.EPOCH.plusSeconds(60));
        String key = Pem.write(keys.getPrivate());
        KubeletCertificateStore before = open(KubernetesRelease.of(31));
        StoredCertificate.Loaded loaded = before.update(old, key);
        assertThat(loaded.pair().certificate().getSerialNumber()).isNegative();
        before.update(loaded.pair());
        assertThat(before.current()).isInstanceOf(StoredCertificate.Loaded.class);
        KubeletCertificateStore since = open(KubernetesRelease.of(32));
        assertThat(since.current())
                .isInstanceOfSatisfying(
                        StoredCertificate.Corrupt.class,
                        corrupt -> assertThat(corrupt.reason()).contains("x509: negative serial number"));
        assertThatThrownBy(() -> since.update(old, key))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageContaining("invalid certificate data: x509: negative serial number");
        Files.delete(before.currentPath());
        Path certificateFile = Files.writeString(directory().resolve("kubelet-client.crt"), old);
        Files.writeString(directory().resolve("kubelet-client.key"), key);
        assertThat(before.current()).isInstanceOf(StoredCertificate.Loaded.class);
        assertThat(since.current())
                .isInstanceOfSatisfying(
                        StoredCertificate.Corrupt.class,
                        corrupt -> assertThat(corrupt.file()).isEqualTo(certificateFile));
    }

    private KubeletCertificateStore open(KubernetesRelease release) throws IOException {
        return KubeletCertificateStore.builder(directory(), KubeletCertificateStore.CLIENT)
                .clock(CLOCK)
                .release(release)
                .open();
    }
}
