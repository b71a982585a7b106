package io.github.kubetls.examples.tasks.story;

import java.util.stream.Collectors;

/** The guide to the folder, in Markdown: what each file is for, and how it is given to a component. */
public final class FolderGuide {

    /** Where the guide is in the folder. */
    public static final String NAME = "README.md";

    /** How it begins, so that the guide of an earlier run is known from a file of somebody else. */
    public static final String FIRST_LINE =
            "<!-- Written by the TLS bootstrap walkthrough; its next run replaces it. -->";

    private static final String HEAD = """
            %s

            # The files of a TLS bootstrap

            Node `%s` joins the cluster at `%s`. The files stand in the order of the story, and paths are relative to this folder;
            the files of flags have them in full. What is *secret* holds a private key or a token: only its owner may read it, and it
            belongs in no repository.

            | step | file | what it is for | given to | how |
            |---|---|---|---|---|
            """;

    private FolderGuide() {}

    /**
     * {@return the text of the guide}
     *
     * @param story the whole story
     */
    public static String render(Story story) {
        Story.Setting setting = story.setting();
        StringBuilder text = new StringBuilder(HEAD.formatted(FIRST_LINE, setting.node(), setting.server()));
        for (Story.Step step : story.steps()) {
            for (Story.Left left : step.files()) {
                StoryFile file = left.file();
                row(
                        text,
                        left == step.files().get(0)
                                ? step.chapter().number() + ". "
                                        + step.chapter().title()
                                : "",
                        "`" + slashed(left) + "`" + (file.isSecret() ? " *secret*" : ""),
                        file.purpose(),
                        file.uses().stream().map(StoryFile.Use::whom).collect(Collectors.joining("<br>")),
                        file.uses().stream().map(use -> "`" + use.how() + "`").collect(Collectors.joining("<br>")));
            }
        }
        return text.toString();
    }

    private static void row(StringBuilder text, String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    /** A path as on any system. */
    static String slashed(Story.Left left) {
        return left.path().toString().replace('\\', '/');
    }
}
