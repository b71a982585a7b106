package io.github.kubetls.examples.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.KubernetesRelease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
            "/\\*\\*\\s*((?:[^*]|\\*(?!/))*?)\\s*\\*/\\s*([A-Z][A-Z0-9_]+)\\((\\d+)\\)", Pattern.DOTALL);

    private static final String INTRODUCTION = """
            # Releases

            The library follows Kubernetes from 1.20 to %s; this page lists what it knows to differ between releases. A method that depends
            on the release takes a `KubernetesRelease` as its last argument, an engine takes it in its builder, and without it the latest one
            decides: `KubernetesRelease.latest()` is %s.

            What it was checked against: 1.20.2 with a running API server, controller manager, kubelet and kubeadm; 1.36 with Kubernetes'
            own Go libraries (0.36.4 on Go 1.26); the kubeconfig with kubectl 1.32 and 1.36. What other releases do was read in Kubernetes'
            sources and release notes, 1.37 shortly before its release; [what Kubernetes
            does](behaviour/README.md) says for each rule how it is known.

            This page is made from the table in the code that decides, and the build fails when it is not true.

            """;

    @Test
    void thePageIsTrue() throws IOException {
        Map<Integer, List<String>> changes = new TreeMap<>();
        for (MatchResult row : ROW.matcher(Files.readString(TABLE)).results().toList()) {
            String text = row.group(1).replaceAll("\\s*\\n\\s*\\* ", " ").replaceAll("\\{@code ([^}]*)}", "`$1`");
            changes.computeIfAbsent(Integer.parseInt(row.group(3)), minor -> new ArrayList<>())
                    .add(text);
        }
        assertThat(changes).hasSizeGreaterThan(10);

        KubernetesRelease latest = KubernetesRelease.latest();
        StringBuilder page = new StringBuilder(INTRODUCTION.formatted(latest, latest));
        page.append("| since | what changed |\n|---|---|\n");
        changes.forEach((minor, texts) -> texts.forEach(text -> page.append("| ")
                .append(KubernetesRelease.of(minor))
                .append(minor > latest.minor() ? ", not released" : "")
                .append(" | ")
                .append(text)
                .append(" |\n")));
        Committed.assertIsTrue(PAGE, page.toString());
    }
}
