package io.github.kubetls.internal.io;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Why a file could not be read or written, by its own name: not without one, and not by that of the new file beside it. */
public final class NamedFailure {

    private NamedFailure() {}

    /**
     * {@return the failure with the name of the file and a reason; those that callers tell apart keep their class}
     *
     * @param file    the file, or directory
     * @param failure what failed
     */
    public static FileSystemException of(Path file, IOException failure) {
        if (!(failure instanceof FileSystemException system)) {
            return with(failure, new FileSystemException(file.toString(), null, failure.getMessage()));
        }
        boolean isAboutFile = file.toString().equals(system.getFile());
        if (isAboutFile && system.getReason() != null) {
            return system;
        }
        if (isAboutFile && failure instanceof FileAlreadyExistsException) {
            return with(failure, new FileAlreadyExistsException(file.toString(), null, "file exists"));
        }
        String reason =
                isAboutFile || isBeside(system, file) ? reason(system) : system.getFile() + ": " + reason(system);
        if (failure instanceof AccessDeniedException) {
            return with(failure, new AccessDeniedException(file.toString(), null, reason));
        }
        if (failure instanceof NoSuchFileException) {
            return with(failure, new NoSuchFileException(file.toString(), null, reason));
        }
        return with(failure, new FileSystemException(file.toString(), null, reason));
    }

    private static boolean isBeside(FileSystemException failure, Path file) {
        String beside = file.toAbsolutePath()
                .resolveSibling("." + file.getFileName() + ".")
                .toString();
        return failure.getFile() == null || failure.getFile().startsWith(beside);
    }

    private static String reason(FileSystemException failure) {
        if (failure.getReason() != null) {
            return failure.getReason();
        }
        if (failure instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (failure instanceof NotDirectoryException) {
            return "is not a directory";
        }
        return failure instanceof AccessDeniedException
                ? "permission denied"
                : failure.getClass().getSimpleName();
    }

    private static FileSystemException with(IOException cause, FileSystemException failure) {
        failure.initCause(cause);
        return failure;
    }
}
