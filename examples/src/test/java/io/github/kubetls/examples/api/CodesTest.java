package io.github.kubetls.examples.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The catalogue of codes has what the sources of all modules use, and {@code docs/codes.md} says what the catalogue has. */
class CodesTest {

    private static final Path PROJECT = Path.of("..");

    private static final Path PAGE = PROJECT.resolve("docs/codes.md");

    /** Any literal with two words in capitals. */
    private static final Pattern LITERAL = Pattern.compile("\"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\"");

    /** A literal in capitals where a code is expected, one of a single word included. */
    private static final Pattern ARGUMENT = Pattern.compile(
            "(?:InvalidFormatException|Finding\\.(?:error|warning|info)|\\b(?:error|warning|warn|info|refuse|rejected|fail|drop"
                    + "|unusable|once|Refusal|Malformed))\\(\\s*\"([A-Z][A-Z0-9_]+)\"");

    /** Enums whose {@code name()} is a code, with the files that declare them. */
    private static final List<Pattern> ENUMS = List.of(
            declaration("BadFlag", "Reason"),
            declaration("BootstrapTokenAuthenticator", "Reason"),
            declaration("\\w+", "SigningRefusal"),
            declaration("DiscoveryStep", "Reason"));

    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/");

    private static final Pattern CONSTANT = Pattern.compile("(?m)^ +([A-Z][A-Z0-9_]+)(?:\\(.*)?[,;]?$");

    private static final Set<String> ENVIRONMENT_VARIABLES =
            Set.of("KUBERNETES_EXEC_INFO", "KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT", "POD_NAMESPACE");

    /** They name the rules of an ApprovalDecision.Check, which are kept as well as broken. */
    private static final Set<String> NAMES_OF_RULES =
            Set.of("ApprovalDecision.java", "KubeletClientPolicy.java", "KubeletServingPolicy.java");

    private static Pattern declaration(String file, String name) {
        return Pattern.compile(file + "\\.java\n.*?\\benum " + name + " \\{(.*?)(?:;|\n *})", Pattern.DOTALL);
    }

    @Test
    void hasEveryCodeOfTheSourcesAndNoOther() throws IOException {
        Set<String> catalogue =
                new TreeSet<>(Code.all().stream().map(Code::name).toList());

        Set<String> used = used();

        assertThat(without(used, catalogue))
                .as("codes that the catalogue lacks")
                .isEmpty();
        assertThat(without(catalogue, used)).as("codes that nothing makes").isEmpty();
    }

    private static Set<String> without(Set<String> codes, Set<String> others) {
        Set<String> rest = new TreeSet<>(codes);
        rest.removeAll(others);
        return rest;
    }

    private static Set<String> used() throws IOException {
        Set<String> used = new TreeSet<>();
        Set<String> others = new TreeSet<>(ENVIRONMENT_VARIABLES);
        for (String module : List.of("core", "kubeconfig", "rbac", "examples")) {
            try (Stream<Path> files = Files.walk(PROJECT.resolve(module + "/src/main/java"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    String name = file.getFileName().toString();
                    String source = Files.readString(file);
                    collect(LITERAL, source, NAMES_OF_RULES.contains(name) ? others : used);
                    collect(ARGUMENT, source, used);
                    constants(name + "\n" + COMMENT.matcher(source).replaceAll(""), used);
                }
            }
        }
        used.removeAll(others);
        return used;
    }

    private static void constants(String source, Set<String> used) {
        for (Pattern declaration : ENUMS) {
            Matcher constants = declaration.matcher(source);
            if (constants.lookingAt()) {
                collect(CONSTANT, constants.group(1), used);
            }
        }
    }

    private static void collect(Pattern pattern, String source, Set<String> used) {
        pattern.matcher(source).results().forEach(found -> used.add(found.group(1)));
    }

    @Test
    void pageSaysWhatTheCatalogueHas() throws IOException {
        Committed.assertIsTrue(PAGE, page());
    }

    private static String page() {
        List<String> lines = new ArrayList<>(List.of(
                "# Codes",
                "",
                "Every finding, every `InvalidFormatException` and every rejection of a credential has a code, which stays what it is"
                        + " when the words of a message change. This page says what each means; a program asks"
                        + " `Code.of(finding.code())`.",
                "",
                "<!-- Written by CodesTest from codes.txt beside Code.java. -->",
                "",
                "A code is its subject, in the words of Kubernetes or of an RFC, and its state, which is one of these:",
                "",
                "| state | the subject |",
                "|---|---|"));
        for (Code.State state : Code.State.values()) {
            lines.add("| `" + state.name() + "` | " + state.meaning() + " |");
        }
        String topic = "";
        for (Code code : Code.all()) {
            if (!code.topic().equals(topic)) {
                topic = code.topic();
                lines.addAll(List.of("", "## " + topic));
            }
            lines.addAll(List.of("", "### " + code.name(), "", code.meaning(), ""));
            lines.add("- Example: " + code.example());
            lines.add("- What to do: " + code.fix());
        }
        return String.join("\n", lines) + "\n";
    }
}
