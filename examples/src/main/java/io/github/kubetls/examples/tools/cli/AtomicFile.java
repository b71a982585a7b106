package io.github.kubetls.examples.tools.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes files whole or not at all: there is the old one or the new one, never half of one. */
public final class AtomicFile {

    private AtomicFile() {}

    /**
     * Writes a file that anybody may read, and replaces an existing one.
     *
     * @param file the file
     * @param text its content
     * @throws IOException when it cannot be written; an existing file is then unchanged
     */
    public static void write(Path file, String text) throws IOException {
        write(file, text, "rw-r--r--");
    }

    /**
     * Writes a file that only its owner may read, and replaces an existing one.
     *
     * @param file the file
     * @param text its content
     * @throws IOException when it cannot be written; an existing file is then unchanged
     */
    public static void writeOwnerOnly(Path file, String text) throws IOException {
        write(file, text, "rw-------");
    }

    /**
     * Checks that a file can be written, before the work for it is done.
     *
     * @param file the file
     * @throws IOException when its directory is missing, or may not be written to, or the file is a directory itself
     */
    public static void requireWritable(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "it is a directory");
        }
        Path directory = directory(file);
        if (!Files.isDirectory(directory)) {
            throw new FileSystemException(file.toString(), null, "its directory does not exist");
        }
        if (!Files.isWritable(directory)) {
            throw new AccessDeniedException(directory.toString());
        }
    }

    private static Path directory(Path file) {
        return file.toAbsolutePath().getParent();
    }

    private static void write(Path file, String text, String permissions) throws IOException {
        Path directory = directory(file);
        boolean posix = Files.getFileStore(directory).supportsFileAttributeView("posix");
        // Temporary files are made for their owner only.
        Path beside = Files.createTempFile(directory, "." + file.getFileName(), ".tmp");
        try {
            writeThrough(beside, text);
            if (posix) {
                Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString(permissions));
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
        if (posix) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static void writeThrough(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
