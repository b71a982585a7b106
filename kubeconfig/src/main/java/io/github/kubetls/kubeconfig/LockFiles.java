package io.github.kubetls.kubeconfig;

import io.github.kubetls.internal.io.Directories;
import io.github.kubetls.internal.io.NamedFailure;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** The lock files of kubectl: {@code <file>.lock}, empty, without permissions, created only where there is none. */
final class LockFiles implements AutoCloseable {

    private static final long POLL_MILLIS = 10;

    private final Deque<Path> held = new ArrayDeque<>();

    private LockFiles() {}

    /** What is done while the locks are held. */
    @FunctionalInterface
    interface Action<T> {
        T run() throws IOException;
    }

    /**
     * Does something while it holds the locks of all files, taken in the order of their names as kubectl does. If one of them
     * cannot be had in time it does nothing.
     */
    static <T> T holding(Collection<Path> files, Duration timeout, Action<T> action) throws IOException {
        TreeMap<String, Path> sorted = new TreeMap<>();
        files.forEach(file -> sorted.put(file.toString(), file));
        long deadline = System.nanoTime() + timeout.toNanos();
        try (LockFiles locks = new LockFiles()) {
            Set<Path> taken = new HashSet<>();
            for (Path file : sorted.values()) {
                Path lock = file.getFileSystem().getPath(file + ".lock");
                // Two spellings of one file have one lock; kubectl gets in its own way.
                if (taken.add(lock.toAbsolutePath().normalize())) {
                    locks.take(lock, deadline);
                }
            }
            return action.run();
        }
    }

    private void take(Path lock, long deadline) throws IOException {
        // With kubectl's mode.
        Directories.create(Objects.requireNonNull(lock.toAbsolutePath().getParent()));
        while (true) {
            try {
                Files.createFile(lock, attributes(lock));
                held.push(lock);
                return;
            } catch (FileAlreadyExistsException e) {
                if (System.nanoTime() >= deadline) {
                    throw new FileSystemException(
                            lock.toString(),
                            null,
                            "file exists: another program is changing the kubeconfig, or was stopped while it did; "
                                    + "if none is running, remove this file");
                }
                pause(lock);
            } catch (IOException e) {
                throw NamedFailure.of(lock, e);
            }
        }
    }

    private static void pause(Path lock) throws IOException {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FileSystemException(lock.toString(), null, "interrupted while waiting for the lock");
        }
    }

    private static FileAttribute<?>[] attributes(Path path) {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(Set.of())}
                : new FileAttribute<?>[0];
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        while (!held.isEmpty()) {
            Path lock = held.pop();
            try {
                Files.deleteIfExists(lock);
            } catch (IOException e) {
                IOException named = NamedFailure.of(lock, e);
                if (failure == null) {
                    failure = named;
                } else {
                    failure.addSuppressed(named);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
