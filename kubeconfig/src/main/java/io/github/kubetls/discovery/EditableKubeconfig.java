package io.github.kubetls.discovery;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.internal.text.Base64Text;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.internal.yaml.YamlNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A kubeconfig whose usable cluster and current user can be changed; everything else stays as it is. */
final class EditableKubeconfig {

    private static final String CA = "certificate-authority";
    private static final String DATA = "-data";

    /** Reads what a kubeconfig refers to by a path. */
    interface Files {
        byte[] read(String path) throws IOException;
    }

    private final String original;
    private final KubeconfigDocument document;
    private final Map<String, @Nullable Object> cluster = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> user = new LinkedHashMap<>();

    private EditableKubeconfig(String text) {
        this.original = text;
        this.document = KubeconfigDocument.parse(text);
        if (document.usableCluster().isEmpty()) {
            throw new InvalidFormatException(
                    "CLUSTER_COUNT",
                    "clusters",
                    document.clusterCount() == 0
                            ? "the kubeconfig must have at least one cluster"
                            : "the kubeconfig must have a cluster without a name, or a current context that leads to one");
        }
    }

    static EditableKubeconfig parse(String text) {
        return new EditableKubeconfig(text);
    }

    EditableKubeconfig copy() {
        EditableKubeconfig copy = new EditableKubeconfig(original);
        copy.cluster.putAll(cluster);
        copy.user.putAll(user);
        return copy;
    }

    /** Puts the content of files in the place of their paths. */
    void embed(Files files) throws IOException {
        embed(document.usableCluster().orElseThrow(), CA, cluster, files);
        if (hasCredentials()) {
            YamlNode current = document.currentUser().orElseThrow();
            embed(current, "client-certificate", user, files);
            embed(current, "client-key", user, files);
        }
    }

    private static void embed(YamlNode body, String field, Map<String, @Nullable Object> changes, Files files)
            throws IOException {
        String path = body.get(field).string();
        if (path.isEmpty() || body.get(field + DATA).bytes().length > 0) {
            return;
        }
        try {
            changes.put(field + DATA, Base64Text.encode(files.read(path)));
            changes.put(field, null);
        } catch (InvalidFormatException e) {
            throw body.get(field).error(e.code(), e.rule());
        }
    }

    String server() {
        return text("server");
    }

    void server(String server) {
        cluster.put("server", server);
    }

    private String text(String field) {
        Object changed = cluster.get(field);
        return changed instanceof String text ? text : original().get(field).string();
    }

    private YamlNode original() {
        return document.usableCluster().orElseThrow();
    }

    boolean isInsecure() {
        return original().get("insecure-skip-tls-verify").bool();
    }

    boolean hasCredentials() {
        return document.hasCredentials();
    }

    /** The CAs as PEM text, one character a byte; empty when there are none. */
    String certificateAuthorities() {
        byte[] bytes = original().get(CA + DATA).bytes();
        if (cluster.get(CA + DATA) instanceof String encoded) {
            try {
                bytes = Base64Text.decode(encoded);
            } catch (Base64Text.IllegalBase64 e) {
                throw new AssertionError("was encoded here", e);
            }
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    void certificateAuthorities(String pem) {
        if (!pem.isEmpty()) {
            cluster.put(CA + DATA, Base64Text.encode(pem.getBytes(StandardCharsets.ISO_8859_1)));
        }
    }

    /** The document; as it was read when nothing is changed. */
    String text() {
        if (cluster.isEmpty() && user.isEmpty()) {
            return original;
        }
        Map<String, @Nullable Object> root = document.toMap();
        change(root, "clusters", "cluster", document.usableClusterName(), cluster);
        change(root, "users", "user", document.currentUserName(), user);
        return Yaml.write(root);
    }

    /** Changes the body of the entry of a name; a null removes a field. */
    private static void change(
            Map<String, @Nullable Object> root,
            String list,
            String body,
            Optional<String> name,
            Map<String, @Nullable Object> changes) {
        if (!(root.get(list) instanceof List<?> entries) || name.isEmpty()) {
            return;
        }
        for (Object item : entries) {
            Map<String, @Nullable Object> entry = asMap(item);
            Object own = entry.get("name");
            if (name.get().equals(own == null ? "" : own)) {
                Map<String, @Nullable Object> fields = asMap(entry.get(body));
                fields.putAll(changes);
                fields.values().removeIf(Objects::isNull);
                entry.put(body, fields);
            }
        }
    }

    @SuppressWarnings("unchecked") // The document's own types: maps have text keys.
    private static Map<String, @Nullable Object> asMap(@Nullable Object value) {
        return value instanceof Map<?, ?> ? (Map<String, @Nullable Object>) value : new LinkedHashMap<>();
    }
}
