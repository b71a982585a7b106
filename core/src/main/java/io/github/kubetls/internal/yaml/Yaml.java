package io.github.kubetls.internal.yaml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads YAML and JSON text into {@link YamlNode}s, and writes trees of JDK values as kubectl writes them. */
public final class Yaml {

    /** Compares by Unicode code point, which is the order of UTF-8 bytes, in which Go sorts. */
    public static final Comparator<String> CODE_POINT_ORDER = (a, b) -> {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean surrogates = Character.isSurrogate(x) != Character.isSurrogate(y);
                return surrogates ? (Character.isSurrogate(x) ? 1 : -1) : Character.compare(x, y);
            }
        }
        return Integer.compare(a.length(), b.length());
    };

    // Possessive, because a loop that may have to go back overflows the stack on a million empty lines.
    private static final Pattern DIRECTIVE = Pattern.compile("(?m)\\A(?:[ \\t]*+(?:#.*+)?+\\R)*+%(.*)$");
    private static final Pattern SUPPORTED_DIRECTIVE =
            Pattern.compile("YAML[ \\t]+1\\.1[ \\t]*(?:#.*)?\\r?|TAG[ \\t].*");
    private static final Pattern CONTROL = Pattern.compile("[\\x7f\\x80-\\x84\\x86-\\x9f\\x{FFFE}\\x{FFFF}]");

    /** How much text is read again, at most, because of tabs. */
    private static final int TAB_BUDGET = 32 * 1024 * 1024;

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
        String clean = checked(text, limits, source);
        return withTabs(clean, source, attempt -> {
            TreeBuilder builder = yamlBuilder(attempt, limits, source);
            return new Attempt<>(builder, () -> firstDocument(builder, source));
        });
    }

    private static YamlDocument firstDocument(TreeBuilder builder, String source) {
        YamlNode root = YamlNode.root(source, builder.next());
        List<Finding> findings = new ArrayList<>(builder.findings());
        if (builder.hasMore()) {
            findings.add(Finding.warning(
                    "SECOND_DOCUMENT",
                    source,
                    "more than one YAML document; Kubernetes reads only the first",
                    "keep one document in a file"));
        }
        return new YamlDocument(root, findings);
    }

    /**
     * Reads one manifest strictly: a duplicate key or a second document is an error. Text that starts with a brace is
     * read as JSON.
     *
     * @param text   the text
     * @param source name of the text for messages; may be empty
     * @return the root of the document
     * @throws InvalidFormatException when the text is not exactly one well-formed document
     */
    public static YamlNode read(String text, String source) {
        List<YamlNode> documents = readAll(text, source);
        if (documents.size() != 1) {
            throw new InvalidFormatException(
                    "DOCUMENT_COUNT", source, "has " + documents.size() + " documents where one is expected");
        }
        return documents.get(0);
    }

    /**
     * Reads a stream of manifests strictly. Empty documents are skipped.
     *
     * @param text   YAML documents separated by {@code ---}, or one JSON value
     * @param source name of the text for messages; may be empty
     * @return the roots of the documents
     * @throws InvalidFormatException when the text is not well-formed or has a duplicate key
     */
    public static List<YamlNode> readAll(String text, String source) {
        YamlLimits limits = YamlLimits.STANDARD;
        String clean = checked(text, limits, source);
        if (clean.stripLeading().startsWith("{")) {
            return allDocuments(jsonBuilder(clean, limits, source), source);
        }
        return withTabs(clean, source, attempt -> {
            TreeBuilder builder = yamlBuilder(attempt, limits, source);
            return new Attempt<>(builder, () -> allDocuments(builder, source));
        });
    }

    private static List<YamlNode> allDocuments(TreeBuilder builder, String source) {
        List<YamlNode> documents = new ArrayList<>();
        RawNode raw;
        while ((raw = builder.next()) != null) {
            YamlNode document = YamlNode.root(source, raw);
            if (!document.isNull()) {
                documents.add(document);
            }
        }
        builder.findings().stream().findFirst().ifPresent(duplicate -> {
            throw new InvalidFormatException(duplicate.code(), duplicate.location(), "the key is there twice");
        });
        return documents;
    }

    private record Attempt<T>(TreeBuilder builder, Supplier<T> result) {}

    /** Reads a text that may have tabs where Kubernetes' reader takes them as blanks and our parser does not. */
    private static <T> T withTabs(String text, String source, Function<String, Attempt<T>> read) {
        String current = text;
        long budget = TAB_BUDGET + text.length();
        while (true) {
            Attempt<T> attempt = read.apply(current);
            try {
                return attempt.result().get();
            } catch (InvalidFormatException e) {
                String replaced =
                        TabSeparators.replace(current, attempt.builder().failure());
                budget -= current.length();
                if (replaced.equals(current) || budget < 0) {
                    throw e;
                }
                current = replaced;
            }
        }
    }

    /**
     * Reads a stream of manifests strictly, with lists taken apart: an object whose kind ends in {@code List} stands for
     * its items.
     *
     * @param text   YAML documents separated by {@code ---}, or one JSON value
     * @param source name of the text for messages; may be empty
     * @return the objects
     * @throws InvalidFormatException when the text is not well-formed or has a duplicate key
     */
    public static List<YamlNode> readObjects(String text, String source) {
        List<YamlNode> objects = new ArrayList<>();
        for (YamlNode document : readAll(text, source)) {
            if (document.get("kind").string().endsWith("List")
                    && document.get("items").isSequence()) {
                objects.addAll(document.get("items").items());
            } else {
                objects.add(document);
            }
        }
        return objects;
    }

    /**
     * Decodes a file's bytes: UTF-8, or UTF-16 with a byte order mark.
     *
     * @param bytes  the bytes
     * @param source name of the text for messages; may be empty
     * @return the text, without byte order mark
     * @throws InvalidFormatException when the bytes are not text
     */
    public static String decode(byte[] bytes, String source) {
        Charset charset = StandardCharsets.UTF_8;
        int skip = 0;
        if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
            skip = 3;
        } else if (startsWith(bytes, 0xFF, 0xFE)) {
            charset = StandardCharsets.UTF_16LE;
            skip = 2;
        } else if (startsWith(bytes, 0xFE, 0xFF)) {
            charset = StandardCharsets.UTF_16BE;
            skip = 2;
        }
        try {
            return charset.newDecoder()
                    .decode(ByteBuffer.wrap(bytes, skip, bytes.length - skip))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidFormatException("SYNTAX", source, "is not valid " + charset.name() + " text");
        }
    }

    private static boolean startsWith(byte[] bytes, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xFF) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Writes a tree as YAML, byte for byte as kubectl does, with keys sorted at every level.
     *
     * @param tree maps, lists, strings, booleans, numbers and nulls
     * @return the text, ending with one line feed
     */
    public static String write(Map<String, ? extends @Nullable Object> tree) {
        return new YamlWriter().write(tree);
    }

    /**
     * Writes several trees as a stream of YAML documents separated by {@code ---}.
     *
     * @param trees the documents
     * @return the text
     */
    public static String writeAll(List<? extends Map<String, ? extends @Nullable Object>> trees) {
        return String.join("---\n", trees.stream().map(Yaml::write).toList());
    }

    /**
     * Writes a tree as indented JSON, byte for byte as kubectl does, with members in the order of the tree.
     *
     * @param tree maps, lists, strings, booleans, numbers and nulls
     * @return the text, ending with one line feed
     */
    public static String writeJson(Map<String, ? extends @Nullable Object> tree) {
        return JsonWriter.write(tree);
    }

    /**
     * Writes a tree as JSON on one line.
     *
     * @param tree maps, lists, strings, booleans, numbers and nulls
     * @return the text, without line feed
     */
    public static String writeCompactJson(Map<String, ? extends @Nullable Object> tree) {
        return JsonWriter.writeCompact(tree);
    }

    /** The text without byte order mark, within the limits. */
    private static String checked(String text, YamlLimits limits, String source) {
        String clean = text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (clean.length() > limits.maxLength()) {
            throw new InvalidFormatException(
                    "TOO_LARGE", source, "is longer than " + limits.maxLength() + " characters");
        }
        return clean;
    }

    private static TreeBuilder yamlBuilder(String clean, YamlLimits limits, String source) {
        Matcher directive = DIRECTIVE.matcher(clean);
        if (directive.find() && !SUPPORTED_DIRECTIVE.matcher(directive.group(1)).matches()) {
            throw new InvalidFormatException("SYNTAX", source, "has a directive other than %YAML 1.1");
        }
        Matcher control = CONTROL.matcher(clean);
        if (control.find()) {
            long line = clean.substring(0, control.start()).lines().count();
            throw new InvalidFormatException(
                    "SYNTAX", YamlNode.location(source, "", (int) Math.max(line, 1), 0), "has a control character");
        }
        try {
            return new TreeBuilder(StyledYamlFactory.parser(clean, limits), clean, limits, source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TreeBuilder jsonBuilder(String clean, YamlLimits limits, String source) {
        StreamReadConstraints constraints = StreamReadConstraints.builder()
                .maxNestingDepth(limits.maxDepth())
                .maxStringLength(limits.maxLength())
                .maxNameLength(limits.maxLength())
                .build();
        try {
            JsonParser parser = JsonFactory.builder()
                    .streamReadConstraints(constraints)
                    .build()
                    .createParser(clean);
            return new TreeBuilder(parser, clean, limits, source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
