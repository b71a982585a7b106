package io.github.kubetls.site;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;

/** Writes pages as HTML, each with the navigation and the headings of its own. */
final class PageWriter {
    private static final Pattern LINK = Pattern.compile("(?<=\\s(?:href|src|srcset)=\")[^\"]*(?=\")");

    private final Repository repository;
    private final Navigation navigation;
    private final String version;
    private final String template;

    PageWriter(Repository repository, Navigation navigation, String version) throws IOException {
        this.repository = repository;
        this.navigation = navigation;
        this.version = version;
        this.template = Resources.text("page.html");
    }

    /** {@return the whole page} */
    String html(Page page) {
        Map<String, String> parts = Map.of(
                "title", escape(page.title()),
                "top", "../".repeat(page.path().getNameCount() - 1),
                "version", escape(version),
                "navigation", navigation(page),
                "content", content(page));
        return Pattern.compile("\\{\\{(\\w+)}}")
                .matcher(template)
                .replaceAll(part -> Matcher.quoteReplacement(parts.get(part.group(1))));
    }

    private String navigation(Page current) {
        StringBuilder html = new StringBuilder();
        navigation.groups().forEach((name, pages) -> {
            html.append(pages.contains(current) || name.equals("Start") ? "<details open>" : "<details>");
            html.append("<summary>").append(escape(name)).append("</summary>\n<ul>\n");
            for (Page page : pages) {
                html.append("<li><a href=\"")
                        .append(current.linkTo(page.html()))
                        .append('"');
                html.append(page == current ? " aria-current=\"page\">" : ">");
                html.append(escape(page.title())).append("</a>");
                if (page == current) {
                    html.append(headings(page));
                }
                html.append("</li>\n");
            }
            html.append("</ul>\n</details>\n");
        });
        return html.toString();
    }

    private static String headings(Page page) {
        StringBuilder html = new StringBuilder();
        page.ids().forEach((heading, id) -> {
            if (heading.getLevel() == 2) {
                html.append("<li><a href=\"#").append(id).append("\">");
                html.append(escape(Page.text(heading))).append("</a></li>\n");
            }
        });
        return html.isEmpty() ? "" : "\n<ul>\n" + html + "</ul>";
    }

    private String content(Page page) {
        HtmlRenderer renderer = HtmlRenderer.builder()
                .extensions(Page.EXTENSIONS)
                .nodeRendererFactory(context -> new HeadingWriter(context, page))
                .attributeProviderFactory(context -> (node, tag, attributes) -> {
                    if (node instanceof TableBlock && tag.equals("table")) {
                        attributes.put("tabindex", "0"); // It scrolls, with the keyboard too.
                    }
                })
                .build();
        String html = renderer.render(page.document());
        return LINK.matcher(html).replaceAll(link -> Matcher.quoteReplacement(repository.link(page, link.group())));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    /** Gives each heading its anchor, and a link to it. */
    private record HeadingWriter(HtmlNodeRendererContext context, Page page) implements NodeRenderer {
        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(Heading.class);
        }

        @Override
        public void render(Node node) {
            String tag = "h" + ((Heading) node).getLevel();
            String id = page.ids().get(node);
            var html = context.getWriter();
            html.line();
            html.tag(tag, Map.of("id", id));
            for (Node child : children(node)) {
                context.render(child);
            }
            html.raw("<a class=\"anchor\" href=\"#" + id + "\" aria-label=\"Link to this heading\">#</a>");
            html.tag("/" + tag);
            html.line();
        }

        private static List<Node> children(Node node) {
            List<Node> children = new ArrayList<>();
            for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
                children.add(child);
            }
            return children;
        }
    }
}
