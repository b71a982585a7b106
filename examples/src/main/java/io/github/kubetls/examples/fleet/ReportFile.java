package io.github.kubetls.examples.fleet;

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

/** The file of a report: there is the old one or the new one, never half of one. */
public final class ReportFile {

    private ReportFile() {}

    /**
     * Checks that a report can be written, before the work for it is done.
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

    /**
     * Writes a report, and replaces an existing file.
     *
     * @param file the file
     * @param text its content
     * @throws IOException when it cannot be written; an existing file is then unchanged
     */
    public static void write(Path file, String text) throws IOException {
        Path beside = directory(file)
                .resolve(
                        "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(
                    beside,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
