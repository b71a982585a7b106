package io.github.kubetls.kubeconfig.client;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.internal.manifest.ManifestReader;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.internal.text.TextKind;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.internal.yaml.YamlDocument;
import io.github.kubetls.internal.yaml.YamlLimits;
import io.github.kubetls.internal.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the {@code Preference} of a kuberc file as kubectl does: of several documents, the first that it understands. */
final class PreferenceReader {

    static final String GROUP = "kubectl.config.k8s.io/";
    static final String BETA = GROUP + "v1beta1";
    static final String ALPHA = GROUP + "v1alpha1";
    static final String KIND = "Preference";
    static final String POLICY = "credentialPluginPolicy";
    static final String ALLOWLIST = "credentialPluginAllowlist";
    static final String COMMAND = "command";
    static final String NAME = "name";

    private static final String SEPARATOR = "---";
    private static final int MAX_DOCUMENTS = 1000;
    private static final Set<String> LISTS_OF_BETA = Set.of("defaults", "aliases");
    private static final Set<String> LISTS_OF_ALPHA = Set.of("overrides", "aliases");

    private final KubernetesRelease release;
    private final List<Finding> findings = new ArrayList<>();

    private PreferenceReader(KubernetesRelease release) {
        this.release = release;
    }

    /** A document of a text, and how many lines there are before it. */
    private record Part(int linesBefore, String text) {}

    static CredentialPluginPolicy parse(String text, String source, KubernetesRelease release) {
        InvalidFormatException first = null;
        List<Part> parts = parts(text, source);
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            try {
                return new PreferenceReader(release).read(part, source, i + 1 < parts.size());
            } catch (InvalidFormatException e) {
                first = first == null ? moved(e, part) : first;
            }
        }
        if (first != null) {
            throw first;
        }
        return fromMap(Map.of("apiVersion", BETA, "kind", KIND), release);
    }

    static CredentialPluginPolicy fromMap(Map<String, ?> map, KubernetesRelease release) {
        return new PreferenceReader(release).read(Yaml.fromMap(map));
    }

    /** The documents that are not blank, cut at the lines at which kubectl cuts. */
    private static List<Part> parts(String text, String source) {
        List<Part> parts = new ArrayList<>();
        int line = 0;
        int start = 0;
        int linesBefore = 0;
        for (int at = 0; at < text.length(); line++) {
            int end = text.indexOf('\n', at) + 1;
            end = end == 0 ? text.length() : end;
            if (text.startsWith(SEPARATOR, at)) {
                String rest = text.substring(at + SEPARATOR.length(), end).strip();
                if (!rest.isEmpty() && !rest.startsWith("#")) {
                    // kubectl gives up here, unless it has found what it looks for in an earlier document.
                    parts.add(new Part(line, text.substring(at)));
                    return parts;
                }
                add(parts, new Part(linesBefore, text.substring(start, at)), source);
                start = end;
                linesBefore = line + 1;
            }
            at = end;
        }
        add(parts, new Part(linesBefore, text.substring(start)), source);
        return parts;
    }

    private static void add(List<Part> parts, Part part, String source) {
        if (!part.text().isBlank()) {
            if (parts.size() == MAX_DOCUMENTS) {
                throw new InvalidFormatException(
                        "DOCUMENT_EXCESSIVE",
                        Location.ofSource(source),
                        "has more than " + MAX_DOCUMENTS + " documents");
            }
            parts.add(part);
        }
    }

    private static InvalidFormatException moved(InvalidFormatException e, Part part) {
        int line = e.location().line();
        return line == 0 ? e : e.at(line + part.linesBefore(), e.location().column());
    }

    private CredentialPluginPolicy read(Part part, String source, boolean isFollowed) {
        if (part.text().startsWith(SEPARATOR)) {
            throw new InvalidFormatException(
                    "DOCUMENT_INVALID",
                    Location.ofSource(source).at(1, 1),
                    "has more than a comment behind the separator of documents" + TextKind.hintOfKind(part.text()));
        }
        YamlDocument document = Yaml.readLenient(part.text(), YamlLimits.STANDARD, source);
        findings.addAll(document.findings());
        CredentialPluginPolicy policy = read(document.root());
        List<Finding> moved = new ArrayList<>();
        for (Finding finding : policy.findings()) {
            int line = finding.location().line();
            moved.add(
                    line == 0
                            ? finding
                            : finding.at(
                                    line + part.linesBefore(),
                                    finding.location().column()));
        }
        if (isFollowed) {
            moved.add(Finding.warning(
                    "DOCUMENT_IGNORED",
                    Location.ofSource(source),
                    "kubectl reads the first Preference and ignores the documents behind it",
                    "keep one document"));
        }
        return policy.withFindings(moved);
    }

    private CredentialPluginPolicy read(YamlNode root) {
        boolean isAlpha = root.isMapping() && root.get("apiVersion").string().equals(ALPHA);
        ManifestReader.requireKind(root, isAlpha ? ALPHA : BETA, KIND);
        Set<String> lists = isAlpha ? LISTS_OF_ALPHA : LISTS_OF_BETA;
        lists.forEach(field -> root.get(field).items());
        boolean hasPolicy = !isAlpha && Feature.CREDENTIAL_PLUGIN_POLICY.in(release);
        for (String field : root.keys()) {
            if (field.equals(POLICY) || field.equals(ALLOWLIST)) {
                if (!hasPolicy) {
                    ignored(root.get(field), isAlpha);
                }
            } else if (!lists.contains(field) && !field.equals("apiVersion") && !field.equals("kind")) {
                unknown(root.get(field), field);
            }
        }
        return hasPolicy
                ? new CredentialPluginPolicy(root, root.get(POLICY).string(), allowlist(root.get(ALLOWLIST)), findings)
                : new CredentialPluginPolicy(root, "", null, findings);
    }

    private void ignored(YamlNode node, boolean isAlpha) {
        findings.add(Finding.warning(
                "PLUGIN_POLICY_IGNORED",
                node.location(),
                "kubectl ignores the policy, and runs every plugin: "
                        + (isAlpha ? "the policy is no field of " + ALPHA : release + " has none"),
                isAlpha ? "write apiVersion: " + BETA : "use a kubectl that has it"));
    }

    private void unknown(YamlNode node, String field) {
        boolean isMeant = field.equalsIgnoreCase(POLICY) || field.equalsIgnoreCase(ALLOWLIST);
        findings.add(Finding.warning(
                "FIELD_UNKNOWN",
                node.location(),
                "the field is not known; kubectl ignores it",
                isMeant ? "mind the capitals: " + POLICY + ", " + ALLOWLIST : "remove it, or check its spelling"));
    }

    private @Nullable List<String> allowlist(YamlNode list) {
        if (list.isNull()) {
            return null;
        }
        List<String> commands = new ArrayList<>();
        for (YamlNode entry : list.items()) {
            commands.add(command(entry));
        }
        return List.copyOf(commands);
    }

    private String command(YamlNode entry) {
        boolean hasCommand = Feature.CREDENTIAL_PLUGIN_COMMAND.in(release);
        for (String field : entry.keys()) {
            if (!field.equals(NAME) && !(hasCommand && field.equals(COMMAND))) {
                unknown(entry.get(field), field);
            }
        }
        String name = entry.get(NAME).string();
        if (!hasCommand) {
            return name;
        }
        String command = entry.get(COMMAND).string();
        if (!name.isEmpty()) {
            findings.add(Finding.warning(
                    "PLUGIN_NAME_SUSPECT",
                    entry.get(NAME).location(),
                    "name is deprecated in favour of command",
                    "write command; kubectl 1.35 alone needs name"));
        }
        if (!name.isEmpty() && !command.isEmpty() && !name.equals(command)) {
            throw entry.error("PLUGIN_NAME_CONFLICTING", "has a name and another command");
        }
        return command.isEmpty() ? name : command;
    }
}
