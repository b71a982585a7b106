package io.github.kubetls.internal.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file system without modes and with access control lists, as that of a Windows; and one that has neither. */
class WindowsFilesTest {

    private static final byte[] BYTES = "secret".getBytes(StandardCharsets.UTF_8);

    private final FileSystem windows = Jimfs.newFileSystem(Configuration.windows().toBuilder()
            .setAttributeViews("basic", "acl")
            .build());
    private final Path file = windows.getPath("C:\\folder\\file");

    @AfterEach
    void close() throws IOException {
        windows.close();
    }

    private static List<AclEntry> acl(Path file) throws IOException {
        return Files.getFileAttributeView(file, AclFileAttributeView.class).getAcl();
    }

    private void assertIsItsOwnersAlone(Path file) throws IOException {
        assertThat(acl(file)).singleElement().satisfies(entry -> {
            assertThat(entry.type()).isEqualTo(AclEntryType.ALLOW);
            assertThat(entry.principal())
                    .isEqualTo(Files.getFileAttributeView(file, AclFileAttributeView.class)
                            .getOwner());
            assertThat(entry.permissions()).contains(AclEntryPermission.READ_DATA, AclEntryPermission.WRITE_DATA);
        });
        assertThat(file).hasBinaryContent(BYTES);
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aSecretIsItsOwnersAlone() throws IOException {
        AtomicFiles.writeOwnerOnly(file, BYTES);
        assertIsItsOwnersAlone(file);
    }

    @Test
    void anExistingFileThatOthersMayReadBecomesItsOwners() throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[1]);
        Files.getFileAttributeView(file, AclFileAttributeView.class)
                .setAcl(List.of(AclEntry.newBuilder()
                        .setType(AclEntryType.ALLOW)
                        .setPrincipal(windows.getUserPrincipalLookupService().lookupPrincipalByName("everyone"))
                        .setPermissions(AclEntryPermission.READ_DATA)
                        .build()));
        AtomicFiles.replace(file, BYTES);
        assertIsItsOwnersAlone(file);
    }

    @Test
    void whatAnybodyMayReadKeepsTheListOfItsFolder() throws IOException {
        AtomicFiles.write(file, BYTES, AtomicFiles.READABLE);
        assertThat(acl(file)).isEmpty();
        assertThat(file).hasBinaryContent(BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"C:\\x", "C:\\a b\\c\\x", "relative\\x", "x"})
    void takesAnyPath(String text) throws IOException {
        Path any = windows.getPath(text);
        AtomicFiles.writeOwnerOnly(any, BYTES);
        assertThat(AtomicFiles.read(any)).isEqualTo(BYTES);
    }

    @Test
    void writesWhereThereIsNothingThatProtects() throws IOException {
        try (FileSystem plain = Jimfs.newFileSystem(Configuration.windows())) {
            Path there = plain.getPath("C:\\folder\\file");
            AtomicFiles.writeOwnerOnly(there, BYTES);
            AtomicFiles.replace(there, BYTES);
            assertThat(AtomicFiles.read(there)).isEqualTo(BYTES);
        }
    }
}
