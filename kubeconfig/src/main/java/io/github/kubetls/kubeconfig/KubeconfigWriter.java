package io.github.kubetls.kubeconfig;

import io.github.kubetls.internal.io.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Writes files: atomically, and never in place as kubectl does. */
final class KubeconfigWriter {

    private KubeconfigWriter() {}

    static void write(Path file, Kubeconfig config) throws IOException {
        byte[] bytes = config.toYaml().getBytes(StandardCharsets.UTF_8);
        Path target = Files.exists(file) ? file.toRealPath() : file;
        AtomicFiles.write(target, bytes, permissions(target));
    }

    /** As kubectl: a new file is its owner's alone, an existing one keeps its mode. */
    private static Set<PosixFilePermission> permissions(Path file) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix && Files.exists(file) ? Files.getPosixFilePermissions(file) : AtomicFiles.OWNER_ONLY;
    }
}
