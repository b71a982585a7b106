package io.github.kubetls.internal.io;

import static io.github.kubetls.fixtures.Posix.mode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.fixtures.ChildJvm;
import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.fixtures.Threads;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {

    private static final byte[] BYTES = {1, 2, 3};

    @TempDir
    private Path directory;

    @Test
    void aNewFileIsItsOwnersAlone() throws IOException {
        Path file = directory.resolve("a/b/file");
        AtomicFiles.replace(file, BYTES);
        assertThat(file).hasBinaryContent(BYTES);
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(file.getParent())).isEqualTo("rwx------");
        assertThat(mode(file.getParent().getParent())).isEqualTo("rwx------");
    }

    @Test
    void anExistingFileKeepsItsMode() throws IOException {
        Path file = Files.write(directory.resolve("file"), new byte[100]);
        Posix.chmod(file, "rw-r--r--");
        AtomicFiles.replace(file, BYTES);
        assertThat(file).hasBinaryContent(BYTES);
        assertThat(mode(file)).isEqualTo("rw-r--r--");
    }

    @Test
    void anExistingFileKeepsItsOwnerAndGroup() throws IOException {
        Path file = Files.write(directory.resolve("file"), new byte[100]);
        Assumptions.assumeTrue(Files.getAttribute(file, "unix:uid").equals(0), "only root can give a file away");
        Posix.chmod(file, "rw-r-----");
        Files.setAttribute(file, "unix:uid", 12345);
        Files.setAttribute(file, "unix:gid", 23456);
        AtomicFiles.replace(file, BYTES);
        assertThat(file).hasBinaryContent(BYTES);
        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(12345);
        assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(23456);
        assertThat(mode(file)).isEqualTo("rw-r-----");
    }

    /** Only a member may give a file to a group, and a write that everybody else may make must not fail for it. */
    @Test
    void aGroupThatMayDoNothingIsNotKept() throws IOException {
        Path file = Files.write(directory.resolve("file"), new byte[100]);
        Assumptions.assumeTrue(Files.getAttribute(file, "unix:uid").equals(0), "only root can give a file away");
        Object group = Files.getAttribute(file, "unix:gid");
        Posix.chmod(file, "rw----r--");
        Files.setAttribute(file, "unix:gid", 23456);
        AtomicFiles.replace(file, BYTES);
        assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(group);
        assertThat(mode(file)).isEqualTo("rw----r--");
    }

    @Test
    void followsLinksAlsoToAFileThatDoesNotExist() throws IOException {
        Path first = Posix.link(directory.resolve("first"), Path.of("second"));
        Path second = Posix.link(directory.resolve("second"), directory.resolve("file"));
        AtomicFiles.replace(first, BYTES);
        assertThat(first).isSymbolicLink();
        assertThat(second).isSymbolicLink();
        assertThat(directory.resolve("file")).isRegularFile().hasBinaryContent(BYTES);
    }

    @Test
    void replacesALinkAndNotWhatItLeadsTo() throws IOException {
        Path elsewhere = Files.writeString(directory.resolve("elsewhere"), "somebody else's");
        Path link = Posix.link(directory.resolve("link"), elsewhere);
        AtomicFiles.writeOwnerOnly(link, BYTES);
        assertThat(link).isRegularFile().hasBinaryContent(BYTES);
        assertThat(Files.isSymbolicLink(link)).isFalse();
        assertThat(elsewhere).hasContent("somebody else's");
    }

    @Test
    void refusesLinksThatLeadNowhere() throws IOException {
        Path first = Posix.link(directory.resolve("first"), Path.of("second"));
        Posix.link(directory.resolve("second"), Path.of("first"));
        assertThatThrownBy(() -> AtomicFiles.replace(first, BYTES)).isInstanceOf(FileSystemLoopException.class);
    }

    @Test
    void refusesAFileThatIsReadOnly() throws IOException {
        Path file = Files.write(directory.resolve("file"), new byte[1]);
        Posix.chmod(file, "r--------");
        Assumptions.assumeFalse(Files.isWritable(file), "nothing is read-only for root");
        assertThatThrownBy(() -> AtomicFiles.replace(file, BYTES)).isInstanceOf(AccessDeniedException.class);
        assertThat(file).hasBinaryContent(new byte[1]);
    }

    @Test
    void theRootIsNoFile() {
        for (Path root : Path.of("").getFileSystem().getRootDirectories()) {
            assertThatThrownBy(() -> AtomicFiles.writeOwnerOnly(root, new byte[0]))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(root.toString());
            assertThatThrownBy(() -> AtomicFiles.replace(root, new byte[0])).isInstanceOf(IOException.class);
        }
    }

    @Test
    void leavesNothingBeside() throws IOException {
        AtomicFiles.replace(directory.resolve("file"), BYTES);
        Files.createDirectory(directory.resolve("directory"));
        assertThatThrownBy(() -> AtomicFiles.replace(directory.resolve("directory"), BYTES))
                .isInstanceOf(IOException.class);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("file", "directory");
        }
    }

    @Test
    void removesWhatKilledWritesOfTheSameFileLeft() throws IOException {
        Path elsewhere = Files.write(directory.resolve("elsewhere"), BYTES);
        Files.write(directory.resolve(".file.123.tmp"), BYTES);
        Files.write(directory.resolve(".file.18446744073709551615.tmp"), BYTES);
        List<Path> others = List.of(
                elsewhere,
                Files.write(directory.resolve(".other.1.tmp"), BYTES),
                Files.write(directory.resolve(".file.x.tmp"), BYTES),
                Files.write(directory.resolve(".file.1.tmp~"), BYTES),
                Files.createDirectory(directory.resolve(".file.2.tmp")),
                Posix.link(directory.resolve(".file.3.tmp"), elsewhere));
        AtomicFiles.writeOwnerOnly(directory.resolve("file"), BYTES);
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> expected = new ArrayList<>(others);
            expected.add(directory.resolve("file"));
            assertThat(files).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void keepsWhatIsBeingWritten() throws IOException {
        Path written = Files.write(directory.resolve(".file.123.tmp"), BYTES);
        try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            AtomicFiles.writeOwnerOnly(directory.resolve("file"), BYTES);
            assertThat(written).exists();
            assertThat(lock.isShared()).isFalse();
        }
        AtomicFiles.writeOwnerOnly(directory.resolve("file"), BYTES);
        assertThat(written).doesNotExist();
    }

    /** Holds the lock of a file until it is ended, as a process does that writes it. */
    static final class Holder {

        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                System.out.println(lock.isValid());
                System.in.read();
            }
        }
    }

    @Test
    void keepsWhatAnotherProcessIsWriting() throws Exception {
        Path written = Files.write(directory.resolve(".file.123.tmp"), BYTES);
        Process holder = new ProcessBuilder(ChildJvm.command(Holder.class, written.toString())).start();
        try {
            assertThat(holder.getInputStream().read()).as("the lock is held").isEqualTo('t');
            AtomicFiles.writeOwnerOnly(directory.resolve("file"), BYTES);
            assertThat(written).exists();
        } finally {
            holder.destroyForcibly().waitFor();
        }
        AtomicFiles.writeOwnerOnly(directory.resolve("file"), BYTES);
        assertThat(written).doesNotExist();
    }

    @Test
    void manyMayWriteAtOnce() throws Exception {
        Path file = directory.resolve("file");
        Threads.together(thread -> () -> {
            for (int i = 0; i < 20; i++) {
                AtomicFiles.writeOwnerOnly(file, BYTES);
            }
            return null;
        });
        assertThat(directory.toFile().list()).containsExactly("file");
        assertThat(file).hasBinaryContent(BYTES);
    }

    @Test
    void ofManyThatWriteANewFileOneSucceeds() throws Exception {
        Path file = directory.resolve("file");
        for (int round = 0; round < 20; round++) {
            List<Boolean> written = Threads.together(thread ->
                    () -> AtomicFiles.writeIfAbsent(file, new byte[] {(byte) thread}, AtomicFiles.OWNER_ONLY));
            assertThat(written).containsOnlyOnce(true);
            assertThat(file).hasBinaryContent(new byte[] {(byte) written.indexOf(true)});
            assertThat(directory.toFile().list()).containsExactly("file");
            Files.delete(file);
        }
    }

    @Test
    void aNewFileReplacesNothing() throws IOException {
        Path link = Posix.link(directory.resolve("link"), Path.of("nowhere"));
        Path file = Files.write(directory.resolve("file"), BYTES);
        for (Path existing : List.of(link, file, directory)) {
            assertThatThrownBy(() -> AtomicFiles.writeNew(existing, new byte[0], AtomicFiles.OWNER_ONLY))
                    .isInstanceOf(FileAlreadyExistsException.class)
                    .hasMessage(existing + ": file exists");
        }
        assertThat(AtomicFiles.writeIfAbsent(link, BYTES, AtomicFiles.OWNER_ONLY))
                .as("a link that leads nowhere")
                .isTrue();
        assertThat(link).isRegularFile().hasBinaryContent(BYTES);
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("link", "file");
    }

    @Test
    void whoseDirectoryVanishesMeanwhileWritesOrNamesTheFile() throws Exception {
        Path file = directory.resolve("folder/file");
        Thread remover = new Thread(() -> {
            while (!Thread.interrupted()) {
                file.toFile().delete();
                file.getParent().toFile().delete();
            }
        });
        remover.start();
        try {
            for (int i = 0; i < 200; i++) {
                try {
                    AtomicFiles.writeOwnerOnly(file, BYTES);
                } catch (IOException e) {
                    assertThat(e).isInstanceOf(FileSystemException.class).hasMessageStartingWith(file + ": ");
                }
            }
        } finally {
            remover.interrupt();
            remover.join();
        }
    }

    @Test
    void writesIntoADirectoryThatALinkLeadsTo() throws IOException {
        Path target = Files.createDirectory(directory.resolve("target"));
        Path link = Posix.link(directory.resolve("link"), target);
        AtomicFiles.writeOwnerOnly(link.resolve("file"), BYTES);
        assertThat(target.resolve("file")).hasBinaryContent(BYTES);
    }
}
