package io.github.kubetls.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.fixtures.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerOnlyFileTest {

    @Test
    void replacesAFileThatOthersMayReadByOneThatTheyMayNot(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("new/join-command.txt");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "old");
        Posix.chmod(file, "rw-r--r--");
        OwnerOnlyFile.write(file, "käse");
        assertThat(file).hasContent("käse");
        assertThat(Posix.mode(file)).isEqualTo("rw-------");
        assertThat(file.getParent()).isDirectoryContaining(file::equals).isDirectoryNotContaining("glob:**.tmp");
    }
}
