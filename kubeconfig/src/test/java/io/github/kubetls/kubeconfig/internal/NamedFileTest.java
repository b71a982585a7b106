package io.github.kubetls.kubeconfig.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages are those of Go's {@code os.PathError}: {@code open PATH: REASON}. */
class NamedFileTest {

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new NoSuchFileException("/f"), "open /f: no such file or directory"),
                Arguments.of(new AccessDeniedException("/f"), "open /f: permission denied"),
                Arguments.of(new FileSystemException("/f", null, "Is a directory"), "open /f: Is a directory"),
                Arguments.of(new FileSystemException("/f"), "open /f: FileSystemException"),
                Arguments.of(new FileSystemException(null, null, "invalid argument"), "invalid argument"),
                // Whose message may quote anything.
                Arguments.of(new IOException("s3cr3t"), "IOException"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void saysWhichFileCannotBeReadAndWhy(IOException failure, String message) {
        assertThat(NamedFile.message(failure)).isEqualTo(message);
    }

    @Test
    void readsTextAsUtf8(@TempDir Path directory) throws IOException {
        Path file = Files.write(directory.resolve("f"), "\u00e9\n".getBytes(StandardCharsets.UTF_8));
        assertThat(NamedFile.text(file.toString())).isEqualTo("\u00e9\n");
    }
}
