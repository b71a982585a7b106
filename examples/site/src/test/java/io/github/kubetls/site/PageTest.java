package io.github.kubetls.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageTest {
    // What GitHub makes of headings, by the pattern of its html-pipeline: /[^\p{Word}\- ]/u is removed, each space
    // becomes a hyphen.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Use it                              | use-it",
                "1.1 Document                        | 11-document",
                "`DOCUMENT_INVALID`                  | document_invalid",
                "What *Kubernetes* does, and why     | what-kubernetes-does-and-why",
                "Keys & certificates                 | keys--certificates",
                "Signing, \"as is\" — Zürich 2       | signing-as-is--zürich-2",
                "x509: certificate is valid for X    | x509-certificate-is-valid-for-x",
            })
    void anchorsAreThoseOfGitHub(String heading, String anchor) {
        assertThat(Page.of(Path.of("a.md"), "## " + heading).ids().values()).containsExactly(anchor);
    }

    @Test
    void headingsThatOccurTwiceAreNumbered() {
        Page page = Page.of(Path.of("a.md"), "# One\n## Example\n## Example\n## Example\n");

        assertThat(page.title()).isEqualTo("One");
        assertThat(page.ids().values()).containsExactly("one", "example", "example-1", "example-2");
    }

    @Test
    void readmesAreTheIndexOfTheirFolder() {
        Page page = Page.of(Path.of("docs", "behaviour", "README.md"), "# Rules");

        assertThat(page.html()).isEqualTo(Path.of("docs", "behaviour", "index.html"));
        assertThat(page.linkTo(Path.of("index.html"))).isEqualTo("../../index.html");
        assertThat(page.linkTo(Path.of("docs", "behaviour", "rbac.html"))).isEqualTo("rbac.html");
    }

    @Test
    void linksToPagesAreKnownByTheirHeading() {
        Page page = Page.of(
                Path.of("docs", "README.md"),
                "# Docs\n[top](../README.md)\n## Tasks\n| a |\n|---|\n| [join](tasks/join.md#start) |\n\n[no](https://a.b/c.md) [file](x.txt)\n");

        assertThat(page.linksByHeading())
                .hasSize(2)
                .containsEntry("Docs", List.of(Path.of("README.md")))
                .containsEntry("Tasks", List.of(Path.of("docs", "tasks", "join.md")));
    }
}
