package io.github.kubetls.kubeconfig.internal;

import io.github.kubetls.internal.io.AtomicFiles;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.token.BootstrapToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A file that a kubeconfig names. */
public final class NamedFile {

    private static final int LONGEST = 16 * 1024 * 1024;

    /** How PEM, PEM in Base64 and a JWT begin: where these are, somebody has taken one field for another. */
    private static final List<String> SECRETS = List.of("-----BEGIN", "LS0tLS1CRUdJTi", "eyJhbGciOi");

    private NamedFile() {}

    /** Reads or opens a file. */
    @FunctionalInterface
    private interface Action<T> {
        T run(Path file) throws IOException;
    }

    /**
     * {@return the whole content of the file}
     *
     * @param path its path
     * @throws IOException when it cannot be read; the path and the reason, in the words of the system, are in the message
     */
    public static byte[] bytes(String path) throws IOException {
        return named(path, file -> AtomicFiles.read(file, LONGEST));
    }

    /**
     * {@return the whole content of the file as text}
     *
     * @param path its path
     * @throws IOException when it cannot be read; the path and the reason, in the words of the system, are in the message
     */
    public static String text(String path) throws IOException {
        return new String(bytes(path), StandardCharsets.UTF_8);
    }

    /**
     * {@return the file, opened to be read}
     *
     * @param path its path
     * @throws IOException when it cannot be opened; the path and the reason, in the words of the system, are in the message
     */
    public static InputStream open(String path) throws IOException {
        return named(path, Files::newInputStream);
    }

    private static <T> T named(String path, Action<T> action) throws IOException {
        String shown = shown(path);
        try {
            return action.run(Path.of(path));
        } catch (InvalidPathException e) {
            // The message would quote the text.
            throw new FileSystemException(shown, null, "invalid argument");
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(shown, null, reason(e));
        } catch (AccessDeniedException e) {
            throw new AccessDeniedException(shown, null, reason(e));
        } catch (FileSystemException e) {
            throw new FileSystemException(shown, null, reason(e));
        }
    }

    /**
     * {@return a path to be named in a message; a key or a token in its place is not shown}
     *
     * @param path the path, or what stands where one is expected
     */
    public static String shown(String path) {
        int name = path.lastIndexOf('/') + 1;
        if (BootstrapToken.isToken(path.substring(name))) {
            return path.substring(0, name) + "(no path)";
        }
        for (String secret : SECRETS) {
            int at = path.indexOf(secret);
            if (at >= 0) {
                return path.substring(0, at) + "(no path)";
            }
        }
        return path;
    }

    /**
     * {@return which file cannot be read, and why, in the words of the system}
     *
     * @param e what was thrown
     */
    public static String message(IOException e) {
        return e instanceof FileSystemException system && system.getFile() != null
                ? Visible.text("open " + system.getFile() + ": " + reason(e))
                : reason(e);
    }

    /**
     * {@return why a file cannot be read, without its path, in the words of the system}
     *
     * @param e what was thrown
     */
    public static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : e.getClass().getSimpleName();
    }
}
