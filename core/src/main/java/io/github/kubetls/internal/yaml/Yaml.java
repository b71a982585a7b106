package io.github.kubetls.internal.yaml;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.internal.text.Invisible;
import io.github.kubetls.internal.text.TextKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.reader.StreamReader;

/** Reads YAML and JSON text into {@link YamlNode}s, and writes trees of JDK values as kubectl writes them. */
public final class Yaml {

    // Possessive, because a loop that may have to go back overflows the stack on a million empty lines.
    private static final Pattern DIRECTIVE = Pattern.compile("(?m)\\A(?:[ \\t]*+(?:#.*+)?+\\R)*+%(.*)$");
    private static final Pattern SUPPORTED_DIRECTIVE =
            Pattern.compile("YAML[ \\t]+1\\.1[ \\t]*(?:#.*)?\\r?|TAG[ \\t].*");

    private Yaml() {}

    /**
     * Reads the first document as Kubernetes reads a kubeconfig: what it passes over silently becomes a finding. JSON
     * text is read as the YAML that it is.
     *
     * @param text   the text
     * @param limits bounds on what is read
     * @param source name of the text for messages, such as a file name; may be empty
     * @return the document
     * @throws InvalidFormatException when Kubernetes would refuse the text
     */
    public static YamlDocument readLenient(String text, YamlLimits limits, String source) {
        return read(checked(text, limits, source), limits, source, builder -> firstDocument(builder, text, source));
    }

    /**
     * Reads a document as Kubernetes reads an object whose form it finds out: as JSON what starts with a brace, and anything
     * else as YAML; what it passes over silently becomes a finding.
     *
     * @param text   the text
     * @param limits bounds on what is read
     * @return the document
     * @throws InvalidFormatException when Kubernetes would refuse the text
     */
    public static YamlDocument readLenientObject(String text, YamlLimits limits) {
        String clean = checked(text, limits, "");
        return clean.stripLeading().startsWith("{")
                ? explained(clean, () -> firstDocument(new TreeBuilder(new JsonEvents(clean), limits, ""), clean, ""))
                : readLenient(text, limits, "");
    }

    /** What most texts are is read in a simple way; at what needs all of YAML's grammar, from its start again. */
    private static <T> T read(String text, YamlLimits limits, String source, Function<TreeBuilder, T> read) {
        return explained(text, () -> {
            try {
                return read.apply(new TreeBuilder(new BlockEvents(text), limits, source));
            } catch (BlockEvents.GaveUp e) {
                return read.apply(new TreeBuilder(yamlEvents(text, source), limits, source));
            }
        });
    }

    /** Adds to what is said of a text that is not well-formed what else it is, or which invisible character is near. */
    private static <T> T explained(String text, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (InvalidFormatException e) {
            String hint = e.code().equals("DOCUMENT_INVALID")
                    ? hint(text, e.location().line())
                    : "";
            throw hint.isEmpty() ? e : new InvalidFormatException(e.code(), e.location(), e.rule() + hint);
        }
    }

    private static String hint(String text, int line) {
        String kind = TextKind.hintOfKind(text);
        if (!kind.isEmpty()) {
            return kind;
        }
        // What is wrong with a line may have begun in the line before.
        int first = Math.max(line - 1, 1);
        List<String> lines =
                text.lines().skip(first - 1).limit(line < 2 ? 1 : 2).toList();
        for (int i = 0; i < lines.size(); i++) {
            Optional<Invisible> found = Invisible.in(lines.get(i));
            if (found.isPresent()) {
                return "; there is the invisible character " + found.get().name() + " in line " + (first + i);
            }
        }
        return "";
    }

    private static YamlDocument firstDocument(TreeBuilder builder, String text, String source) {
        YamlNode root = YamlNode.root(source, 1, text, builder.next());
        List<Finding> findings = new ArrayList<>(builder.findings());
        if (builder.hasMore()) {
            findings.add(Finding.warning(
                    "DOCUMENT_IGNORED",
                    Location.ofSource(source),
                    "more than one YAML document; Kubernetes reads only the first",
                    "keep one document in a file"));
        }
        return new YamlDocument(root, findings);
    }

    /**
     * {@return the root of one manifest, read strictly: a duplicate key or a second document is an error} Text that starts
     * with a brace is read as JSON.
     *
     * @param text   the text
     * @param source name of the text for messages; may be empty
     * @throws InvalidFormatException when the text is not exactly one well-formed document
     */
    public static YamlNode read(String text, String source) {
        List<YamlNode> documents = readAll(text, source);
        if (documents.size() != 1) {
            throw new InvalidFormatException(
                    "DOCUMENT_COUNT_INVALID",
                    Location.ofSource(source),
                    "has " + documents.size() + " documents where one is expected");
        }
        return documents.get(0);
    }

    /**
     * {@return the root of the document that a text with the same content as JDK values would be; places are paths only}
     *
     * @param map maps with strings as keys, lists, strings, booleans, numbers ({@code Integer}, {@code Long},
     *     {@code BigInteger} of 64 bits, finite {@code Double}), {@code byte[]} for their base64, and nulls
     * @throws IllegalArgumentException when a key or a value is of another type, with its path and the class
     * @throws InvalidFormatException when the values exceed what a text may hold
     */
    public static YamlNode fromMap(Map<String, ?> map) {
        return YamlNode.root("", 1, "", new ValueTree(YamlLimits.STANDARD).node(map));
    }

    /**
     * {@return the roots of the documents in a stream of manifests, read strictly; empty documents are skipped}
     *
     * @param text   YAML documents separated by {@code ---}, or one JSON value
     * @param source name of the text for messages; may be empty
     * @throws InvalidFormatException when the text is not well-formed or has a duplicate key
     */
    public static List<YamlNode> readAll(String text, String source) {
        YamlLimits limits = YamlLimits.STANDARD;
        String clean = checked(text, limits, source);
        if (clean.stripLeading().startsWith("{")) {
            return explained(
                    clean, () -> allDocuments(new TreeBuilder(new JsonEvents(clean), limits, source), clean, source));
        }
        return read(clean, limits, source, builder -> allDocuments(builder, clean, source));
    }

    private static List<YamlNode> documents(TreeBuilder builder, String text, String source) {
        List<YamlNode> documents = new ArrayList<>();
        RawNode raw;
        while ((raw = builder.next()) != null) {
            YamlNode document = YamlNode.root(source, builder.document(), text, raw);
            if (!document.isNull()) {
                documents.add(document);
            }
        }
        return documents;
    }

    private static List<YamlNode> allDocuments(TreeBuilder builder, String text, String source) {
        List<YamlNode> documents = documents(builder, text, source);
        builder.findings().stream().findFirst().ifPresent(duplicate -> {
            throw new InvalidFormatException(duplicate.code(), duplicate.location(), "the key is there twice");
        });
        return documents;
    }

    /**
     * Reads what can be read of any text, however long, and never fails: where the text is not well-formed, all that is
     * open there ends. The tree knows where keys are.
     *
     * @param text YAML documents separated by {@code ---}, or one JSON value
     * @return the documents that are not empty, as far as they go
     */
    public static PartialYaml readPart(String text) {
        YamlLimits limits = YamlLimits.ofLength(Math.max(text.length(), YamlLimits.STANDARD.maxLength()));
        String clean = checked(text, limits, "");
        if (clean.stripLeading().startsWith("{")) {
            return part(TreeBuilder.keepingAll(new JsonEvents(clean), limits));
        }
        try {
            return part(TreeBuilder.keepingAll(new BlockEvents(clean), limits));
        } catch (BlockEvents.GaveUp e) {
            int end = printableLength(clean);
            PartialYaml part = part(TreeBuilder.keepingAll(new YamlEvents(clean.substring(0, end)), limits));
            return new PartialYaml(part.documents(), part.isComplete() && end == clean.length());
        }
    }

    private static PartialYaml part(TreeBuilder builder) {
        List<YamlNode> documents = documents(builder, "", "");
        return new PartialYaml(
                documents, !builder.hasFailed() && builder.findings().isEmpty());
    }

    /**
     * {@return a tree as YAML, byte for byte as kubectl writes it, with keys sorted at every level, ending with one line
     * feed}
     *
     * @param tree maps, lists, strings, booleans, numbers and nulls
     */
    public static String write(Map<String, ? extends @Nullable Object> tree) {
        return new YamlWriter().write(tree);
    }

    /**
     * {@return several trees as a stream of YAML documents separated by {@code ---}}
     *
     * @param trees the documents
     */
    public static String writeAll(List<? extends Map<String, ? extends @Nullable Object>> trees) {
        return String.join("---\n", trees.stream().map(Yaml::write).toList());
    }

    /**
     * {@return a tree as indented JSON, byte for byte as kubectl writes it, with members in the order of the tree, ending
     * with one line feed}
     *
     * @param tree maps, lists, strings, booleans, numbers and nulls
     */
    public static String writeJson(Map<String, ? extends @Nullable Object> tree) {
        return JsonWriter.write(tree, true);
    }

    /**
     * {@return a tree as JSON on one line, without line feed}
     *
     * @param tree maps, lists, strings, booleans, numbers and nulls
     */
    public static String writeCompactJson(Map<String, ? extends @Nullable Object> tree) {
        return JsonWriter.write(tree, false);
    }

    /** The text without byte order mark, within the limits. */
    private static String checked(String text, YamlLimits limits, String source) {
        String clean = text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (clean.length() > limits.maxLength()) {
            throw new InvalidFormatException(
                    "DOCUMENT_EXCESSIVE",
                    Location.ofSource(source),
                    "is longer than " + limits.maxLength() + " characters");
        }
        return clean;
    }

    private static Events yamlEvents(String text, String source) {
        Matcher directive = DIRECTIVE.matcher(text);
        if (directive.find() && !SUPPORTED_DIRECTIVE.matcher(directive.group(1)).matches()) {
            throw new InvalidFormatException(
                    "DOCUMENT_INVALID", Location.ofSource(source), "has a directive other than %YAML 1.1");
        }
        requirePrintable(text, source);
        return new YamlEvents(text);
    }

    /** Refuses what no YAML may have, in a document that is not read too. */
    private static void requirePrintable(String text, String source) {
        int end = printableLength(text);
        if (end < text.length()) {
            int line = 1 + (int) text.chars().limit(end).filter(c -> c == '\n').count();
            int column = text.codePointCount(text.lastIndexOf('\n', end - 1) + 1, end) + 1;
            boolean isSurrogate = Character.isSurrogate(text.charAt(end));
            String rule = isSurrogate
                    ? SyntaxReason.YAML + ": half of a surrogate pair"
                    : "has a control character: " + Invisible.name(text.codePointAt(end));
            throw new InvalidFormatException("DOCUMENT_INVALID", YamlNode.location(source, "", line, column), rule);
        }
    }

    /** How much of a text has only characters that YAML may have. */
    private static int printableLength(String text) {
        int i = 0;
        while (i < text.length()) {
            int point = text.codePointAt(i);
            if (!StreamReader.isPrintable(point)) {
                break;
            }
            i += Character.charCount(point);
        }
        return i;
    }
}
