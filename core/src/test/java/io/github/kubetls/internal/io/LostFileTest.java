package io.github.kubetls.internal.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Feature;
import com.google.common.jimfs.Jimfs;
import io.github.kubetls.fixtures.Posix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.AbstractSet;
import java.util.Iterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody else does to the new file while it is written, and systems that cannot give a file a second name. */
class LostFileTest {

    private static final byte[] BYTES = {1, 2, 3};

    @TempDir
    private Path directory;

    @BeforeEach
    void needsFilesThatCanBeDeletedWhileTheyAreOpen() {
        Posix.assume();
    }

    @FunctionalInterface
    private interface Accident {
        void happenTo(Path newFile) throws IOException;
    }

    /** The mode 0600, and what happens when a write asks for it, which it does before it writes the first byte. */
    private final class Disturbance extends AbstractSet<PosixFilePermission> {
        private final Accident accident;
        private final int times;
        private int happened;

        Disturbance(int times, Accident accident) {
            this.times = times;
            this.accident = accident;
        }

        @Override
        public boolean equals(Object other) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, ".file.*.tmp")) {
                for (Path file : files) {
                    if (happened < times) {
                        happened++;
                        accident.happenTo(file);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return AtomicFiles.OWNER_ONLY.equals(other);
        }

        @Override
        public int hashCode() {
            return AtomicFiles.OWNER_ONLY.hashCode();
        }

        @Override
        public Iterator<PosixFilePermission> iterator() {
            return AtomicFiles.OWNER_ONLY.iterator();
        }

        @Override
        public int size() {
            return AtomicFiles.OWNER_ONLY.size();
        }
    }

    @Test
    void whoLosesTheNewFileBeginsAgain() throws IOException {
        Path file = directory.resolve("file");
        Disturbance twice = new Disturbance(2, Files::delete);
        AtomicFiles.writeNew(file, BYTES, twice);
        assertThat(twice.happened).isEqualTo(2);
        assertThat(file).hasBinaryContent(BYTES);
        Disturbance once = new Disturbance(1, Files::delete);
        AtomicFiles.write(file, new byte[1], once);
        assertThat(once.happened).isEqualTo(1);
        assertThat(file).hasBinaryContent(new byte[1]);
        assertThat(directory.toFile().list()).containsExactly("file");
    }

    @Test
    void whoLosesItEachTimeGivesUp() throws IOException {
        Path file = Files.write(directory.resolve("file"), new byte[1]);
        Disturbance always = new Disturbance(Integer.MAX_VALUE, Files::delete);
        assertThatThrownBy(() -> AtomicFiles.write(file, BYTES, always))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(file + ": somebody else deletes the new file before it gets its name");
        assertThat(always.happened).isEqualTo(10);
        assertThat(file).hasBinaryContent(new byte[1]);
        assertThat(directory.toFile().list()).containsExactly("file");
    }

    @Test
    void whatCannotBeTidiedUpIsToldBesideWhatFailed() throws IOException {
        Path file = Files.write(directory.resolve("file"), new byte[1]);
        Disturbance folder = new Disturbance(1, newFile -> {
            Files.delete(newFile);
            Files.createDirectories(newFile.resolve("not-empty"));
        });
        assertThatThrownBy(() -> AtomicFiles.write(file, BYTES, folder))
                .isInstanceOf(FileSystemException.class)
                .hasMessageStartingWith(file + ": ")
                .cause()
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .singleElement()
                        .isInstanceOf(DirectoryNotEmptyException.class));
        assertThat(file).hasBinaryContent(new byte[1]);
    }

    @Test
    void withoutSecondNamesANewFileReplacesNothing() throws IOException {
        Configuration withoutLinks = Configuration.unix().toBuilder()
                .setSupportedFeatures(Feature.FILE_CHANNEL)
                .build();
        try (FileSystem system = Jimfs.newFileSystem(withoutLinks)) {
            Path file = system.getPath("folder/file");
            AtomicFiles.writeNew(file, BYTES, AtomicFiles.OWNER_ONLY);
            assertThat(file).hasBinaryContent(BYTES);
            assertThatThrownBy(() -> AtomicFiles.writeNew(file, new byte[1], AtomicFiles.OWNER_ONLY))
                    .isInstanceOf(FileAlreadyExistsException.class)
                    .hasMessage(file + ": file exists");
            assertThat(file).hasBinaryContent(BYTES);
            assertThat(file.getParent()).isDirectoryNotContaining("glob:**.tmp");
        }
    }
}
