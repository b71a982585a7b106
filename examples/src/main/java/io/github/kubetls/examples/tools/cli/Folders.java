package io.github.kubetls.examples.tools.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Makes folders. */
public final class Folders {

    private Folders() {}

    /**
     * Makes a folder for secrets and its missing parents, for their owner only where the file system has modes.
     *
     * @param folder the folder, which may be there
     * @throws IOException when it cannot be made
     */
    public static void createOwnerOnly(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(folder);
        }
    }
}
