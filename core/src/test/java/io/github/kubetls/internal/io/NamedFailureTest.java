package io.github.kubetls.internal.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever fails says which file it is about, and why; a caller can still tell absence and refusal from the rest. */
class NamedFailureTest {

    private static final Path FILE = Path.of("folder", "token.csv");
    private static final String NAME = FILE.toString();
    private static final String BESIDE =
            Path.of("folder", ".token.csv.123.tmp").toAbsolutePath().toString();
    private static final String OTHER = Path.of("other").toString();

    static Stream<Arguments> failures() {
        Class<?> any = FileSystemException.class;
        return Stream.of(
                arguments(new IOException("Is a directory"), any, "Is a directory"),
                arguments(new FileSystemException(NAME), any, "FileSystemException"),
                arguments(new FileSystemException(null, null, "No space left"), any, "No space left"),
                arguments(new FileSystemException(BESIDE, null, "No space left"), any, "No space left"),
                arguments(new FileSystemException(OTHER, null, "No space left"), any, OTHER + ": No space left"),
                arguments(new NotDirectoryException(NAME), any, "is not a directory"),
                arguments(new NotDirectoryException(OTHER), any, OTHER + ": is not a directory"),
                arguments(new DirectoryNotEmptyException(NAME), any, "DirectoryNotEmptyException"),
                arguments(new FileAlreadyExistsException(NAME), FileAlreadyExistsException.class, "file exists"),
                arguments(new FileAlreadyExistsException(OTHER), any, OTHER + ": FileAlreadyExistsException"),
                arguments(new AccessDeniedException(NAME), AccessDeniedException.class, "permission denied"),
                arguments(new AccessDeniedException(BESIDE), AccessDeniedException.class, "permission denied"),
                arguments(new AccessDeniedException(OTHER), AccessDeniedException.class, OTHER + ": permission denied"),
                arguments(new NoSuchFileException(NAME), NoSuchFileException.class, "no such file or directory"),
                arguments(new NoSuchFileException(BESIDE), NoSuchFileException.class, "no such file or directory"),
                arguments(
                        new NoSuchFileException(OTHER),
                        NoSuchFileException.class,
                        OTHER + ": no such file or directory"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void namesTheFileAndTheReason(IOException failure, Class<?> type, String reason) {
        FileSystemException named = NamedFailure.of(FILE, failure);
        assertThat(named)
                .isExactlyInstanceOf(type)
                .hasMessage(NAME + ": " + reason)
                .hasCause(failure);
        assertThat(named.getFile()).isEqualTo(NAME);
    }

    @Test
    void whatNamesFileAndReasonStaysAsItIs() {
        for (FileSystemException failure : List.of(
                new FileSystemException(NAME, null, "File too large"),
                new AccessDeniedException(NAME, null, "the file is read-only"))) {
            assertThat(NamedFailure.of(FILE, failure)).isSameAs(failure);
        }
    }
}
