package io.github.kubetls.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class NavigationTest {
    @Test
    void groupsPagesAsTheReadmesDo() {
        Navigation navigation = Navigation.of(List.of(
                page("CONTRIBUTING.md", "# Contributing"),
                page("README.md", "# Library\n[all](docs/README.md)"),
                page(
                        "docs/README.md",
                        "# Docs\n## Tasks\n[z](tasks/z.md) [a](tasks/a.md)\n## Reference\n[r](rules/README.md) [c](codes.md)"),
                page("docs/codes.md", "# Codes"),
                page("docs/forgotten.md", "# Forgotten"),
                page("docs/rules/README.md", "# Rules\n[two](two.md) [one](one.md)"),
                page("docs/rules/one.md", "# One"),
                page("docs/rules/two.md", "# Two"),
                page("docs/tasks/a.md", "# A"),
                page("docs/tasks/z.md", "# Z")));

        assertThat(navigation.groups().entrySet())
                .extracting(group -> group.getKey() + ": "
                        + group.getValue().stream().map(Page::title).toList())
                .containsExactly(
                        "Start: [Library, Docs]",
                        "Tasks: [Z, A]",
                        "Reference: [Codes]",
                        "Rules: [Rules, Two, One]",
                        "More: [Forgotten]",
                        "The project: [Contributing]");
    }

    private static Page page(String path, String markdown) {
        return Page.of(Path.of(path), markdown);
    }
}
