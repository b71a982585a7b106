package io.github.kubetls.internal.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Makes directories, and what is done in them, last. One that is created for a secret has mode 0700, any other 0755, less what
 * the umask takes.
 */
public final class Directories {

    private static final Set<PosixFilePermission> OWNER_ONLY_DIRECTORY =
            Set.copyOf(PosixFilePermissions.fromString("rwx------"));
    private static final Set<PosixFilePermission> DIRECTORY = Set.copyOf(PosixFilePermissions.fromString("rwxr-xr-x"));

    private Directories() {}

    /**
     * Creates a directory for secrets and its missing parents, with mode 0700 where the file system has modes.
     *
     * @param directory the directory, which may exist
     * @throws IOException when it cannot be created
     */
    public static void createOwnerOnly(Path directory) throws IOException {
        create(directory, OWNER_ONLY_DIRECTORY);
    }

    /**
     * Creates a directory and its missing parents, with mode 0755 where the file system has modes.
     *
     * @param directory the directory, which may exist
     * @throws IOException when it cannot be created
     */
    public static void create(Path directory) throws IOException {
        create(directory, DIRECTORY);
    }

    /**
     * Creates a directory and its missing parents.
     *
     * @param directory   the directory, which may exist
     * @param permissions the permissions of those that are created, where the file system has modes
     * @throws IOException when it cannot be created
     */
    public static void create(Path directory, Set<PosixFilePermission> permissions) throws IOException {
        if (Files.isDirectory(directory)) {
            // Java 17 refuses a link to a directory.
            return;
        }
        try {
            createMissing(directory, permissions);
        } catch (FileAlreadyExistsException e) {
            throw NamedFailure.of(directory, new NotDirectoryException(e.getFile()));
        } catch (IOException e) {
            throw NamedFailure.of(directory, e);
        }
    }

    private static void createMissing(Path directory, Set<PosixFilePermission> permissions) throws IOException {
        if (!isPosix(directory)) {
            Files.createDirectories(directory);
            return;
        }
        Deque<Path> parents = new ArrayDeque<>();
        Path missing = directory.toAbsolutePath();
        while (missing.getParent() != null && !Files.isDirectory(missing)) {
            missing = missing.getParent();
            parents.push(missing);
        }
        Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(permissions));
        for (Path parent : parents) {
            forceNames(parent);
        }
    }

    /** Makes names in a directory last through a power failure, where this process may read the directory. */
    private static void forceNames(Path directory) throws IOException {
        try {
            force(directory);
        } catch (AccessDeniedException e) {
            // A directory that may be entered and written, but not read.
            return;
        }
    }

    /**
     * Makes changes of names in a directory last through a power failure; only POSIX systems let a directory be opened.
     *
     * @param directory the directory
     * @throws IOException when the system refuses
     */
    public static void force(Path directory) throws IOException {
        if (isPosix(directory)) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
