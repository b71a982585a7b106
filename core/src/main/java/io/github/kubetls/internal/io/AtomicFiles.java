package io.github.kubetls.internal.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads files up to a size, and writes them atomically: into a new file beside the target, which is forced to the disk and
 * then renamed over it. A file has its permissions before it has its first byte.
 */
public final class AtomicFiles {

    /** Permissions of a file that holds a secret: 0600. */
    public static final Set<PosixFilePermission> OWNER_ONLY = Set.copyOf(PosixFilePermissions.fromString("rw-------"));

    /** Permissions of a file that anybody may read: 0644. */
    public static final Set<PosixFilePermission> READABLE = Set.copyOf(PosixFilePermissions.fromString("rw-r--r--"));

    /** The largest size of a file with an object of Kubernetes or with PEM blocks: 3 MiB, as much as an API server takes. */
    public static final int LARGEST_DOCUMENT = 3 * 1024 * 1024;

    private static final Set<PosixFilePermission> DIRECTORY = Set.copyOf(PosixFilePermissions.fromString("rwxr-xr-x"));
    private static final int MAX_LINKS = 40;

    private AtomicFiles() {}

    /**
     * {@return the bytes of a file of at most {@link #LARGEST_DOCUMENT} bytes}
     *
     * @throws IOException when it cannot be read or is larger
     */
    public static byte[] read(Path file) throws IOException {
        return read(file, LARGEST_DOCUMENT);
    }

    /**
     * {@return the bytes of a file}
     *
     * @param maxBytes the largest size that is read
     * @throws IOException when it cannot be read or is larger
     */
    public static byte[] read(Path file, int maxBytes) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(maxBytes);
            if (bytes.length == maxBytes && in.read() >= 0) {
                throw new FileSystemException(file.toString(), null, "larger than " + maxBytes + " bytes");
            }
            return bytes;
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            // An error after opening, such as that of reading a directory, does not name the file.
            FileSystemException named = new FileSystemException(file.toString(), null, e.getMessage());
            named.initCause(e);
            throw named;
        }
    }

    /**
     * Writes a file that holds a secret: mode 0600, replacing an existing file. Missing parent directories are created.
     *
     * @param file  the file
     * @param bytes its content
     * @throws IOException when it cannot be written; an existing file is then unchanged
     */
    public static void writeOwnerOnly(Path file, byte[] bytes) throws IOException {
        write(file, bytes, OWNER_ONLY);
    }

    /**
     * Writes a file, replacing an existing one. Missing parent directories are created.
     *
     * @param file        the file
     * @param bytes       its content
     * @param permissions its permissions, where the file system has POSIX ones; elsewhere {@link #OWNER_ONLY} becomes an
     *                    access control list
     * @throws IOException when it cannot be written; an existing file is then unchanged
     */
    public static void write(Path file, byte[] bytes, Set<PosixFilePermission> permissions) throws IOException {
        write(file, bytes, permissions, null);
    }

    private static void write(
            Path file, byte[] bytes, Set<PosixFilePermission> permissions, @Nullable PosixFileAttributes owners)
            throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        Path beside = create(directory, "." + file.getFileName() + ".", permissions);
        try {
            if (owners != null) {
                keepOwners(beside, owners);
            }
            try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
        forceDirectory(directory);
    }

    /**
     * Replaces the content of a file that holds a secret: an existing file keeps its permissions, owner and group, a new one
     * is written {@linkplain #writeOwnerOnly for its owner only}. Symbolic links are followed.
     *
     * @param file  the file
     * @param bytes its content
     * @throws IOException when it cannot be written; an existing file is then unchanged
     */
    public static void replace(Path file, byte[] bytes) throws IOException {
        Path target = followLinks(file);
        Path directory = target.toAbsolutePath().getParent();
        createDirectories(directory);
        if (!isPosix(directory)) {
            writeOwnerOnly(target, bytes);
            return;
        }
        if (Files.exists(target) && !Files.isWritable(target)) {
            throw new AccessDeniedException(target.toString(), null, "the file is read-only");
        }
        PosixFileAttributes existing =
                Files.exists(target) ? Files.readAttributes(target, PosixFileAttributes.class) : null;
        write(target, bytes, existing == null ? OWNER_ONLY : existing.permissions(), existing);
    }

    /**
     * Creates a directory and its missing parents, with mode 0755 where the file system has modes.
     *
     * @param directory the directory, which may exist
     * @throws IOException when it cannot be created
     */
    public static void createDirectories(Path directory) throws IOException {
        createDirectories(directory, DIRECTORY);
    }

    /**
     * Creates a directory and its missing parents.
     *
     * @param directory   the directory, which may exist
     * @param permissions the permissions of those that are created, where the file system has modes
     * @throws IOException when it cannot be created
     */
    public static void createDirectories(Path directory, Set<PosixFilePermission> permissions) throws IOException {
        if (isPosix(directory)) {
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(permissions));
        } else {
            Files.createDirectories(directory);
        }
    }

    /** The file that a chain of symbolic links leads to, which need not exist. */
    private static Path followLinks(Path file) throws IOException {
        Path target = file;
        for (int links = 0; Files.isSymbolicLink(target); links++) {
            if (links == MAX_LINKS) {
                throw new FileSystemLoopException(file.toString());
            }
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        return target;
    }

    /** An empty file with a fresh name and the given permissions. */
    private static Path create(Path directory, String prefix, Set<PosixFilePermission> permissions) throws IOException {
        if (isPosix(directory)) {
            FileAttribute<?> ownerOnly = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
            Path file = Files.createTempFile(directory, prefix, ".tmp", ownerOnly);
            if (!permissions.equals(OWNER_ONLY)) {
                Files.setPosixFilePermissions(file, permissions);
            }
            return file;
        }
        Path file = Files.createTempFile(directory, prefix, ".tmp");
        AclFileAttributeView acl = Files.getFileAttributeView(file, AclFileAttributeView.class);
        if (acl != null && permissions.equals(OWNER_ONLY)) {
            acl.setAcl(List.of(AclEntry.newBuilder()
                    .setType(AclEntryType.ALLOW)
                    .setPrincipal(acl.getOwner())
                    .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                    .build()));
        }
        return file;
    }

    /** Gives a new file the owner and group of the one that it replaces, where they differ. */
    private static void keepOwners(Path file, PosixFileAttributes owners) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        PosixFileAttributes own = view.readAttributes();
        boolean groupMatters =
                owners.permissions().stream().anyMatch(bit -> bit.name().startsWith("GROUP_"));
        if (groupMatters && !own.group().equals(owners.group())) {
            view.setGroup(owners.group());
        }
        if (!own.owner().equals(owners.owner())) {
            view.setOwner(owners.owner());
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /**
     * Deletes what writes that were killed left beside files.
     *
     * @param directory the directory, into which nobody else writes these files at the moment
     * @param names     the names of the files that were to be written
     * @throws IOException when the directory cannot be read, or a leftover cannot be deleted
     */
    public static void deleteLeftovers(Path directory, Pattern names) throws IOException {
        Pattern leftovers = Pattern.compile("\\.(" + names.pattern() + ")\\.[0-9]+\\.tmp");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                directory,
                file -> leftovers.matcher(file.getFileName().toString()).matches())) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /**
     * Makes changes of names in a directory last through a power failure; only POSIX systems let a directory be opened.
     *
     * @param directory the directory
     * @throws IOException when the system refuses
     */
    public static void forceDirectory(Path directory) throws IOException {
        if (isPosix(directory)) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
