package io.github.kubetls.internal.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
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
 *
 * <p>A write that is killed leaves the new file behind. It is deleted by the next write of the same target: a file that is
 * being written is locked, and the lock goes with the process. Where the system has no locks, or the new file is deleted
 * before it is locked, the write that lost it begins again.
 */
public final class AtomicFiles {

    /** Permissions of a file that holds a secret: 0600. */
    public static final Set<PosixFilePermission> OWNER_ONLY = Set.copyOf(PosixFilePermissions.fromString("rw-------"));

    /** Permissions of a file that anybody may read: 0644. */
    public static final Set<PosixFilePermission> READABLE = Set.copyOf(PosixFilePermissions.fromString("rw-r--r--"));

    /** The largest size of a file with an object of Kubernetes or with PEM blocks: 3 MiB, as much as an API server takes. */
    public static final int LARGEST_DOCUMENT = 3 * 1024 * 1024;

    private static final int MAX_LINKS = 40;
    /** How often a write begins again whose new file somebody else took for a leftover. */
    private static final int MAX_ATTEMPTS = 10;

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
            throw NamedFailure.of(file, e);
        }
    }

    /**
     * Writes a file that holds a secret: mode 0600, replacing an existing file. Missing parent directories are created
     * with mode 0700.
     *
     * @param file  the file
     * @param bytes its content
     * @throws IOException when it cannot be written; an existing file is then unchanged
     */
    public static void writeOwnerOnly(Path file, byte[] bytes) throws IOException {
        write(file, bytes, OWNER_ONLY);
    }

    /**
     * Writes a file, replacing an existing one. Missing parent directories are created, with mode 0700 when only the owner may
     * read the file, else 0755.
     *
     * @param file        the file
     * @param bytes       its content
     * @param permissions its permissions, where the file system has POSIX ones; elsewhere {@link #OWNER_ONLY} becomes an
     *                    access control list
     * @throws IOException when it cannot be written; an existing file is then unchanged
     */
    public static void write(Path file, byte[] bytes, Set<PosixFilePermission> permissions) throws IOException {
        write(file, bytes, permissions, AtomicFiles::replaceBy, null);
    }

    /**
     * Writes a file that must not exist, as {@link #write(Path, byte[], Set)} does. Of several that write one file at the same
     * time one succeeds.
     *
     * @param file        the file
     * @param bytes       its content
     * @param permissions its permissions
     * @throws FileAlreadyExistsException when there is a file, or a link, of that name, which is then unchanged
     * @throws IOException                when it cannot be written; there is none then
     */
    public static void writeNew(Path file, byte[] bytes, Set<PosixFilePermission> permissions) throws IOException {
        write(file, bytes, permissions, AtomicFiles::nameNew, null);
    }

    /**
     * Writes a file unless there is one, as {@link #writeNew} does. A link that leads nowhere is replaced.
     *
     * @param file        the file
     * @param bytes       its content
     * @param permissions its permissions
     * @return whether it was written; false when there is one, which somebody else may just have written
     * @throws IOException when it cannot be written
     */
    public static boolean writeIfAbsent(Path file, byte[] bytes, Set<PosixFilePermission> permissions)
            throws IOException {
        try {
            writeNew(file, bytes, permissions);
        } catch (FileAlreadyExistsException e) {
            if (Files.exists(file)) {
                return false;
            }
            write(file, bytes, permissions);
        }
        return true;
    }

    /** Gives a file that is complete the name under which it is to be found. */
    @FunctionalInterface
    private interface Naming {
        void name(Path beside, Path file) throws IOException;
    }

    private static void replaceBy(Path beside, Path file) throws IOException {
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void nameNew(Path beside, Path file) throws IOException {
        try {
            Files.createLink(file, beside);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (NoSuchFileException e) {
            // It names the link, and means the file.
            throw Files.exists(beside) ? e : new NoSuchFileException(beside.toString());
        } catch (FileSystemException | UnsupportedOperationException e) {
            // Some file systems have no second names; there the test for an existing file comes a moment before.
            Files.move(beside, file);
        }
    }

    private static void write(
            Path file,
            byte[] bytes,
            Set<PosixFilePermission> permissions,
            Naming naming,
            @Nullable PosixFileAttributes owners)
            throws IOException {
        try {
            Path directory = directoryOf(file);
            if (permissions.equals(OWNER_ONLY)) {
                Directories.createOwnerOnly(directory);
            } else {
                Directories.create(directory);
            }
            deleteLeftovers(file);
            for (int attempt = 1; !tryToWrite(file, directory, bytes, permissions, naming, owners); attempt++) {
                if (attempt == MAX_ATTEMPTS) {
                    throw new FileSystemException(
                            file.toString(), null, "somebody else deletes the new file before it gets its name");
                }
            }
            Directories.force(directory);
        } catch (IOException e) {
            throw NamedFailure.of(file, e);
        }
    }

    /** Writes beside the target and gives it its name; false when the new file was deleted meanwhile. */
    private static boolean tryToWrite(
            Path file,
            Path directory,
            byte[] bytes,
            Set<PosixFilePermission> permissions,
            Naming naming,
            @Nullable PosixFileAttributes owners)
            throws IOException {
        Path beside = create(directory, "." + file.getFileName() + ".");
        try {
            try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
                lock(channel);
                setPermissions(beside, permissions);
                if (owners != null) {
                    keepOwners(beside, owners);
                }
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            naming.name(beside, file);
            Files.deleteIfExists(beside);
            return true;
        } catch (IOException | RuntimeException e) {
            deleteAfter(e, beside);
            if (e instanceof NoSuchFileException gone
                    && Files.isDirectory(directory)
                    && beside.toString().equals(gone.getFile())) {
                return false;
            }
            throw e;
        }
    }

    /** Deletes the file that a failed write leaves; why that fails, too, is told beside what failed first. */
    private static void deleteAfter(Exception failure, Path beside) {
        try {
            Files.deleteIfExists(beside);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Locks a file until it is closed; false when somebody else has the lock, or the system has none. */
    private static boolean lock(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (IOException | OverlappingFileLockException e) {
            // Either is no reason not to write: the lock only tells a living file from a leftover.
            return false;
        }
    }

    /**
     * Replaces the content of a file that holds a secret: an existing file keeps its permissions, its owner and, where
     * the permissions give it any right, its group; a new one is written {@linkplain #writeOwnerOnly for its owner only}.
     * Symbolic links are followed.
     *
     * @param file  the file
     * @param bytes its content
     * @throws IOException when it cannot be written; an existing file is then unchanged
     */
    public static void replace(Path file, byte[] bytes) throws IOException {
        Path target = followLinks(file);
        if (!Directories.isPosix(target)) {
            writeOwnerOnly(target, bytes);
            return;
        }
        if (Files.exists(target) && !Files.isWritable(target)) {
            throw new AccessDeniedException(target.toString(), null, "the file is read-only");
        }
        PosixFileAttributes existing = attributes(target);
        write(target, bytes, existing == null ? OWNER_ONLY : existing.permissions(), AtomicFiles::replaceBy, existing);
    }

    private static @Nullable PosixFileAttributes attributes(Path file) throws IOException {
        try {
            return Files.readAttributes(file, PosixFileAttributes.class);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static Path directoryOf(Path file) throws FileSystemException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new FileSystemException(file.toString(), null, "Is a directory");
        }
        return directory;
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

    /** An empty file with a fresh name, which only its owner may read where the file system has modes. */
    private static Path create(Path directory, String prefix) throws IOException {
        return Directories.isPosix(directory)
                ? Files.createTempFile(directory, prefix, ".tmp", PosixFilePermissions.asFileAttribute(OWNER_ONLY))
                : Files.createTempFile(directory, prefix, ".tmp");
    }

    /** Gives a new file, which has no content yet, its permissions. */
    private static void setPermissions(Path file, Set<PosixFilePermission> permissions) throws IOException {
        boolean ownerOnly = permissions.equals(OWNER_ONLY);
        if (Directories.isPosix(file)) {
            if (!ownerOnly) {
                Files.setPosixFilePermissions(file, permissions);
            }
            return;
        }
        AclFileAttributeView acl = Files.getFileAttributeView(file, AclFileAttributeView.class);
        if (acl != null && ownerOnly) {
            acl.setAcl(List.of(AclEntry.newBuilder()
                    .setType(AclEntryType.ALLOW)
                    .setPrincipal(acl.getOwner())
                    .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                    .build()));
        }
    }

    /** Gives a new file the owner and, if it has rights, the group of the one that it replaces, where they differ. */
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

    /**
     * Deletes what writes of a file that were killed left beside it. What is being written at the moment stays.
     *
     * @param file the file, which need not exist, nor its directory
     * @throws IOException when the directory cannot be read, or a leftover cannot be deleted
     */
    public static void deleteLeftovers(Path file) throws IOException {
        Path directory = directoryOf(file);
        if (Files.isDirectory(directory)) {
            deleteLeftovers(directory, Pattern.compile(Pattern.quote(String.valueOf(file.getFileName()))));
        }
    }

    /**
     * Deletes what writes that were killed left beside files. What is being written at the moment stays, and so does what
     * this process may not write.
     *
     * @param directory the directory
     * @param names     the names of the files that were to be written
     * @throws IOException when the directory cannot be read, or a leftover cannot be deleted
     */
    public static void deleteLeftovers(Path directory, Pattern names) throws IOException {
        Pattern leftovers = Pattern.compile("\\.(" + names.pattern() + ")\\.[0-9]+\\.tmp");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                directory,
                file -> leftovers.matcher(file.getFileName().toString()).matches()
                        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))) {
            for (Path file : files) {
                deleteUnlessLocked(file);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static void deleteUnlessLocked(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            if (lock(channel)) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException | AccessDeniedException e) {
            // It got its name just now, or is somebody else's.
            return;
        }
    }
}
