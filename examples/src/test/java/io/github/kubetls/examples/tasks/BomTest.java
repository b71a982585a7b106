package io.github.kubetls.examples.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The root POM is what a consumer imports as the BOM. */
class BomTest {

    private static Document pom(String path) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new File(path));
    }

    private static List<String> texts(Element within, String tag) {
        List<String> texts = new ArrayList<>();
        NodeList nodes = within.getElementsByTagName(tag);
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        return texts;
    }

    @Test
    void listsEveryPublishedModule() throws Exception {
        Document root = pom("../pom.xml");
        Element managed =
                (Element) root.getElementsByTagName("dependencyManagement").item(0);
        List<String> published = new ArrayList<>();
        for (String module : texts(root.getDocumentElement(), "module")) {
            if (!module.equals("examples")) {
                published.add("kube-tls-bootstrap-" + module);
            }
        }
        assertThat(published).hasSize(3);
        assertThat(texts(managed, "artifactId")).containsAll(published);
    }

    @Test
    void managesOurModulesJacksonBouncyCastleAndJSpecifyOnly() throws Exception {
        Element managed = (Element)
                pom("../pom.xml").getElementsByTagName("dependencyManagement").item(0);
        assertThat(texts(managed, "groupId"))
                .allMatch(group -> group.equals("io.github.kubetls")
                        || group.startsWith("com.fasterxml.jackson.")
                        || group.equals("org.bouncycastle")
                        || group.equals("org.jspecify"));
        assertThat(texts(managed, "scope")).isEmpty();
    }
}
