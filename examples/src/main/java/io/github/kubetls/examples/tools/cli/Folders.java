package io.github.kubetls.examples.tools.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Makes folders, and opens files in them that are there to be locked. */
public final class Folders {

    private Folders() {}

    /**
     * Makes a folder for secrets and its missing parents, for their owner only where the file system has modes.
     *
     * @param folder the folder, which may be there
     * @throws IOException when it cannot be made
     */
    public static void createOwnerOnly(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Files.createDirectories(folder, permissions(folder, "rwx------"));
    }

    /**
     * Opens a file that is there to be locked, made for its owner only when it is not there; where a link leads is left alone.
     *
     * @param file the file
     * @return the file, to be closed by the caller
     * @throws IOException when it cannot be made, or is a link
     */
    public static FileChannel openLockFile(Path file) throws IOException {
        Set<OpenOption> options =
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try {
            return FileChannel.open(file, options, ownerOnly(file));
        } catch (IOException e) {
            if (Files.isSymbolicLink(file)) {
                // The JDK does not say which.
                throw (IOException) new FileSystemException(file.toString(), null, "it is a link").initCause(e);
            }
            throw e;
        }
    }

    /**
     * What to make a file with that is its owner's only.
     *
     * @param file the file
     * @return nothing where the file system has no modes
     */
    public static FileAttribute<?>[] ownerOnly(Path file) {
        return permissions(file, "rw-------");
    }

    private static FileAttribute<?>[] permissions(Path file, String permissions) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
