package io.github.kubetls.kubelet;

import io.github.kubetls.internal.io.AtomicFiles;
import io.github.kubetls.internal.text.GoText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a certificate store asks about files. */
final class StoreFiles {

    private StoreFiles() {}

    /** Whether there is a file where the path leads; a link that leads nowhere is none. */
    static boolean exists(Path path) throws IOException {
        try {
            Files.readAttributes(path, BasicFileAttributes.class);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Whether there is a link. */
    static boolean requireLinkOrNothing(Path path) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isSymbolicLink()) {
                throw new FileSystemException(
                        path.toString(),
                        null,
                        "expected " + GoText.quote(path.toString()) + " to be a symlink but it is a file");
            }
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Whether the group or everybody may write a file; false where files have no such permissions. */
    static boolean isWritableByOthers(Path file) throws IOException {
        @Nullable PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return false;
        }
        Set<PosixFilePermission> permissions = view.readAttributes().permissions();
        return permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE);
    }

    /** PEM text, one character for each byte. */
    static String text(Path file) throws IOException {
        return new String(AtomicFiles.read(file), StandardCharsets.ISO_8859_1);
    }
}
