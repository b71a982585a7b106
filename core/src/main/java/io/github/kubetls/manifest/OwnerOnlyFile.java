package io.github.kubetls.manifest;

import io.github.kubetls.internal.io.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A file for text that holds a secret and has no type that writes it, such as a join command: only its owner may read it,
 * and it exists as a whole or not at all, even when writing it fails. A Secret is written by {@link Manifest#write(Path)}.
 *
 * <pre>{@code
 * OwnerOnlyFile.write(Path.of("join-command.txt"), command.toCommandLine());
 * }</pre>
 */
public final class OwnerOnlyFile {

    private OwnerOnlyFile() {}

    /**
     * Writes a file with mode 0600, replacing an existing one of any mode. Missing parent directories are created
     * with mode 0700.
     *
     * @param file the file
     * @param text its content, which is encoded as UTF-8
     * @throws IOException when it cannot be written; an existing file is then unchanged
     */
    public static void write(Path file, String text) throws IOException {
        AtomicFiles.writeOwnerOnly(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
