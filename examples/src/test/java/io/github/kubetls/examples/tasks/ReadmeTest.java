package io.github.kubetls.examples.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The Java snippets of the README are regions of sources that the build compiles. */
class ReadmeTest {

    private static final Path SOURCES = Path.of("src/main/java/io/github/kubetls/examples/tasks");
    private static final Pattern SNIPPET =
            Pattern.compile("<!-- (\\w+)\\.java: ([\\w-]+) -->\n```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void everySnippetIsARegionOfACompiledSource() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        Matcher snippet = SNIPPET.matcher(readme);
        List<String> checked = new ArrayList<>();
        while (snippet.find()) {
            assertThat(snippet.group(3))
                    .as("snippet %s of %s.java", snippet.group(2), snippet.group(1))
                    .isEqualTo(region(SOURCES.resolve(snippet.group(1) + ".java"), snippet.group(2)));
            checked.add(snippet.group(2));
        }
        assertThat(checked).hasSizeGreaterThanOrEqualTo(8).doesNotHaveDuplicates();
        assertThat(readme.split("```java\n", -1))
                .as("snippets that name no region")
                .hasSize(checked.size() + 1);
    }

    /** The lines between {@code // region NAME} and the next {@code // endregion}, without their common indentation. */
    private static String region(Path source, String name) throws IOException {
        List<String> lines = Files.readAllLines(source);
        int start = lines.indexOf("        // region " + name);
        assertThat(start).as("region %s in %s", name, source).isNotNegative();
        List<String> region = lines.subList(
                start + 1, start + lines.subList(start, lines.size()).indexOf("        // endregion"));
        return String.join("\n", region).stripIndent() + "\n";
    }
}
