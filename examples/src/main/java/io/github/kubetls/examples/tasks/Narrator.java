package io.github.kubetls.examples.tasks;

import io.github.kubetls.examples.tools.cli.Folders;
import io.github.kubetls.manifest.Manifest;
import io.github.kubetls.manifest.OwnerOnlyFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/** Tells the story on the terminal and leaves its files in a folder. */
final class Narrator {

    private static final int WIDTH = 100;

    private final PrintWriter out;
    private final Path folder;
    private int chapter;

    Narrator(PrintWriter out, Path folder) {
        this.out = out;
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    void chapter(String title) {
        out.printf("%n%2d. %s%n", ++chapter, title);
    }

    /** Tells something; text must be free of secrets. */
    void tell(String text) {
        StringBuilder line = new StringBuilder("   ");
        for (String word : text.split(" ")) {
            if (line.length() + word.length() >= WIDTH) {
                out.println(line);
                line = new StringBuilder("   ");
            }
            line.append(' ').append(word);
        }
        out.println(line);
    }

    void end() {
        out.printf("%nAll of it worked. The files are in %s%n", folder);
    }

    /** Names a file that the library has written. */
    void wrote(Path file) {
        out.println("    -> " + folder.relativize(file));
    }

    /** Leaves an object, which only its owner may read when it is a Secret. */
    void leave(String name, Manifest manifest) throws IOException {
        Folders.createOwnerOnly(Objects.requireNonNull(file(name).getParent()));
        manifest.write(file(name));
        wrote(file(name));
    }

    /** Leaves a file that anybody may read. */
    void leave(String name, String text) throws IOException {
        Folders.createOwnerOnly(Objects.requireNonNull(file(name).getParent()));
        Files.writeString(file(name), text);
        wrote(file(name));
    }

    /** Leaves a file that holds a key or a token: only its owner may read it. */
    void leaveSecret(String name, String text) throws IOException {
        OwnerOnlyFile.write(file(name), text);
        wrote(file(name));
    }

    /** Leaves a private key where none is; the one that is there stays, and is its owner's only. */
    void leaveKey(String name, String text) throws IOException {
        Path key = file(name);
        if (Files.notExists(key)) {
            leaveSecret(name, text);
            return;
        }
        if (key.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        }
        wrote(key);
    }
}
