package io.github.kubetls.examples.tools.audit;

import io.github.kubetls.Finding;
import io.github.kubetls.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;

/** Who may read a file that holds a secret. */
final class FilePermissions {

    /** The code of the finding, which a kubeconfig has of itself. */
    static final String CODE = "FILE_EXPOSED";

    private FilePermissions() {}

    /** The finding that others than its owner may read a file, where the file system knows such permissions. */
    static List<Finding> findings(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return List.of();
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        boolean everybody = permissions.contains(PosixFilePermission.OTHERS_READ);
        if (!everybody && !permissions.contains(PosixFilePermission.GROUP_READ)) {
            return List.of();
        }
        return List.of(Finding.warning(
                CODE,
                Location.none(),
                "the file holds a secret and can be read by " + (everybody ? "everybody" : "its group"),
                "chmod 600 the file"));
    }
}
