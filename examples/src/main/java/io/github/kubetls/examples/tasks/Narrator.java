package io.github.kubetls.examples.tasks;

import io.github.kubetls.examples.tasks.story.Chapter;
import io.github.kubetls.examples.tasks.story.FolderGuide;
import io.github.kubetls.examples.tasks.story.Party;
import io.github.kubetls.examples.tasks.story.Story;
import io.github.kubetls.examples.tasks.story.StoryFile;
import io.github.kubetls.examples.tools.cli.Folders;
import io.github.kubetls.manifest.Manifest;
import io.github.kubetls.manifest.OwnerOnlyFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/** Tells the story on the terminal, leaves its files in a folder, and remembers both. */
final class Narrator {

    private static final int WIDTH = 100;

    private final PrintWriter out;
    private final Path folder;
    private final Story story;

    Narrator(PrintWriter out, Story.Setting setting) {
        this.out = out;
        this.folder = setting.folder();
        this.story = new Story(setting);
    }

    Path file(StoryFile file) {
        return folder.resolve(file.path());
    }

    void chapter(Chapter chapter) {
        story.begin(chapter);
        out.println();
        print(chapter.number() < 10 ? " " : "", chapter.number() + ". " + chapter.title());
    }

    /** Tells something; text must be free of secrets. */
    void tell(String text) {
        story.tell(text);
        print("    ", text);
    }

    /** Tells what was decided, by whom, and why; both must be free of secrets. */
    void decide(Party by, String answer, String reason) {
        story.decide(by, answer, reason);
        print("    ", answer + ": " + reason);
    }

    private void print(String indent, String text) {
        StringBuilder line = new StringBuilder(indent);
        for (String word : text.split(" ")) {
            if (line.length() + word.length() > WIDTH && line.length() > indent.length()) {
                out.println(line.toString().stripTrailing());
                line = new StringBuilder(indent);
            }
            line.append(word).append(' ');
        }
        out.println(line.toString().stripTrailing());
    }

    /** Ends the story, and leaves the guide to its files. */
    Story end() throws IOException {
        Files.writeString(folder.resolve(FolderGuide.NAME), FolderGuide.render(story));
        out.println();
        out.println("All of it worked. The files are in " + folder);
        out.println("What each is for, and how it is given to a component, is in " + FolderGuide.NAME + " there.");
        return story;
    }

    /** Names a file that the library has written. */
    void wrote(StoryFile file) {
        wrote(file, file(file));
    }

    /** Names a file that the library has written at a place of its choice. */
    void wrote(StoryFile file, Path place) {
        story.leave(file, place);
        out.println("    -> " + folder.relativize(place));
    }

    /** Leaves an object, which only its owner may read when it is a Secret. */
    void leave(StoryFile file, Manifest manifest) throws IOException {
        Folders.createOwnerOnly(Objects.requireNonNull(file(file).getParent()));
        manifest.write(file(file));
        wrote(file);
    }

    /** Leaves a text, which only its owner may read when it holds a key or a token. */
    void leave(StoryFile file, String text) throws IOException {
        if (file.isSecret()) {
            OwnerOnlyFile.write(file(file), text);
        } else {
            Folders.createOwnerOnly(Objects.requireNonNull(file(file).getParent()));
            Files.writeString(file(file), text);
        }
        wrote(file);
    }

    /** Leaves a private key where none is; the one that is there stays, and is its owner's only. */
    void leaveKey(StoryFile file, String text) throws IOException {
        Path key = file(file);
        if (Files.notExists(key)) {
            leave(file, text);
            return;
        }
        if (key.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        }
        wrote(file);
    }
}
