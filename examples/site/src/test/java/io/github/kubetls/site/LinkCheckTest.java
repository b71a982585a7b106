package io.github.kubetls.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkCheckTest {
    private static final String ADDRESS = "https://forge.example/library";

    @TempDir
    Path folder;

    private Path root;
    private Path site;

    @BeforeEach
    void writeRepository() throws IOException {
        root = Files.createDirectories(folder.resolve("root")).toRealPath();
        site = Files.createDirectories(folder.resolve("site/docs")).getParent();
        write(root.resolve("README.md"), "# Library\n## Use it\n");
        write(root.resolve("LICENSE"), "");
        write(root.resolve("core/src/A.java"), "");
        write(root.resolve("core/README.md"), "# Core\n");
        write(root.resolve("docs/picture.svg"), "<svg/>");
        write(root.resolve("docs/rules/README.md"), "# Rules\n");
    }

    @ParameterizedTest
    @CsvSource({
        "../README.md#use-it, ../index.html#use-it",
        "rules/README.md, rules/index.html",
        "rules, rules/index.html",
        "#here, #here",
        "picture.svg, picture.svg",
        "../LICENSE, https://forge.example/library/blob/main/LICENSE",
        "../core/src/A.java#L3, https://forge.example/library/blob/main/core/src/A.java#L3",
        "../core/README.md#core, https://forge.example/library/blob/main/core/README.md#core",
        "../core/src/, https://forge.example/library/tree/main/core/src",
        "https://kubernetes.io/docs.md, https://kubernetes.io/docs.md",
    })
    void linksLeadToTheSameThing(String link, String inSite) throws IOException {
        write(root.resolve("docs/page.md"), "# Page\n## Here\n[a](" + link + ") and <a\nhref=\"" + link + "\">b</a>\n");

        assertThat(written()).contains("<a href=\"" + inSite + "\">a</a>", "\nhref=\"" + inSite + "\">b</a>");
        assertThat(new LinkCheck(site, repository()).deadLinks()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nothing.md",
                "../README.md#nothing",
                "#nothing",
                "nothing.svg",
                "../../outside.md",
                "../core/src/B.java",
                "../core/README.md#nothing",
                ADDRESS + "/blob/main/core/src/B.java",
            })
    void linksToNothingAreFound(String link) throws IOException {
        write(root.resolve("docs/page.md"), "# Page\n[a](" + link + ")\n");
        written();

        assertThat(new LinkCheck(site, repository()).deadLinks())
                .singleElement()
                .asString()
                .startsWith("docs/page.html: ");
    }

    @Test
    void codeIsNotTakenForALink() throws IOException {
        write(root.resolve("docs/page.md"), "# Page\n```html\n<a href=\"nothing.md\">\n```\n");
        written();

        assertThat(new LinkCheck(site, repository()).deadLinks()).isEmpty();
    }

    private Repository repository() throws IOException {
        return Repository.of(root, ADDRESS);
    }

    /** {@return the page docs/page.md, of the whole site that is written} */
    private String written() throws IOException {
        Repository repository = repository();
        PageWriter writer = new PageWriter(repository, Navigation.of(repository.pages()), "1.0.0");
        for (Page page : repository.pages()) {
            write(site.resolve(page.html()), writer.html(page));
        }
        write(site.resolve("site.css"), "");
        write(site.resolve("api/index.html"), "");
        write(site.resolve("docs/picture.svg"), "<svg/>");
        return Files.readString(site.resolve("docs/page.html"));
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
