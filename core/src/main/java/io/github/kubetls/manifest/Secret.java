package io.github.kubetls.manifest;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.internal.manifest.ManifestReader;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.internal.text.Base64Text;
import io.github.kubetls.internal.text.Jwt;
import io.github.kubetls.internal.yaml.YamlNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes Secret of any type, with its values as bytes.
 *
 * <p>Bootstrap tokens and the tokens of service accounts are kept in Secrets. The types for those read themselves from
 * one; what a cluster does with a malformed one (refuse, not sign, delete) is decided on the Secret itself.
 *
 * <p>{@code stringData} is read as the API server takes it: its entries replace those of {@code data}. It is never
 * written. {@link #toString()} shows the name and the type only.
 *
 * <pre>{@code
 * List<Secret> secrets = Secret.parseAll(kubectlGetSecretsAsYaml);
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/concepts/configuration/secret/">Secrets</a>
 */
public final class Secret implements Manifest {

    /**
     * An object that is a Secret, with a meaning of its own.
     *
     * <p>Its apiVersion, kind, metadata and form are those of the Secret.
     */
    public interface Typed extends Manifest {

        /** {@return the Secret, with every key that it was read with} */
        Secret secret();

        @Override
        default String apiVersion() {
            return secret().apiVersion();
        }

        @Override
        default String kind() {
            return secret().kind();
        }

        @Override
        default ObjectMeta metadata() {
            return secret().metadata();
        }

        @Override
        default Map<String, @Nullable Object> toMap() {
            return secret().toMap();
        }
    }

    private static final String API_VERSION = "v1";
    static final String KIND = "Secret";
    private static final Set<String> KNOWN = Set.of("apiVersion", "kind", "metadata", "data", "stringData", "type");
    private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]{1,253}");
    private static final int LARGEST = 1024 * 1024;
    private static final String KEY_RULE =
            "is not 1 to 253 characters of -._a-zA-Z0-9, or is a single dot, or begins with two";
    private static final String SIZE_RULE = "the values are longer than " + LARGEST + " bytes together";

    private final ObjectMeta metadata;
    private final String type;
    private final @Nullable Map<String, byte[]> data;
    private final Map<String, @Nullable Object> others;

    private Secret(
            ObjectMeta metadata,
            String type,
            @Nullable Map<String, byte[]> data,
            Map<String, ? extends @Nullable Object> others) {
        this.metadata = metadata;
        this.type = type;
        this.data = data;
        this.others = ManifestReader.otherFields(others);
    }

    /**
     * {@return a Secret}
     *
     * @param metadata name and namespace
     * @param type     the type, such as {@code bootstrap.kubernetes.io/token}; empty for the server's default
     * @param data     values by key
     * @throws IllegalArgumentException when Kubernetes does not accept a key, or the values exceed 1 MiB
     */
    public static Secret of(ObjectMeta metadata, String type, Map<String, byte[]> data) {
        return new Secret(metadata, type, null, Map.of()).withData(data);
    }

    /**
     * {@return a copy with other values in place of all present ones}
     *
     * @param values the values by key
     * @throws IllegalArgumentException when Kubernetes does not accept a key, or the values exceed 1 MiB
     */
    public Secret withData(Map<String, byte[]> values) {
        Map<String, byte[]> copy = new TreeMap<>();
        values.forEach((key, value) -> copy.put(key, value.clone()));
        if (!copy.keySet().stream().allMatch(Secret::isKey)) {
            throw new IllegalArgumentException("a key " + KEY_RULE);
        }
        if (isTooLarge(copy)) {
            throw new IllegalArgumentException(SIZE_RULE);
        }
        return new Secret(metadata, type, copy, others);
    }

    /**
     * {@return the Secret that a text holds}
     *
     * @param text YAML or JSON, one object
     * @throws InvalidFormatException when the text is not well-formed, is another kind ({@code KIND_MISMATCH}), or has a
     *     value that is not base64 ({@code BASE64_INVALID}), a key that Kubernetes refuses ({@code DATA_KEY_INVALID}) or
     *     too much data ({@code DATA_EXCESSIVE})
     */
    public static Secret parse(String text) {
        return read(ManifestReader.read(text, API_VERSION, KIND));
    }

    /**
     * {@return the Secrets of a stream, in the order of the text: single ones, and those in a {@code List} or
     * {@code SecretList}} Objects of other kinds are passed over.
     *
     * @param text YAML documents separated by {@code ---}, or one JSON value
     * @throws InvalidFormatException as {@link #parse} does
     */
    public static List<Secret> parseAll(String text) {
        return ManifestReader.readAll(text, API_VERSION, KIND).stream()
                .map(Secret::read)
                .toList();
    }

    /**
     * {@return the Secret in a file}
     *
     * @param file the file, with one object in YAML or JSON
     * @throws IOException when it cannot be read, or is larger than 3 MiB
     * @throws InvalidFormatException as {@link #parse} does, with the file as the source of its location
     */
    public static Secret read(Path file) throws IOException {
        return ManifestReader.read(file, Secret::parse);
    }

    /**
     * {@return the Secrets in a file, in the order of {@link #parseAll}}
     *
     * @param file the file, with a stream or a list
     * @throws IOException when it cannot be read, or is larger than 3 MiB
     * @throws InvalidFormatException as {@link #parse} does, with the file as the source of its location
     */
    public static List<Secret> readAll(Path file) throws IOException {
        return ManifestReader.read(file, Secret::parseAll);
    }

    /**
     * {@return the Secret in JDK values, as {@link #toMap} and the readers of other libraries give them}
     *
     * @param map the values by field
     * @throws IllegalArgumentException when a value has no form in a manifest, with its path
     * @throws InvalidFormatException as {@link #parse} does
     */
    public static Secret fromMap(Map<String, ?> map) {
        return read(ManifestReader.fromMap(map, API_VERSION, KIND));
    }

    private static Secret read(YamlNode object) {
        ObjectMeta metadata = ObjectMeta.fromMap(ManifestReader.metadata(object));
        YamlNode dataNode = object.get("data");
        Map<String, YamlNode> texts = object.get("stringData").members();
        Map<String, byte[]> data = new TreeMap<>();
        dataNode.members().forEach((key, value) -> data.put(key, decode(value)));
        texts.forEach((key, value) -> data.put(key, value.string().getBytes(StandardCharsets.UTF_8)));
        if (!data.keySet().stream().allMatch(Secret::isKey)) {
            throw object.error("DATA_KEY_INVALID", "a key of its data " + KEY_RULE);
        }
        if (isTooLarge(data)) {
            throw object.error("DATA_EXCESSIVE", SIZE_RULE);
        }
        boolean hasData = !dataNode.isNull() || !texts.isEmpty();
        return new Secret(metadata, object.get("type").string(), hasData ? data : null, object.others(KNOWN));
    }

    private static byte[] decode(YamlNode value) {
        if (value.isString() && Jwt.isJwt(value.string())) {
            throw value.error(
                    "BASE64_INVALID",
                    "is not base64 but a token that is decoded already; put it under stringData instead");
        }
        return value.bytes();
    }

    private static boolean isKey(String text) {
        return KEY.matcher(text).matches() && !text.equals(".") && !text.startsWith("..");
    }

    private static boolean isTooLarge(Map<String, byte[]> data) {
        return data.values().stream().mapToLong(value -> value.length).sum() > LARGEST;
    }

    @Override
    public String apiVersion() {
        return API_VERSION;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public ObjectMeta metadata() {
        return metadata;
    }

    /** {@return the type, or empty when none was given} */
    public String type() {
        return type;
    }

    /** {@return whether there is a data map at all, even an empty one} */
    public boolean hasData() {
        return data != null;
    }

    /** {@return the keys that have a value, sorted, unmodifiable} */
    public Set<String> keys() {
        return Collections.unmodifiableSet(values().keySet());
    }

    private Map<String, byte[]> values() {
        return data == null ? Map.of() : data;
    }

    /**
     * {@return a copy of a value, or empty when there is no such key; keep it out of logs and messages}
     *
     * @param key its key
     */
    public Optional<byte[]> value(String key) {
        return Optional.ofNullable(values().get(key)).map(byte[]::clone);
    }

    /**
     * {@return a value as text, decoded from UTF-8 with U+FFFD for what is malformed; keep it out of logs and messages}
     * It is empty when there is no such key: Kubernetes does not distinguish the two.
     *
     * @param key its key
     */
    public String text(String key) {
        byte[] value = values().get(key);
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }

    @Override
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("kind", KIND);
        map.put("apiVersion", API_VERSION);
        map.put("metadata", metadata.toMap());
        map.putAll(ManifestReader.otherFields(others));
        if (data != null && !data.isEmpty()) {
            Map<String, @Nullable Object> encoded = new LinkedHashMap<>();
            data.forEach((key, value) -> encoded.put(key, Base64Text.encode(value)));
            map.put("data", encoded);
        }
        if (!type.isEmpty()) {
            map.put("type", type);
        }
        return map;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Secret that)
                || !metadata.equals(that.metadata)
                || !type.equals(that.type)
                || !others.equals(that.others)
                || !keys().equals(that.keys())) {
            return false;
        }
        return keys().stream()
                .allMatch(key -> Arrays.equals(values().get(key), that.values().get(key)));
    }

    @Override
    public int hashCode() {
        return metadata.hashCode() * 31 + keys().hashCode();
    }

    /** Namespace, name and type, such as {@code Secret[kube-system/bootstrap-token-07401b bootstrap.kubernetes.io/token]}. */
    @Override
    public String toString() {
        return "Secret[" + metadata + (type.isEmpty() ? "]" : " " + Visible.text(type) + "]");
    }
}
