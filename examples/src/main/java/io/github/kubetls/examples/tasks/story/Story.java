package io.github.kubetls.examples.tasks.story;

import io.github.kubetls.token.BootstrapToken;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What was told, decided and left, chapter by chapter. */
public final class Story {

    private final Setting setting;
    private final List<Step> steps = new ArrayList<>();

    /**
     * Begins a story.
     *
     * @param setting where it takes place
     */
    public Story(Setting setting) {
        this.setting = setting;
    }

    /**
     * Where a story takes place.
     *
     * @param folder where its files are
     * @param server the API server
     * @param node   the node's name
     * @param token  the token, which nothing that is made of the story shows
     */
    public record Setting(Path folder, URI server, String node, BootstrapToken token) {}

    /** What happens in a chapter: words and decisions in their order, and files in theirs. */
    record Step(Chapter chapter, List<Passage> passages, List<Left> files) {}

    /** Something that is said. */
    sealed interface Passage {

        /** Free of secrets. */
        record Told(String text) implements Passage {}

        /** An answer, and its reason. */
        record Decided(Party by, String answer, String reason) implements Passage {}
    }

    /** A file that was left, at a path in the folder. */
    record Left(StoryFile file, Path path) {}

    /**
     * Begins a chapter.
     *
     * @param chapter which one
     */
    public void begin(Chapter chapter) {
        steps.add(new Step(chapter, new ArrayList<>(), new ArrayList<>()));
    }

    /**
     * Tells something.
     *
     * @param text what, free of secrets
     */
    public void tell(String text) {
        now().passages().add(new Passage.Told(text));
    }

    /**
     * Tells a decision.
     *
     * @param by     who has decided
     * @param answer what
     * @param reason why, free of secrets
     */
    public void decide(Party by, String answer, String reason) {
        now().passages().add(new Passage.Decided(by, answer, reason));
    }

    /**
     * Remembers a file that was left.
     *
     * @param file which one
     * @param path where it is
     */
    public void leave(StoryFile file, Path path) {
        now().files().add(new Left(file, setting.folder().relativize(path)));
    }

    private Step now() {
        return steps.get(steps.size() - 1);
    }

    Setting setting() {
        return setting;
    }

    List<Step> steps() {
        return Collections.unmodifiableList(steps);
    }
}
