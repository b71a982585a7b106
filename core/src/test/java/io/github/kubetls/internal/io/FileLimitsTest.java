package io.github.kubetls.internal.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.fixtures.Posix;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sizes that are read, and modes of what is created on the way. */
class FileLimitsTest {

    @TempDir
    private Path directory;

    @Test
    void readsUpToTheLimitAndNoByteMore() throws IOException {
        Path file = Files.write(directory.resolve("file"), new byte[3]);
        assertThat(AtomicFiles.read(file, 4)).hasSize(3);
        assertThat(AtomicFiles.read(file, 3)).hasSize(3);
        assertThatThrownBy(() -> AtomicFiles.read(file, 2))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("larger than 2 bytes");
    }

    @Test
    void readsADocumentAsLargeAsAnApiServerTakes() throws IOException {
        Path file = Files.write(directory.resolve("file"), new byte[3 * 1024 * 1024]);
        assertThat(AtomicFiles.read(file)).hasSize(3 * 1024 * 1024);
        Files.write(file, new byte[3 * 1024 * 1024 + 1]);
        assertThatThrownBy(() -> AtomicFiles.read(file)).isInstanceOf(FileSystemException.class);
    }

    @Test
    void aDirectoryIsForItsOwnerWhenTheFileIs() throws IOException {
        Assumptions.assumeTrue(
                directory.getFileSystem().supportedFileAttributeViews().contains("posix"),
                "the file system has no modes");
        AtomicFiles.write(directory.resolve("public/file"), new byte[1], AtomicFiles.READABLE);
        AtomicFiles.write(directory.resolve("secret/file"), new byte[1], AtomicFiles.OWNER_ONLY);
        // 0777, less what the umask takes, and with it no more than 0755.
        Set<PosixFilePermission> expected =
                Files.getPosixFilePermissions(Files.createDirectory(directory.resolve("x")));
        expected.remove(PosixFilePermission.GROUP_WRITE);
        expected.remove(PosixFilePermission.OTHERS_WRITE);
        assertThat(Files.getPosixFilePermissions(directory.resolve("public"))).isEqualTo(expected);
        assertThat(Posix.mode(directory.resolve("secret"))).isEqualTo("rwx------");
        assertThat(Posix.mode(directory.resolve("secret/file"))).isEqualTo("rw-------");
    }
}
