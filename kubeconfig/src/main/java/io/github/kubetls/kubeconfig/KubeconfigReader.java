package io.github.kubetls.kubeconfig;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.internal.io.AtomicFiles;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.internal.text.TextKind;
import io.github.kubetls.internal.text.Unicode;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.internal.yaml.YamlDocument;
import io.github.kubetls.internal.yaml.YamlLimits;
import io.github.kubetls.internal.yaml.YamlNode;
import io.github.kubetls.kubeconfig.internal.FreeValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads texts and files as clientcmd does. */
final class KubeconfigReader {

    /** 3 MiB, as much as an API server takes in one request. */
    static final int MAX_LENGTH = AtomicFiles.LARGEST_DOCUMENT;

    private static final Set<String> KNOWN = Set.of(
            "kind", "apiVersion", "preferences", "clusters", "users", "contexts", "current-context", "extensions");

    private static final Set<String> KINDS = Set.of("", KubeconfigWriter.KIND);

    /** A group may stand before the slash; that of a kubeconfig is empty. */
    private static final Set<String> API_VERSIONS =
            Set.of("", "/", KubeconfigWriter.API_VERSION, "/" + KubeconfigWriter.API_VERSION);

    private final @Nullable Path file;
    private final UnknownKubeconfigFields unknown = new UnknownKubeconfigFields();

    private KubeconfigReader(@Nullable Path file) {
        this.file = file;
    }

    static Kubeconfig parse(String text, int maxLength) {
        return new KubeconfigReader(null).read(Yaml.readLenient(text, YamlLimits.ofLength(maxLength), ""), List.of());
    }

    static Kubeconfig fromMap(Map<String, ?> map) {
        return new KubeconfigReader(null).read(new YamlDocument(Yaml.fromMap(map), List.of()), List.of());
    }

    static Kubeconfig read(Path file, int maxBytes) throws IOException {
        String source = file.toString();
        String text = Unicode.decode(AtomicFiles.read(file, maxBytes), source);
        return new KubeconfigReader(file)
                .read(Yaml.readLenient(text, YamlLimits.ofLength(maxBytes), source), permissionFindings(file));
    }

    private Kubeconfig read(YamlDocument document, List<Finding> fileFindings) {
        YamlNode root = document.root();
        requireKind(root);
        Kubeconfig.Builder builder = Kubeconfig.builder();
        builder.clusters = entries(root.get("clusters"), "cluster", Cluster::read);
        builder.users = entries(root.get("users"), "user", AuthInfo::read);
        builder.contexts = entries(root.get("contexts"), "context", Context::read);
        builder.currentContext = root.get("current-context").string();
        builder.preferences = Preferences.read(root.get("preferences"), unknown);
        builder.attachments = new Attachments(
                Extensions.read(root.get("extensions"), unknown),
                unknown.of(root, KNOWN),
                Map.of(),
                file,
                places(root));
        builder.findings.addAll(fileFindings);
        builder.findings.addAll(document.findings());
        builder.findings.addAll(unknown.findings());
        return builder.build();
    }

    /** Reads the object of an entry. */
    @FunctionalInterface
    interface ObjectReader<E> {
        E read(YamlNode body, UnknownKubeconfigFields unknown, Attachments attachments);
    }

    /** The object of an entry that stands alone. */
    static <E> E fromMap(Map<String, ?> map, ObjectReader<E> reader) {
        return new KubeconfigReader(null).object(Yaml.fromMap(map), Map.of(), reader);
    }

    private <E> E object(YamlNode body, Map<String, @Nullable Object> entryFields, ObjectReader<E> reader) {
        Extensions extensions = Extensions.read(body.get("extensions"), unknown);
        return reader.read(body, unknown, new Attachments(extensions, Map.of(), entryFields, file, places(body)));
    }

    /** Where an object and its fields are, and those of the objects in it. */
    private static Map<String, Location> places(YamlNode body) {
        Map<String, Location> places = new HashMap<>();
        places.put("", body.mark());
        body.members().forEach((key, member) -> {
            places.put(key, member.mark());
            if (member.isMapping()) {
                member.members().forEach((inner, value) -> places.put(key + "." + inner, value.mark()));
            }
        });
        return places;
    }

    /** Reads a list of named entries into a map in the order of the text. */
    private <E> Map<String, E> entries(YamlNode section, String bodyKey, ObjectReader<E> reader) {
        Map<String, E> entries = new LinkedHashMap<>();
        Set<String> known = Set.of("name", bodyKey);
        for (YamlNode item : section.items()) {
            String name = item.get("name").string();
            if (entries.put(name, object(item.get(bodyKey), unknown.of(item, known), reader)) != null) {
                throw duplicate(item, name);
            }
        }
        return entries;
    }

    /** The error names section and name; Kubernetes' own prints the whole list, with its secrets. */
    static InvalidFormatException duplicate(YamlNode item, String name) {
        return item.error(
                "NAME_DUPLICATE", "duplicate name " + GoText.quote(name) + "; remove or rename one of the two");
    }

    private static void requireKind(YamlNode root) {
        String kind = meta(root, "kind");
        String apiVersion = meta(root, "apiVersion");
        if (!KINDS.contains(kind) || !API_VERSIONS.contains(apiVersion)) {
            throw root.error("KIND_MISMATCH", "is not a Config of v1" + TextKind.hintForObject(kind, apiVersion));
        }
    }

    /**
     * A field as client-go looks for it before it knows what the document is: in upper and lower case alike, and of several the
     * last by name.
     */
    private static String meta(YamlNode root, String name) {
        String value = "";
        for (YamlNode member : FreeValues.byName(root.members()).values()) {
            if (GoText.equalsFold(member.key(), name) && !member.isNull()) {
                value = member.string();
            }
        }
        return value;
    }

    private static List<Finding> permissionFindings(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return List.of();
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        Map<PosixFilePermission, String> readers =
                Map.of(PosixFilePermission.OTHERS_READ, "everybody", PosixFilePermission.GROUP_READ, "its group");
        for (PosixFilePermission permission :
                List.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.GROUP_READ)) {
            if (permissions.contains(permission)) {
                return List.of(Finding.warning(
                        "FILE_EXPOSED",
                        Location.ofSource(file.toString()),
                        "the file can be read by " + readers.get(permission),
                        "chmod 600 the file"));
            }
        }
        return List.of();
    }
}
