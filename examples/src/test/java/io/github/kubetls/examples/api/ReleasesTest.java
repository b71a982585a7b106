package io.github.kubetls.examples.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.KubernetesRelease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/releases.md} tells what the table of releases says. */
class ReleasesTest {

    private static final Path TABLE = Path.of("../core/src/main/java/io/github/kubetls/internal/release/Feature.java");
    private static final Path PAGE = Path.of("../docs/releases.md");

    private static final Pattern ROW = Pattern.compile(
            "/\\*\\*\\s*(?:\\* )?((?:[^*\\[]|\\*(?!/))*?)[\\s*]*\\[([^\\]]*)]\\s*\\*/\\s*([A-Z][A-Z0-9_]+)\\((\\d+)\\)",
            Pattern.DOTALL);
    private static final Pattern CONSTANT = Pattern.compile("^    [A-Z][A-Z0-9_]+\\(", Pattern.MULTILINE);

    /** What a change may have been checked against, in the words of the table. */
    private static final Map<String, String> CHECKS = new LinkedHashMap<>();

    static {
        CHECKS.put(
                "1.20.2",
                "before the change, with a running API server, controller manager, kubelet and kubeadm 1.20.2");
        CHECKS.put("0.36.4", "after it, with Kubernetes' own Go libraries 0.36.4 on Go 1.26, which are those of 1.36");
        CHECKS.put("kubectl", "on both sides, with kubectl 1.32 and 1.36");
        CHECKS.put("sources", "in the sources of Kubernetes or Go; those of 1.37 shortly before its release");
        CHECKS.put("notes", "in release notes and documentation");
        CHECKS.put("ports", "in other implementations that quote Kubernetes");
        CHECKS.put("alpha", "in the change log of an alpha release, so that it may still change");
    }

    private static final String INTRODUCTION = """
            # Releases

            The library follows Kubernetes from 1.20 to %s; this page lists what it knows to differ between releases. A method that depends
            on the release takes a `KubernetesRelease` as its last argument, an engine takes it in its builder, and without it the latest one
            decides: `KubernetesRelease.latest()` is %s. What of a cluster's files a later release will refuse, the
            [audit](../examples/samples/README.md) tells before an upgrade.

            The third column says against what a change was checked:

            %s
            That a release is the first one is known from release notes and sources, whatever else was run. [What Kubernetes
            does](behaviour/README.md) says more about how each rule is known.

            This page is made from the table in the code that decides, and the build fails when it is not true.

            | since | what changed | checked |
            |---|---|---|
            """;

    @Test
    void thePageIsTrue() throws IOException {
        String table = Files.readString(TABLE);
        Map<Integer, List<String>> changes = new TreeMap<>();
        for (MatchResult row : ROW.matcher(table).results().toList()) {
            String checks = markdown(row.group(2));
            assertThat(CHECKS.keySet())
                    .as("%s was checked against something else", row.group(3))
                    .contains(checks.split(", "));
            changes.computeIfAbsent(Integer.parseInt(row.group(4)), minor -> new ArrayList<>())
                    .add(markdown(row.group(1)) + " | " + checks);
        }
        assertThat(changes.values().stream().mapToInt(List::size).sum())
                .as("every change says against what it was checked")
                .isEqualTo((int) CONSTANT.matcher(table).results().count());

        KubernetesRelease latest = KubernetesRelease.latest();
        StringBuilder legend = new StringBuilder();
        CHECKS.forEach((check, meaning) -> legend.append("- `" + check + "`: " + meaning + ".\n"));
        StringBuilder page = new StringBuilder(INTRODUCTION.formatted(latest, latest, legend));
        changes.forEach((minor, rows) -> rows.forEach(row -> page.append("| ")
                .append(KubernetesRelease.of(minor))
                .append(minor > latest.minor() ? ", not released" : "")
                .append(" | ")
                .append(row)
                .append(" |\n")));
        Committed.assertIsTrue(PAGE, page.toString());
    }

    private static String markdown(String javadoc) {
        return javadoc.replaceAll("\\s*\\n\\s*\\* ", " ").replaceAll("\\{@code ([^}]*)}", "`$1`");
    }
}
