package io.github.kubetls.kubeconfig.client;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.internal.io.AtomicFiles;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.internal.text.Unicode;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.internal.yaml.YamlNode;
import io.github.kubetls.kubeconfig.ExecConfig;
import io.github.kubetls.kubeconfig.internal.EnvironmentPaths;
import io.github.kubetls.manifest.FieldError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which credential plugins kubectl may run: what the {@code Preference} of its file {@code kuberc} says, since 1.35. It is
 * never in a kubeconfig, which may come from somebody else.
 *
 * <p>Aliases and defaults, which are the rest of the file, survive reading and writing, and are not looked at. Nothing is run
 * and no file is looked for: whoever asks hands in how a command is found. Paths are those of Unix.
 *
 * <pre>{@code
 * apiVersion: kubectl.config.k8s.io/v1beta1
 * kind: Preference
 * credentialPluginPolicy: Allowlist
 * credentialPluginAllowlist:
 * - command: /usr/local/bin/cluster-login
 * }</pre>
 *
 * <pre>{@code
 * CredentialPluginPolicy policy = CredentialPluginPolicy.read(Path.of("kuberc"));
 * CredentialPluginPolicy.Decision decision = policy.evaluate(exec, command -> lookUpInPath(command));
 * if (!decision.isAllowed()) {
 *     throw new IllegalStateException(decision.reason());
 * }
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubectl/kuberc/">Kubectl user preferences (kuberc)</a>
 */
public final class CredentialPluginPolicy {

    /** The policy that lets every plugin run, as the empty one does. */
    public static final String ALLOW_ALL = "AllowAll";

    /** The policy that lets no plugin run. */
    public static final String DENY_ALL = "DenyAll";

    /** The policy that lets the plugins of a list run. */
    public static final String ALLOWLIST = "Allowlist";

    private static final String OFF = "off";

    private final YamlNode root;
    private final String policy;
    private final @Nullable List<String> allowlist;
    private final List<Finding> findings;

    /**
     * Whether a plugin may run.
     *
     * @param command what is to be run: the path that was compared with the list, or the command as the policy found it; empty
     *                when the plugin may not run
     * @param reason  why it may not run, in the words of kubectl; empty when it may
     */
    public record Decision(Optional<String> command, String reason) {

        /** {@return whether the plugin may run} */
        public boolean isAllowed() {
            return command.isPresent();
        }

        private static Decision allowed(String command) {
            return new Decision(Optional.of(command), "");
        }

        private static Decision denied(String reason) {
            return new Decision(Optional.empty(), reason);
        }
    }

    CredentialPluginPolicy(YamlNode root, String policy, @Nullable List<String> allowlist, List<Finding> findings) {
        this.root = root;
        this.policy = policy;
        this.allowlist = allowlist;
        this.findings = List.copyOf(findings);
    }

    CredentialPluginPolicy withFindings(List<Finding> others) {
        return new CredentialPluginPolicy(root, policy, allowlist, others);
    }

    private static CredentialPluginPolicy of(String policy, @Nullable List<String> allowlist) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("apiVersion", PreferenceReader.BETA);
        map.put("kind", PreferenceReader.KIND);
        map.put(PreferenceReader.POLICY, policy);
        if (allowlist != null) {
            map.put(
                    PreferenceReader.ALLOWLIST,
                    allowlist.stream()
                            .map(command -> Map.of(PreferenceReader.COMMAND, command))
                            .toList());
        }
        return fromMap(map);
    }

    /** {@return the policy that lets every plugin run} */
    public static CredentialPluginPolicy allowAll() {
        return of(ALLOW_ALL, null);
    }

    /** {@return the policy that lets no plugin run} */
    public static CredentialPluginPolicy denyAll() {
        return of(DENY_ALL, null);
    }

    /**
     * {@return the policy that lets certain plugins run}
     *
     * @param commands their clean paths, or names that are looked up in the {@code PATH}; at least one, or kubectl refuses it
     */
    public static CredentialPluginPolicy allowlist(String... commands) {
        return of(ALLOWLIST, List.of(commands));
    }

    /**
     * {@return the policy of a kuberc file, as the latest release reads it}
     *
     * @param text YAML or JSON
     * @throws InvalidFormatException as {@link #parse(String, KubernetesRelease)}
     */
    public static CredentialPluginPolicy parse(String text) {
        return parse(text, KubernetesRelease.latest());
    }

    /**
     * {@return the policy of a kuberc file: of its documents the first that kubectl understands; a blank text has none} Where the
     * release or the version of the document has no policy, none is read, and {@link #findings} tells so.
     *
     * @param text    YAML or JSON, of at most 1000 documents
     * @param release the release of kubectl
     * @throws InvalidFormatException when kubectl could not read it, with what is wrong with the first document: code
     *     {@code KIND_MISMATCH}, {@code VALUE_TYPE_MISMATCH}, {@code PLUGIN_NAME_CONFLICTING}; or when it is no YAML
     */
    public static CredentialPluginPolicy parse(String text, KubernetesRelease release) {
        return PreferenceReader.parse(text, "", release);
    }

    /**
     * {@return the policy of a kuberc file, as the latest release reads it}
     *
     * @param file the file
     * @throws IOException            when it cannot be read
     * @throws InvalidFormatException as {@link #parse(String, KubernetesRelease)}
     */
    public static CredentialPluginPolicy read(Path file) throws IOException {
        return read(file, KubernetesRelease.latest());
    }

    /**
     * {@return the policy of a kuberc file}
     *
     * @param file    the file
     * @param release the release of kubectl
     * @throws IOException            when it cannot be read
     * @throws InvalidFormatException as {@link #parse(String, KubernetesRelease)}
     */
    public static CredentialPluginPolicy read(Path file, KubernetesRelease release) throws IOException {
        String source = file.toString();
        return PreferenceReader.parse(Unicode.decode(AtomicFiles.read(file), source), source, release);
    }

    /**
     * {@return the policy in JDK values, as the latest release reads it}
     *
     * @param map the fields of a {@code Preference}, as {@link #toMap()} gives them
     * @throws IllegalArgumentException when a value has no form in YAML
     * @throws InvalidFormatException   as {@link #parse(String, KubernetesRelease)}
     */
    public static CredentialPluginPolicy fromMap(Map<String, ?> map) {
        return fromMap(map, KubernetesRelease.latest());
    }

    /**
     * {@return the policy in JDK values}
     *
     * @param map     the fields of a {@code Preference}, as {@link #toMap(KubernetesRelease)} gives them
     * @param release the release of kubectl
     * @throws IllegalArgumentException when a value has no form in YAML
     * @throws InvalidFormatException   as {@link #parse(String, KubernetesRelease)}
     */
    public static CredentialPluginPolicy fromMap(Map<String, ?> map, KubernetesRelease release) {
        return PreferenceReader.fromMap(map, release);
    }

    /**
     * {@return the kuberc file that kubectl reads; empty for none} That of the flag or of {@code KUBERC} has to exist; the one
     * in the home need not.
     *
     * @param flag        the value of {@code --kuberc}, if it is given
     * @param environment variables by name, such as {@code System.getenv()}: {@code KUBERC}, which {@code off} makes none, and
     *                    those that tell of the home: {@code HOME}, on Windows also {@code HOMEDRIVE} with {@code HOMEPATH}
     *                    and {@code USERPROFILE}
     * @throws IllegalArgumentException when the flag is given and {@code KUBERC} is {@code off}, which kubectl refuses
     */
    public static Optional<Path> kubercFile(Optional<String> flag, Map<String, String> environment) {
        String variable = environment.getOrDefault("KUBERC", "");
        if (variable.equals(OFF)) {
            if (flag.isPresent()) {
                throw new IllegalArgumentException(
                        "disabling kuberc via KUBERC=off and passing kuberc flag are mutually exclusive");
            }
            return Optional.empty();
        }
        return Optional.of(flag.map(Path::of)
                .orElseGet(() -> variable.isEmpty()
                        ? EnvironmentPaths.inHome("kuberc", environment, FileSystems.getDefault())
                        : Path.of(variable)));
    }

    /** {@return {@code credentialPluginPolicy}: {@value #ALLOW_ALL}, {@value #DENY_ALL} or {@value #ALLOWLIST}, if it is set} */
    public Optional<String> policy() {
        return Optional.of(policy).filter(text -> !text.isEmpty());
    }

    /** {@return the commands of {@code credentialPluginAllowlist}, or empty when there is no list; unmodifiable} */
    public Optional<List<String>> allowlist() {
        return Optional.ofNullable(allowlist);
    }

    /**
     * {@return why kubectl refuses the policy, at most one reason, in the words of its check of a kubeconfig; none when it takes
     * it}
     */
    public List<FieldError> violations() {
        return violation()
                .map(error -> new FieldError(
                        error.location(), error.type(), "allowlist misconfiguration: " + error.message()))
                .stream()
                .toList();
    }

    private Optional<FieldError> violation() {
        return switch (policy) {
            case "", ALLOW_ALL, DENY_ALL ->
                allowlist == null
                        ? Optional.empty()
                        : violation(
                                PreferenceReader.ALLOWLIST,
                                FieldError.Type.FORBIDDEN,
                                "misconfigured credential plugin allowlist: plugin policy is " + GoText.quote(policy)
                                        + " but allowlist is non-nil");
            case ALLOWLIST -> violationOfList();
            default ->
                violation(
                        PreferenceReader.POLICY,
                        FieldError.Type.UNSUPPORTED,
                        "unknown plugin policy: " + GoText.quote(policy));
        };
    }

    private static Optional<FieldError> violation(String field, FieldError.Type type, String message) {
        return Optional.of(new FieldError(Location.of(field), type, message));
    }

    private Optional<FieldError> violationOfList() {
        String list = PreferenceReader.ALLOWLIST;
        String set = "credential plugin policy set to \"Allowlist\", but allowlist is ";
        if (allowlist == null) {
            return violation(list, FieldError.Type.REQUIRED, set + "unspecified");
        }
        if (allowlist.isEmpty()) {
            return violation(list, FieldError.Type.REQUIRED, set + "empty; use \"DenyAll\" policy instead");
        }
        for (int i = 0; i < allowlist.size(); i++) {
            String entry = allowlist.get(i);
            String field = list + "[" + i + "]";
            if (entry.isEmpty()) {
                return violation(
                        field,
                        FieldError.Type.REQUIRED,
                        "misconfigured credential plugin allowlist: empty allowlist entry #" + (i + 1));
            }
            String clean = PluginPaths.clean(entry);
            if (!clean.equals(entry)) {
                return violation(
                        field,
                        FieldError.Type.INVALID,
                        "non-normalized file path: " + GoText.quote(entry) + " vs " + GoText.quote(clean));
            }
        }
        return Optional.empty();
    }

    /** {@return what kubectl passes over in the text that this was read from: unknown fields, a policy that it does not know of} */
    public List<Finding> findings() {
        return findings;
    }

    /**
     * {@return whether kubectl of the latest release would run a plugin}
     *
     * @param plugin   the plugin of a kubeconfig, whose relative paths are
     *                 {@linkplain io.github.kubetls.kubeconfig.Kubeconfig#resolved() resolved}
     * @param lookPath finds the executable file of a command: a name in the directories of {@code PATH}, a path in its place; it
     *                 yields the file's path, a path as it was given, or empty where there is none
     */
    public Decision evaluate(ExecConfig plugin, Function<String, Optional<String>> lookPath) {
        return evaluate(plugin, lookPath, KubernetesRelease.latest());
    }

    /**
     * {@return whether kubectl would run a plugin; before 1.35 it runs all} What kubectl {@linkplain #violations() refuses} lets
     * no plugin run.
     *
     * @param plugin   the plugin, as in {@link #evaluate(ExecConfig, Function)}
     * @param lookPath finds the executable file of a command, as there
     * @param release  the release of kubectl
     */
    public Decision evaluate(
            ExecConfig plugin, Function<String, Optional<String>> lookPath, KubernetesRelease release) {
        if (!Feature.CREDENTIAL_PLUGIN_POLICY.in(release)) {
            return Decision.allowed(plugin.command());
        }
        Optional<FieldError> violation = violation();
        if (violation.isPresent()) {
            return Decision.denied("invalid plugin policy: " + violation.get().message());
        }
        String command = PluginPaths.clean(plugin.command());
        if (policy.equals(DENY_ALL)) {
            return Decision.denied("plugin " + GoText.quote(command) + " not allowed: policy set to \"DenyAll\"");
        }
        return allowlist == null ? Decision.allowed(command) : evaluate(command, allowlist, lookPath);
    }

    private static Decision evaluate(
            String command, List<String> allowlist, Function<String, Optional<String>> lookPath) {
        Optional<String> found = lookPath.apply(command);
        String path = PluginPaths.isName(command) ? found.orElse(command) : command;
        if (allowlist.contains(command) || allowlist.contains(path)) {
            return Decision.allowed(path);
        }
        if (found.isEmpty()) {
            return Decision.denied("plugin path " + GoText.quote(path)
                    + " cannot be resolved for credential plugin allowlist check: exec: " + GoText.quote(command)
                    + (PluginPaths.isName(command)
                            ? ": executable file not found in $PATH"
                            : ": no executable file is there"));
        }
        String resolved = found.get();
        boolean isListed = allowlist.contains(resolved)
                || allowlist.stream()
                        .filter(entry -> PluginPaths.base(entry).equals(PluginPaths.base(resolved)))
                        .anyMatch(entry -> lookPath.apply(entry).equals(found));
        return isListed
                ? Decision.allowed(resolved)
                : Decision.denied("plugin path " + GoText.quote(resolved)
                        + " is not permitted by the credential plugin allowlist");
    }

    /** {@return the {@code Preference} in JDK values as the latest release reads it, with everything that was read} */
    public Map<String, @Nullable Object> toMap() {
        return toMap(KubernetesRelease.latest());
    }

    /**
     * {@return the {@code Preference} in JDK values, with everything that was read; entries of the list have a {@code command},
     * before 1.36 a {@code name}}
     *
     * @param release the release of kubectl
     */
    public Map<String, @Nullable Object> toMap(KubernetesRelease release) {
        String field = Feature.CREDENTIAL_PLUGIN_COMMAND.in(release) ? PreferenceReader.COMMAND : PreferenceReader.NAME;
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        root.members().forEach((name, node) -> map.put(name, node.toObject()));
        if (allowlist != null) {
            List<Map<String, @Nullable Object>> entries = new ArrayList<>();
            List<YamlNode> read = root.get(PreferenceReader.ALLOWLIST).items();
            for (int i = 0; i < allowlist.size(); i++) {
                entries.add(entry(read.get(i), field, allowlist.get(i)));
            }
            map.put(PreferenceReader.ALLOWLIST, entries);
        }
        return map;
    }

    /** An entry of the list as it was read, but that its command is in the field of a release. */
    private static Map<String, @Nullable Object> entry(YamlNode read, String field, String command) {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        read.members().forEach((name, node) -> entry.put(name, node.toObject()));
        if (!command.isEmpty()) {
            entry.remove(PreferenceReader.NAME);
            entry.remove(PreferenceReader.COMMAND);
            entry.put(field, command);
        }
        return entry;
    }

    /** {@return the {@code Preference} as YAML for the latest release} */
    public String toYaml() {
        return toYaml(KubernetesRelease.latest());
    }

    /**
     * {@return the {@code Preference} as YAML}
     *
     * @param release the release of kubectl
     */
    public String toYaml(KubernetesRelease release) {
        return Yaml.write(toMap(release));
    }

    /** {@return the {@code Preference} as JSON for the latest release} */
    public String toJson() {
        return toJson(KubernetesRelease.latest());
    }

    /**
     * {@return the {@code Preference} as JSON}
     *
     * @param release the release of kubectl
     */
    public String toJson(KubernetesRelease release) {
        return Yaml.writeJson(toMap(release));
    }

    /**
     * Writes the {@code Preference} for the latest release, whole: a reader sees the old file or the new one.
     *
     * @param file the file, which gets mode 0644; an existing one is replaced
     * @throws IOException when it cannot be written
     */
    public void write(Path file) throws IOException {
        write(file, KubernetesRelease.latest());
    }

    /**
     * Writes the {@code Preference}, whole: a reader sees the old file or the new one.
     *
     * @param file    the file, which gets mode 0644; an existing one is replaced
     * @param release the release of kubectl
     * @throws IOException when it cannot be written
     */
    public void write(Path file, KubernetesRelease release) throws IOException {
        AtomicFiles.write(file, toYaml(release).getBytes(StandardCharsets.UTF_8), AtomicFiles.READABLE);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CredentialPluginPolicy that
                && policy.equals(that.policy)
                && Objects.equals(allowlist, that.allowlist)
                && toMap().equals(that.toMap());
    }

    @Override
    public int hashCode() {
        return toMap().hashCode();
    }

    /** The policy and the list. */
    @Override
    public String toString() {
        return Visible.text("CredentialPluginPolicy[" + policy + (allowlist == null ? "" : ", " + allowlist) + "]");
    }
}
