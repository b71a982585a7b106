package io.github.kubetls.examples;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Tells the story on the terminal and leaves its files in a folder, each of them whole or not at all. */
final class Narrator {

    private static final int WIDTH = 100;

    private final PrintStream out;
    private final Path folder;
    private int chapter;

    Narrator(PrintStream out, Path folder) {
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

    /** Leaves a file that anybody may read. */
    void leave(String name, String text) throws IOException {
        write(name, text, "rw-r--r--");
    }

    /** Leaves a file that holds a key or a token: only its owner may read it. */
    void leaveSecret(String name, String text) throws IOException {
        write(name, text, "rw-------");
    }

    private void write(String name, String text, String permissions) throws IOException {
        Path file = file(name);
        Files.createDirectories(file.getParent());
        // Created for the owner only, and renamed when it is complete.
        Path beside = Files.createTempFile(file.getParent(), ".story", ".tmp");
        try {
            Files.writeString(beside, text, StandardCharsets.UTF_8);
            if (Files.getFileStore(beside).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString(permissions));
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
        wrote(file);
    }
}
