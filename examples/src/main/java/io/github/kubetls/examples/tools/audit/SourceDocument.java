package io.github.kubetls.examples.tools.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.kubetls.Finding;
import io.github.kubetls.Location;
import io.github.kubetls.manifest.Places;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One object of Kubernetes in a file: a document of a stream, or an item of a list, with its own text and its places in the file. */
final class SourceDocument {

    /** As much as an API server, and the library, take of one object. */
    static final int LONGEST = 3 * 1024 * 1024;

    private static final String LIST = "List";

    /** What is in every document that is looked at. */
    private static final Pattern HINT = Pattern.compile("kind|clusters|users|contexts");

    private static final Pattern KIND = topLevel("kind");
    private static final Pattern API_VERSION = topLevel("apiVersion");

    /** A text that goes on like this is no manifest, whatever it has further down. */
    private static final Pattern BEGINNING =
            Pattern.compile("\\A(?:(?:---)?+[ \\t]*+(?:#.*+)?+\\R)*+(?:\\{|[A-Za-z\"'][\\w\"'.-]*+[ \\t]*+:(?:\\s|$))");

    private static final String ITEMS = "items";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SourceFile file;
    private final boolean isFirst;
    private final int firstLine;
    private final String text;
    private final int lines;
    private final Places places;
    /** The item of a list that this is; nowhere for a document. */
    private final Location item;

    private final String apiVersion;
    private final String kind;

    private SourceDocument(SourceFile file, boolean isFirst, int firstLine, String text) {
        this.file = file;
        this.isFirst = isFirst;
        this.firstLine = firstLine;
        this.text = text;
        this.lines = (int) text.lines().count();
        boolean isOfInterest = HINT.matcher(text).find();
        this.places = Places.of(isOfInterest && !isTooLong() ? text : "");
        this.item = Location.none();
        this.apiVersion = valueOr("apiVersion", API_VERSION);
        this.kind = valueOr("kind", KIND);
    }

    private SourceDocument(SourceDocument list, Location item, Map<String, Object> object) {
        String itemKind = list.kind.substring(0, list.kind.length() - LIST.length());
        if (!itemKind.isEmpty()) {
            // The items of a typed list need not say what they are.
            object.putIfAbsent("apiVersion", list.apiVersion);
            object.putIfAbsent("kind", itemKind);
        }
        this.file = list.file;
        this.isFirst = false;
        this.firstLine = list.firstLine;
        this.text = json(object);
        this.lines = list.lines;
        this.places = list.places;
        this.item = item;
        this.apiVersion = String.valueOf(object.getOrDefault("apiVersion", ""));
        this.kind = String.valueOf(object.getOrDefault("kind", ""));
    }

    private static String json(Map<String, Object> object) {
        try {
            return JSON.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read from YAML has no form in JSON", e);
        }
    }

    private static Pattern topLevel(String key) {
        String before = "(?:^|^[ \\t]+(?=\")|[{,][ \\t]*)[\"']?";
        return Pattern.compile(before + key + "[\"']?[ \\t]*:[ \\t]*[\"']?([\\w./-]+)", Pattern.MULTILINE);
    }

    private String valueOr(String field, Pattern otherwise) {
        String value = textAt(field);
        return value.isEmpty() && !isWhole() ? find(otherwise) : value;
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
        return kind.endsWith(LIST) && !isList() && (!isWhole() || valueAt(ITEMS).isPresent());
    }

    private boolean isList() {
        return kind.endsWith(LIST) && isWhole() && valueAt(ITEMS).orElse("") instanceof List;
    }

    private List<SourceDocument> listed() {
        List<SourceDocument> objects = new ArrayList<>();
        int index = 0;
        for (Object object : (List<?>) valueAt(ITEMS).orElseThrow()) {
            Location at = Location.of(ITEMS + "[" + index++ + "]");
            if (object instanceof Map<?, ?> members && !members.isEmpty()) {
                Map<String, Object> named = new LinkedHashMap<>();
                members.forEach((key, value) -> named.put((String) key, value));
                objects.add(new SourceDocument(this, at, named));
            }
        }
        return objects;
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

    /** Whether the document is well-formed and short enough to be looked into. */
    boolean isWhole() {
        return !isTooLong() && places.isComplete();
    }

    /** The value of a field, as Kubernetes reads it; empty when there is none. */
    Optional<Object> valueAt(String path) {
        return places.valueAt(Location.of(path).within(item).path());
    }

    /** The keys of the object; none when it is something else. */
    Stream<String> keys() {
        return valueAt("").orElse("") instanceof Map<?, ?> members
                ? members.keySet().stream().map(String::valueOf)
                : Stream.of();
    }

    /** Whether the text begins as an object does. */
    boolean beginsWithFields() {
        return BEGINNING.matcher(text).lookingAt();
    }

    /** The text of a field; empty when there is none. */
    String textAt(String path) {
        return valueAt(path).orElse("") instanceof String value ? value : "";
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
        return !isWhole() && text.contains("{{");
    }

    int lineCount() {
        return lines;
    }

    /** The place in the file where the object begins. */
    Location start() {
        return place(Location.none());
    }

    /** The place in the file of a place in the object; the object's own where that is not known. */
    Location place(Location location) {
        return inFile(places.locate(inDocument(location)));
    }

    /** The finding with its place in the file. */
    Finding place(Finding finding) {
        Location at = place(finding.location());
        return finding.at(0, 0).within(item).at(at.line(), at.column());
    }

    /** The lines of an item are not those of the list. */
    private Location inDocument(Location location) {
        return item.equals(Location.none()) ? location : location.at(0, 0).within(item);
    }

    /** A text that ends early is wrong behind its last line. */
    private Location inFile(Location at) {
        return at.line() > lines
                ? at.at(firstLine - 1 + lines, 0)
                : at.at(firstLine - 1 + Math.max(at.line(), 1), at.column());
    }
}
