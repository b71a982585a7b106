package io.github.kubetls.examples.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README and the pages under {@code docs}: their Java is what the build compiles, and their links lead somewhere. */
class ReadmeTest {

    private static final Path ROOT = Path.of("..");
    private static final Path README = ROOT.resolve("README.md");
    private static final Set<String> GENERATED = Set.of("api-grammar.md", "codes.md", "releases.md");

    /** {@code <!-- File.java: region -->}, or {@code <!-- File.java -->} for a whole program without its package. */
    private static final Pattern SNIPPET =
            Pattern.compile("<!-- ([\\w/.-]+\\.java)(?:: ([\\w-]+))? -->\n```java\n(.*?)```", Pattern.DOTALL);

    private static final Pattern FENCED = Pattern.compile("^```.*?^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern CODE =
            Pattern.compile(FENCED.pattern() + "|`[^`\n]+`", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("]\\(([^()\\s]+)\\)|(?:src|srcset)=\"([^\"]+)\"");
    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);
    private static final Pattern PROGRAM = Pattern.compile("-Dexec\\.mainClass=([\\w.]+)");

    @Test
    void everySnippetIsARegionOfACompiledSource() throws IOException {
        List<Path> sources = javaSources();
        int checked = 0;
        for (Path page : written()) {
            String text = Files.readString(page);
            List<MatchResult> snippets = SNIPPET.matcher(text).results().toList();
            for (MatchResult snippet : snippets) {
                String region = snippet.group(2);
                assertThat(snippet.group(3))
                        .as("%s: %s of %s", page, region == null ? "the program" : region, snippet.group(1))
                        .isEqualTo(snippet(source(sources, snippet.group(1)), region));
            }
            assertThat(text.split("```java\n", -1))
                    .as("snippets that name no region: %s", page)
                    .hasSize(snippets.size() + 1);
            checked += snippets.size();
        }
        assertThat(checked).isGreaterThanOrEqualTo(20);
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        Map<Path, Set<String>> anchors = new HashMap<>();
        for (Path page : pages()) {
            String text = CODE.matcher(Files.readString(page)).replaceAll("");
            for (MatchResult link : LINK.matcher(text).results().toList()) {
                String target = link.group(1) != null ? link.group(1) : link.group(2);
                if (target.matches("https?:.*")) {
                    continue;
                }
                String[] parts = target.split("#", 2);
                Path file = parts[0].isEmpty()
                        ? page
                        : page.resolveSibling(parts[0]).normalize();
                assertThat(file).as("%s links to %s", page, target).exists();
                if (parts.length == 2) {
                    if (!anchors.containsKey(file)) {
                        anchors.put(file, anchors(Files.readString(file)));
                    }
                    assertThat(anchors.get(file))
                            .as("%s links to %s", page, target)
                            .contains(parts[1]);
                }
            }
        }
    }

    /** Whoever looks for a page finds it from the index. */
    @Test
    void theIndexNamesEveryPage() throws IOException {
        Path index = ROOT.resolve("docs/README.md");
        String text = Files.readString(index);
        assertThat(pagesOf(ROOT.resolve("docs"), 2))
                .filteredOn(page -> !page.equals(index) && !page.getParent().endsWith("behaviour"))
                .allSatisfy(page -> assertThat(text)
                        .contains("("
                                + ROOT.resolve("docs")
                                        .relativize(page)
                                        .toString()
                                        .replace('\\', '/') + ")"));
    }

    @Test
    void everyProgramOfACommandIsThere() throws IOException {
        Set<String> programs = new HashSet<>();
        for (Path page : pages()) {
            PROGRAM.matcher(Files.readString(page)).results().forEach(program -> programs.add(program.group(1)));
        }
        assertThat(programs)
                .hasSizeGreaterThan(5)
                .allSatisfy(name -> assertThat(Class.forName(name).getMethod("main", String[].class))
                        .isNotNull());
    }

    /** As the README says: in one file, in a folder of its own, with the jars on the class path. */
    @Test
    void theProgramOfTheReadmeRuns(@TempDir Path folder) throws Exception {
        MatchResult program =
                SNIPPET.matcher(Files.readString(README)).results().toList().get(0);
        assertThat(program.group(2)).isNull();
        Files.writeString(folder.resolve(program.group(1)), program.group(3));
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--class-path",
                        System.getProperty("java.class.path"),
                        program.group(1))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(Files.readString(output))
                .containsPattern("system:bootstrap:[a-z0-9]{6} got CN=system:node:worker-1, O=system:nodes\\R");
        assertThat(folder.resolve("kubelet.conf")).exists();
    }

    /** The pages that people write. */
    private static List<Path> written() throws IOException {
        return pages().stream()
                .filter(page -> !GENERATED.contains(page.getFileName().toString()))
                .toList();
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(pagesOf(ROOT, 1));
        pages.addAll(pagesOf(ROOT.resolve("docs"), 3));
        pages.addAll(pagesOf(Path.of("samples"), 1));
        return pages;
    }

    private static List<Path> pagesOf(Path folder, int depth) throws IOException {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> javaSources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("."))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("target"))
                    .toList();
        }
    }

    /** The one source with a name, or with the end of a path. */
    private static Path source(List<Path> sources, String name) {
        List<Path> found = sources.stream()
                .filter(source -> source.endsWith(Path.of(name)))
                .toList();
        assertThat(found).as(name).hasSize(1);
        return found.get(0);
    }

    private static String snippet(Path source, String region) throws IOException {
        List<String> lines = Files.readAllLines(source);
        if (region == null) {
            return String.join("\n", lines.subList(2, lines.size())) + "\n";
        }
        List<String> marks = lines.stream().map(String::strip).toList();
        int start = marks.indexOf("// region " + region);
        assertThat(start).as("region %s in %s", region, source).isNotNegative();
        int end = start + marks.subList(start, marks.size()).indexOf("// endregion");
        return String.join("\n", lines.subList(start + 1, end)).stripIndent() + "\n";
    }

    /** What a forge calls the headings of a page. */
    private static Set<String> anchors(String text) {
        return HEADING.matcher(FENCED.matcher(text).replaceAll(""))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .strip()
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}
