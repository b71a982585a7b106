package io.github.kubetls.examples.tools.page;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** A page that was written, read as XML. */
public final class PageDocument {

    private final Document document;

    private PageDocument(Document document) {
        this.document = document;
    }

    public static PageDocument read(Path page) throws IOException {
        assertThat(page).content().startsWith("<!DOCTYPE html>");
        try {
            return new PageDocument(
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(page.toFile()));
        } catch (ParserConfigurationException | SAXException e) {
            throw new AssertionError("not well-formed: " + page, e);
        }
    }

    public List<Element> elements(String tag) {
        return all(document.getElementsByTagName(tag));
    }

    public static List<Element> elements(Element within, String tag) {
        return all(within.getElementsByTagName(tag));
    }

    private static List<Element> all(NodeList found) {
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    /** The elements of a class. */
    public List<Element> ofClass(String name) {
        return elements("*").stream()
                .filter(element ->
                        List.of(element.getAttribute("class").split(" ")).contains(name))
                .toList();
    }

    public List<String> texts(String tag) {
        return elements(tag).stream().map(PageDocument::text).toList();
    }

    public static String text(Element element) {
        return element.getTextContent().strip().replace("\n", "");
    }

    /** No script, nothing from elsewhere, light and dark, and each picture described to those who do not see it. */
    public void needsNothingButItselfAndDescribesItsPictures() {
        assertThat(elements("*"))
                .extracting(Element::getTagName)
                .doesNotContain("script", "link", "img", "iframe", "object", "image");
        assertThat(elements("*")).allMatch(element -> !element.hasAttribute("href") && !element.hasAttribute("src"));
        assertThat(texts("style"))
                .singleElement(as(STRING))
                .contains("prefers-color-scheme: dark")
                .doesNotContain("url(", "@import", "&", "<", ">");
        assertThat(elements("svg")).isNotEmpty().allSatisfy(picture -> {
            assertThat(picture.getAttribute("role")).isEqualTo("img");
            assertThat(picture.getAttribute("aria-labelledby").split(" "))
                    .hasSize(2)
                    .allSatisfy(id -> assertThat(elements("*").stream()
                                    .filter(element ->
                                            element.getAttribute("id").equals(id)))
                            .singleElement()
                            .satisfies(element ->
                                    assertThat(element.getTextContent()).isNotBlank()));
        });
    }
}
