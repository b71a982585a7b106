package io.github.kubetls.examples.tasks.story;

import io.github.kubetls.examples.tools.page.Markup;
import io.github.kubetls.examples.tools.page.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The story as a {@link Page}: who gives what to whom, and beside each step its decisions and its files, without secrets. */
public final class StoryPage {

    private final Story story;
    private final Map<Story.Left, String> contents;
    private final Markup page;

    private StoryPage(Story story, Map<Story.Left, String> contents, Markup page) {
        this.story = story;
        this.contents = contents;
        this.page = page;
    }

    /**
     * Makes the page.
     *
     * @param story the whole story, whose files are in its folder
     * @return HTML
     * @throws IOException when a file cannot be read
     */
    public static String render(Story story) throws IOException {
        Mask mask = new Mask(story.setting().token());
        Map<Story.Left, String> contents = new LinkedHashMap<>();
        for (Story.Step step : story.steps()) {
            for (Story.Left left : step.files()) {
                contents.put(left, mask.apply(content(story.setting().folder().resolve(left.path()))));
            }
        }
        String title = "How " + story.setting().node() + " gets its certificate";
        return Page.render(title, StoryStyle.CSS, page -> new StoryPage(story, contents, page).write(title));
    }

    private static String content(Path file) throws IOException {
        return Files.isSymbolicLink(file)
                ? "link to " + Files.readSymbolicLink(file)
                : new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    private void write(String title) {
        Story.Setting setting = story.setting();
        page.open("header");
        page.element("p", "Kubernetes TLS bootstrap, step by step", "class", "over");
        page.element("h1", title);
        page.element(
                "p",
                "From a bootstrap token to a mutual-TLS connection with " + setting.server()
                        + ", and on to the renewal. Beside each step are the decisions that were made in it, and the files"
                        + " that it has left in " + setting.folder() + "; their secrets read " + Mask.MASKED + " here.",
                "class",
                "under");
        page.close();
        page.open("div", "class", "diagram");
        SequenceDiagram.draw(page);
        page.close();
        for (Chapter.Part part : Chapter.Part.values()) {
            page.open("section").element("h2", part.title());
            story.steps().stream().filter(step -> step.chapter().part() == part).forEach(this::step);
            page.close();
        }
    }

    private void step(Story.Step step) {
        page.open("article", "class", "step");
        page.open("div", "class", "words").open("h3");
        page.element("span", Integer.toString(step.chapter().number()))
                .text(step.chapter().title())
                .close();
        for (Story.Passage passage : step.passages()) {
            if (passage instanceof Story.Passage.Told told) {
                page.element("p", told.text());
            }
        }
        page.close().open("div");
        for (Story.Passage passage : step.passages()) {
            if (passage instanceof Story.Passage.Decided decided) {
                decided(decided);
            }
        }
        step.files().forEach(this::file);
        page.close().close();
    }

    private void decided(Story.Passage.Decided decided) {
        page.open("div", "class", "decided");
        page.element("span", decided.by().title(), "class", "who");
        page.element("strong", decided.answer()).element("p", sentence(decided.reason()));
        page.close();
    }

    private static String sentence(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private void file(Story.Left left) {
        StoryFile file = left.file();
        page.open("details", "class", "file", "open", "open").open("summary");
        page.text(FolderGuide.slashed(left) + " ");
        if (file.isSecret()) {
            page.element("b", "secret");
        }
        page.close().element("p", file.purpose());
        uses(file.uses());
        page.element("pre", Objects.requireNonNull(contents.get(left)), "tabindex", "0");
        page.close();
    }

    private void uses(List<StoryFile.Use> uses) {
        if (uses.isEmpty()) {
            return;
        }
        page.open("ul");
        for (StoryFile.Use use : uses) {
            page.open("li")
                    .element("span", use.whom())
                    .element("code", use.how())
                    .close();
        }
        page.close();
    }
}
