package io.github.kubetls.examples.tools.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One object of Kubernetes in a file: a document of a stream, or an item of a list, with its own text and true lines. */
final class SourceDocument {

    /** As much as an API server, and the library, take of one object. */
    static final int LONGEST = 3 * 1024 * 1024;

    /** What is in every document that is looked at. */
    private static final Pattern HINT = Pattern.compile("kind|clusters|users|contexts");

    private static final Pattern KIND = topLevel("kind");
    private static final Pattern ALIAS = Pattern.compile("[\\s\\[,{]\\*\\w");
    private static final Pattern API_VERSION = topLevel("apiVersion");

    /** A text that goes on like this is no manifest, whatever it has further down. */
    private static final Pattern BEGINNING =
            Pattern.compile("\\A(?:(?:---)?+[ \\t]*+(?:#.*+)?+\\R)*+(?:\\{|[A-Za-z\"'][\\w\"'.-]*+[ \\t]*+:(?:\\s|$))");

    private final SourceFile file;
    private final boolean isFirst;
    private final int firstLine;
    private final String text;
    private final int lines;
    private final Optional<SourceNode> root;
    private final String apiVersion;
    private final String kind;

    private SourceDocument(SourceFile file, boolean isFirst, int firstLine, String text) {
        this.file = file;
        this.isFirst = isFirst;
        this.firstLine = firstLine;
        this.text = text;
        this.lines = (int) text.lines().count();
        boolean isOfInterest = HINT.matcher(text).find();
        this.root = isOfInterest && !isTooLong() ? SourceTree.parse(text) : Optional.empty();
        this.apiVersion = root.map(node -> node.textAt("apiVersion")).orElseGet(() -> find(API_VERSION));
        this.kind = root.map(node -> node.textAt("kind")).orElseGet(() -> find(KIND));
    }

    private static Pattern topLevel(String key) {
        String before = "(?:^|^[ \\t]+(?=\")|[{,][ \\t]*)[\"']?";
        return Pattern.compile(before + key + "[\"']?[ \\t]*:[ \\t]*[\"']?([\\w./-]+)", Pattern.MULTILINE);
    }

    /** What a text that does not parse was most likely meant to be. */
    private String find(Pattern field) {
        String head = text.substring(0, Math.min(text.length(), LONGEST));
        Matcher matcher = field.matcher(head);
        return BEGINNING.matcher(head).lookingAt() && matcher.find() ? matcher.group(1) : "";
    }

    /**
     * A document of a file.
     *
     * @param isFirst   whether it is the one that a reader of one document sees
     * @param firstLine the line where the text begins
     */
    static SourceDocument of(SourceFile file, boolean isFirst, int firstLine, String text) {
        return new SourceDocument(file, isFirst, firstLine, text);
    }

    /** The document, or the items of the list that it is. */
    List<SourceDocument> objects() {
        return isList() ? listed() : List.of(this);
    }

    /** Whether it is a list that was not taken apart. */
    boolean isWholeList() {
        return kind.endsWith("List")
                && !isList()
                && (root.isEmpty() || root.get().member("items").isPresent());
    }

    /** A list whose items can be read apart from one another, and so without aliases. */
    private boolean isList() {
        return kind.endsWith("List")
                && root.flatMap(node -> node.member("items")).isPresent()
                && !ALIAS.matcher(text).find();
    }

    private List<SourceDocument> listed() {
        List<SourceDocument> items = new ArrayList<>();
        TextLines lines = new TextLines(text, SourceTree.isJson(text));
        for (SourceNode item : root.orElseThrow().member("items").orElseThrow().items()) {
            if (!item.members().isEmpty()) {
                items.add(item(item, lines));
            }
        }
        return items;
    }

    /** An item as a document of its own; those of a typed list need not say what they are. */
    private SourceDocument item(SourceNode item, TextLines lines) {
        String own = lines.between(item.start(), item.end());
        String margin = " ".repeat(item.start().column() - 1);
        boolean isFlow = own.startsWith("{");
        String itemKind = kind.substring(0, kind.length() - "List".length());
        if (item.member("kind").isEmpty() && !itemKind.isEmpty()) {
            own = isFlow
                    ? "{\"apiVersion\": \"" + apiVersion + "\", \"kind\": \"" + itemKind + "\"," + own.substring(1)
                    : own.stripTrailing() + "\n" + margin + "apiVersion: " + apiVersion + "\n" + margin + "kind: "
                            + itemKind;
        }
        return new SourceDocument(file, false, firstLine + item.line() - 1, isFlow ? own : margin + own);
    }

    SourceFile file() {
        return file;
    }

    /** Whether it is what a reader of one document sees of the file. */
    boolean isFirst() {
        return isFirst;
    }

    String text() {
        return text;
    }

    /** The tree; empty when the text is not well-formed, or is in a way that only Kubernetes' reader takes. */
    Optional<SourceNode> root() {
        return root;
    }

    /** API group and kind, such as {@code rbac.authorization.k8s.io/Role}, or the kind alone in the core group. */
    String type() {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? kind : apiVersion.substring(0, slash + 1) + kind;
    }

    boolean isTooLong() {
        return text.length() > LONGEST;
    }

    /** Whether it is the source of a manifest rather than one. */
    boolean isTemplate() {
        return root.isEmpty() && text.contains("{{");
    }

    int lineCount() {
        return lines;
    }

    /** The line in the file where the object begins. */
    int line() {
        return firstLine - 1 + root.map(SourceNode::line).orElse(1);
    }

    /** The line in the file that a location of the library means; the object's where it says too little. */
    int line(String location) {
        return firstLine - 1 + FieldLines.find(location, lines, root).orElse(line() - firstLine + 1);
    }

    /** The line in the file where a node of the tree stands. */
    int line(SourceNode node) {
        return firstLine - 1 + node.line();
    }
}
