package io.github.kubetls.examples.api;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code docs/api-grammar.md}: a text that people write, with examples and tables that are made from the code. */
final class GrammarPage {

    private static final Path EXAMPLES = Path.of("src/test/java/io/github/kubetls/examples/api/GrammarExamples.java");
    private static final Pattern BLANK = Pattern.compile("\\{\\{(\\w+)}}");

    private final Grammar grammar;

    GrammarPage(Grammar grammar) {
        this.grammar = grammar;
    }

    String text() throws IOException {
        try (InputStream template = GrammarPage.class.getResourceAsStream("api-grammar.md")) {
            String examples = Files.readString(EXAMPLES);
            return BLANK.matcher(new String(template.readAllBytes(), StandardCharsets.UTF_8))
                    .replaceAll(blank -> Matcher.quoteReplacement(filled(blank, examples)));
        }
    }

    private String filled(MatchResult blank, String examples) {
        return switch (blank.group(1)) {
            case "values" -> Arrays.stream(Kind.values()).map(this::values).collect(joining("\n\n"));
            case "engines" -> engines();
            default -> "```java\n" + region(examples, blank.group(1)) + "```";
        };
    }

    private static String region(String source, String name) {
        String start = "// region " + name + "\n";
        int from = source.indexOf(start);
        if (from < 0) {
            throw new IllegalStateException("no region " + name + " in " + EXAMPLES);
        }
        String lines = source.substring(from + start.length(), source.indexOf("// endregion", from));
        return lines.substring(0, lines.lastIndexOf('\n')).stripIndent() + "\n";
    }

    /** A table with a column for each verb that a type of the kind has, and below it what none of them has. */
    private String values(Kind kind) {
        List<Grammar.Row> rows =
                grammar.rows().stream().filter(row -> row.kind() == kind).toList();
        List<Verb> shown = Arrays.stream(Verb.values())
                .filter(verb -> rows.stream().anyMatch(row -> row.cells().containsKey(verb)))
                .toList();
        Map<String, String> letters = new LinkedHashMap<>();
        StringBuilder text = new StringBuilder();
        text.append("### ")
                .append(kind.heading())
                .append("\n\n")
                .append(kind.sentence())
                .append("\n\n");
        text.append(line(shown.stream().map(GrammarPage::title).toList(), "type"));
        text.append(line(shown.stream().map(verb -> "---").toList(), "---"));
        for (Grammar.Row row : rows) {
            text.append(
                    line(shown.stream().map(verb -> cell(row, verb, letters)).toList(), name(row.type())));
        }
        List<String> notes = new ArrayList<>();
        letters.forEach((reason, letter) -> notes.add("- *" + letter + "*: " + reason));
        notes.addAll(lackedByAll(rows, shown));
        return text + "\n" + String.join("\n", notes);
    }

    private static String line(List<String> cells, String first) {
        return "| " + first + " | " + String.join(" | ", cells) + " |\n";
    }

    private static String title(Verb verb) {
        return verb == Verb.MAKE || verb == Verb.ASK ? verb.title() : '`' + verb.title() + '`';
    }

    private static String name(Class<?> type) {
        String pack = type.getPackageName().replaceFirst("io\\.github\\.kubetls\\.?", "");
        return '`' + (pack.isEmpty() ? "" : pack + '.') + type.getSimpleName() + '`';
    }

    private static String cell(Grammar.Row row, Verb verb, Map<String, String> letters) {
        String filled = row.cells().get(verb);
        if (filled != null) {
            return filled;
        }
        String reason = row.reasons().getOrDefault(verb, "");
        return '*' + letters.computeIfAbsent(reason, text -> String.valueOf((char) ('a' + letters.size()))) + '*';
    }

    private static List<String> lackedByAll(List<Grammar.Row> rows, List<Verb> shown) {
        Map<String, List<String>> verbs = new LinkedHashMap<>();
        for (Verb verb : Verb.values()) {
            if (!shown.contains(verb)) {
                String reason = rows.stream()
                        .map(row -> row.reasons().getOrDefault(verb, ""))
                        .distinct()
                        .collect(joining("; or "));
                verbs.computeIfAbsent(reason, text -> new ArrayList<>()).add(title(verb));
            }
        }
        List<String> notes = new ArrayList<>();
        verbs.forEach((reason, lacked) -> notes.add("- None has " + String.join(", ", lacked) + ": " + reason));
        return notes;
    }

    private String engines() {
        StringBuilder text = new StringBuilder();
        text.append(line(List.of("make", "verbs", "what it is"), "type"));
        text.append(line(List.of("---", "---", "---"), "---"));
        grammar.engines().forEach((name, type) -> {
            String verbs = Arrays.stream(Verb.values())
                    .filter(verb -> verb != Verb.MAKE)
                    .flatMap(verb -> verb.names(type).stream())
                    .map(verb -> '`' + verb + '`')
                    .collect(joining(", "));
            String what = Engines.reasons().get(name);
            text.append(line(List.of(Verb.MAKE.cell(type), verbs, what), name(type)));
        });
        return text.toString().stripTrailing();
    }
}
