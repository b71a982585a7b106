package io.github.kubetls.examples.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What the POMs say to others; that the BOM has all that a consumer needs, the consumers show. */
class PomTest {

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

    /** Central refuses a POM without them, and the other modules inherit them. */
    @Test
    void saysWhatTheCentralRepositoryAsksFor() throws Exception {
        Element root = pom("../pom.xml").getDocumentElement();
        for (String tag : List.of("url", "licenses", "developers", "scm", "connection")) {
            assertThat(texts(root, tag)).as(tag).isNotEmpty();
        }
        for (String module : List.of(".", "bom", "core", "rbac", "kubeconfig", "examples/distribution")) {
            Element pom = pom("../" + module + "/pom.xml").getDocumentElement();
            assertThat(texts(pom, "name")).as(module).isNotEmpty().doesNotContain("");
            assertThat(texts(pom, "description")).as(module).hasSize(1).doesNotContain("");
        }
    }

    @Test
    void theReadmeShowsTheVersionOfTheBuild() throws Exception {
        String version =
                texts(pom("../bom/pom.xml").getDocumentElement(), "version").get(0);
        assertThat(Files.readString(Path.of("../README.md")))
                .contains("kubeconfig</artifactId>\n  <version>" + version + "</version>")
                .contains("rbac</artifactId>\n  <version>" + version + "</version>");
    }

    @Test
    void theConsumersShowTheVersionOfTheBuild() throws Exception {
        String version =
                texts(pom("../bom/pom.xml").getDocumentElement(), "version").get(0);
        for (String module : texts(pom("consumers/pom.xml").getDocumentElement(), "module")) {
            assertThat(texts(
                            pom("consumers/" + module + "/pom.xml").getDocumentElement(), "kube-tls-bootstrap.version"))
                    .as(module)
                    .containsExactly(version);
        }
    }
}
