package io.github.kubetls.kubeconfig;

import io.github.kubetls.Finding;
import io.github.kubetls.internal.io.AtomicFiles;
import io.github.kubetls.internal.text.Unicode;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.internal.yaml.YamlDocument;
import io.github.kubetls.internal.yaml.YamlLimits;
import io.github.kubetls.internal.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
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

    private static final Set<String> KINDS = Set.of("", Kubeconfig.KIND);

    /** A group may stand before the slash; that of a kubeconfig is empty. */
    private static final Set<String> API_VERSIONS =
            Set.of("", "/", Kubeconfig.API_VERSION, "/" + Kubeconfig.API_VERSION);

    private KubeconfigReader() {}

    static Kubeconfig parse(String text, int maxLength) {
        return read(Yaml.readLenient(text, YamlLimits.ofLength(maxLength), ""), null, List.of());
    }

    static Kubeconfig read(Path file, int maxBytes) throws IOException {
        String source = file.toString();
        String text = Unicode.decode(AtomicFiles.read(file, maxBytes), source);
        return read(Yaml.readLenient(text, YamlLimits.ofLength(maxBytes), source), file, permissionFindings(file));
    }

    private static Kubeconfig read(YamlDocument document, @Nullable Path file, List<Finding> fileFindings) {
        YamlNode root = document.root();
        requireKind(root);
        UnknownFields unknown = new UnknownFields();
        Kubeconfig.Builder fields = Kubeconfig.builder();
        fields.clusters = Entry.readAll(root.get("clusters"), "cluster", unknown, at(file, Cluster::read));
        fields.users = Entry.readAll(root.get("users"), "user", unknown, at(file, AuthInfo::read));
        fields.contexts = Entry.readAll(root.get("contexts"), "context", unknown, at(file, Context::read));
        fields.currentContext = root.get("current-context").string();
        fields.preferences = Preferences.read(root.get("preferences"), unknown);
        fields.extensions = Extensions.read(root.get("extensions"), unknown);
        fields.otherFields = unknown.of(root, KNOWN);
        fields.file = file;
        List<Finding> findings = new ArrayList<>(fileFindings);
        findings.addAll(document.findings());
        findings.addAll(unknown.findings());
        fields.findings = findings;
        return fields.build();
    }

    private static <E> Entry.Reader<E> at(@Nullable Path file, Entry.Reader<E> reader) {
        return (body, unknown, attachments) -> reader.read(body, unknown, attachments.withOrigin(file));
    }

    private static void requireKind(YamlNode root) {
        String kind = root.get("kind").string();
        String apiVersion = root.get("apiVersion").string();
        if (!KINDS.contains(kind) || !API_VERSIONS.contains(apiVersion)) {
            throw root.error("WRONG_KIND", "is not a Config of v1");
        }
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
                        "READABLE_BY_OTHERS",
                        file.toString(),
                        "the file can be read by " + readers.get(permission),
                        "chmod 600 the file"));
            }
        }
        return List.of();
    }
}
