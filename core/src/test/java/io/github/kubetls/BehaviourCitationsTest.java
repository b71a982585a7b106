package io.github.kubetls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What sources and the pages themselves cite of {@code docs/behaviour} is there. */
class BehaviourCitationsTest {

    private static final String NUMBER = "(?:[A-Z]?\\d+(?:\\.\\d+)*)";

    /** A page, and what follows it: numbers of sections and of worked examples. */
    private static final String PAGE_AND_NUMBERS =
            "([a-z-]+\\.md)%s((?:(?:, | and | to )" + NUMBER + "\\b(?!\\.\\d))*)";

    private static final Pattern IN_SOURCES = Pattern.compile("docs/behaviour/" + PAGE_AND_NUMBERS.formatted(""));
    private static final Pattern IN_PAGES = Pattern.compile("]\\(" + PAGE_AND_NUMBERS.formatted("\\)"));

    /** A heading, or the first cell of a table of worked examples. */
    private static final Pattern SECTION =
            Pattern.compile("^(?:#+ (" + NUMBER + ")(?:\\. .*| .*)?|\\| ([A-Z]\\d+) \\|.*)$", Pattern.MULTILINE);

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("docs/behaviour"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(ending))
                    .toList();
        }
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> folders = Files.walk(root(), 3)) {
            for (Path folder : folders.filter(path -> path.endsWith("src")).toList()) {
                sources.addAll(files(folder, ".java"));
            }
        }
        return sources;
    }

    private static Map<String, Set<String>> sections() throws IOException {
        Map<String, Set<String>> sections = new HashMap<>();
        for (Path page : files(root().resolve("docs/behaviour"), ".md")) {
            sections.put(
                    page.getFileName().toString(),
                    SECTION.matcher(Files.readString(page))
                            .results()
                            .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
                            .collect(Collectors.toSet()));
        }
        return sections;
    }

    /** The citations of a file that lead nowhere. */
    private static List<String> broken(Path file, Pattern pattern, Map<String, Set<String>> sections)
            throws IOException {
        List<String> broken = new ArrayList<>();
        String text = Files.readString(file).replaceAll("\\s*\\n\\s*(?:\\*|//)?\\s*", " ");
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            Set<String> ofPage = sections.getOrDefault(matcher.group(1), Set.of());
            List<String> numbers = Pattern.compile(NUMBER)
                    .matcher(matcher.group(2))
                    .results()
                    .map(MatchResult::group)
                    .toList();
            if (ofPage.isEmpty() || !ofPage.containsAll(numbers)) {
                broken.add(root().relativize(file) + ": " + matcher.group());
            }
        }
        return broken;
    }

    @Test
    void sourcesCiteSectionsThatAreThere() throws IOException {
        Map<String, Set<String>> sections = sections();
        List<String> broken = new ArrayList<>();
        int cited = 0;
        for (Path source : sources()) {
            broken.addAll(broken(source, IN_SOURCES, sections));
            cited +=
                    (int) IN_SOURCES.matcher(Files.readString(source)).results().count();
        }
        assertThat(broken).isEmpty();
        assertThat(cited).as("citations in sources").isGreaterThan(20);
    }

    @Test
    void pagesCiteSectionsThatAreThere() throws IOException {
        Map<String, Set<String>> sections = sections();
        List<String> broken = new ArrayList<>();
        for (Path page : files(root().resolve("docs"), ".md")) {
            if (!page.getParent().endsWith("behaviour")) {
                broken.addAll(broken(page, IN_SOURCES, sections));
            } else {
                broken.addAll(broken(page, IN_PAGES, sections));
            }
        }
        assertThat(broken).isEmpty();
    }
}
