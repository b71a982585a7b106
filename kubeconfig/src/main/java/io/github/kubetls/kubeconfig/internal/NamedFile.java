package io.github.kubetls.kubeconfig.internal;

import io.github.kubetls.internal.io.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that a kubeconfig names. */
public final class NamedFile {

    private static final int LONGEST = 16 * 1024 * 1024;

    private NamedFile() {}

    /**
     * {@return the whole content of the file}
     *
     * @param path its path
     * @throws IOException when it cannot be read; the reason is in the message, in the words of the system
     */
    public static byte[] bytes(String path) throws IOException {
        try {
            return AtomicFiles.read(Path.of(path), LONGEST);
        } catch (InvalidPathException e) {
            throw new FileSystemException(path, null, "invalid argument");
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(path, null, "no such file or directory");
        } catch (AccessDeniedException e) {
            throw new AccessDeniedException(path, null, "permission denied");
        }
    }

    /**
     * {@return the whole content of the file as text}
     *
     * @param path its path
     * @throws IOException when it cannot be read; the reason is in the message, in the words of the system
     */
    public static String text(String path) throws IOException {
        return new String(bytes(path), StandardCharsets.UTF_8);
    }
}
