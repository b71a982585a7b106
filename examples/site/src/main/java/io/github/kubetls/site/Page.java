package io.github.kubetls.site;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.commonmark.Extension;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/**
 * A Markdown file.
 *
 * @param path its path in the repository
 * @param document what is in it
 * @param title its first heading
 * @param ids the anchor of each heading, as GitHub makes it
 */
record Page(Path path, Node document, String title, Map<Heading, String> ids) {
    static final List<Extension> EXTENSIONS = List.of(TablesExtension.create(), AutolinkExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();

    static Page of(Path path, String markdown) {
        Node document = PARSER.parse(markdown);
        Map<Heading, String> ids = new LinkedHashMap<>();
        Map<String, Integer> taken = new HashMap<>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                String id = anchor(text(heading));
                int before = taken.merge(id, 1, Integer::sum) - 1;
                ids.put(heading, before == 0 ? id : id + "-" + before);
            }
        });
        String title = ids.keySet().stream()
                .findFirst()
                .map(Page::text)
                .orElse(path.getFileName().toString());
        return new Page(path, document, title, ids);
    }

    /** {@return the anchor that GitHub makes of a heading: small letters, no punctuation, a hyphen for each space} */
    static String anchor(String heading) {
        return heading.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{M}\\p{Nd}\\p{Pc}\\- ]", "")
                .replace(' ', '-');
    }

    /** {@return the text of a node, without marks} */
    static String text(Node node) {
        StringBuilder text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(Code part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(SoftLineBreak part) {
                text.append(' ');
            }
        });
        return text.toString();
    }

    /** {@return its path in the site} */
    Path html() {
        String name = path.getFileName().toString();
        return path.resolveSibling(name.equals("README.md") ? "index.html" : name.replaceFirst("md$", "html"));
    }

    /** {@return a link from this page to a path in the site} */
    String linkTo(Path target) {
        Path folder = Path.of("/").resolve(html()).resolveSibling("");
        return folder.relativize(Path.of("/").resolve(target)).toString().replace('\\', '/');
    }

    /** {@return the pages of the repository that this one links to, by the heading that they stand under, in order} */
    Map<String, List<Path>> linksByHeading() {
        Map<String, List<Path>> links = new LinkedHashMap<>();
        document.accept(new AbstractVisitor() {
            private String heading = "";

            @Override
            public void visit(Heading node) {
                heading = text(node);
            }

            @Override
            public void visit(Link link) {
                String target = link.getDestination().replaceFirst("#.*", "");
                if (target.endsWith(".md") && !target.contains(":")) {
                    links.computeIfAbsent(heading, key -> new ArrayList<>())
                            .add(path.resolveSibling(target).normalize());
                }
            }
        });
        return links;
    }
}
