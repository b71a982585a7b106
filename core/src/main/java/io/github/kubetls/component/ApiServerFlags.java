package io.github.kubetls.component;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.flags.Flag;
import io.github.kubetls.internal.flags.FlagParser.Program;
import io.github.kubetls.internal.flags.FlagSet;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.manifest.FieldError;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The flags of kube-apiserver that let bootstrapping nodes in: who authenticates how, and what authorizes and admits them.
 *
 * <p>The modes of authorization are ones that exist, each at most once, as kube-apiserver demands. Paths are kept as
 * written.
 *
 * <pre>{@code
 * --client-ca-file=/etc/kubernetes/pki/ca.crt
 * --enable-bootstrap-token-auth=true
 * --authorization-mode=Node,RBAC
 * }</pre>
 *
 * <pre>{@code
 * ApiServerFlags flags = ApiServerFlags.builder()
 *     .clientCaFile("/etc/kubernetes/pki/ca.crt")
 *     .enableBootstrapTokenAuth(true)
 *     .build();
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/">kube-apiserver</a>
 */
public final class ApiServerFlags extends ComponentFlags {

    private static final Flag CLIENT_CA_FILE = Flag.text("client-ca-file");
    private static final Flag ENABLE_BOOTSTRAP_TOKEN_AUTH = Flag.bool("enable-bootstrap-token-auth");
    private static final Flag TOKEN_AUTH_FILE = Flag.text("token-auth-file");
    private static final Flag ANONYMOUS_AUTH = Flag.bool("anonymous-auth");
    private static final Flag AUTHORIZATION_MODE = Flag.list("authorization-mode");
    private static final Flag ENABLE_ADMISSION_PLUGINS = Flag.list("enable-admission-plugins");
    private static final Flag DISABLE_ADMISSION_PLUGINS = Flag.list("disable-admission-plugins");
    private static final Flag AUTHENTICATION_CONFIG = Flag.text("authentication-config");
    private static final Flag AUTHORIZATION_CONFIG = Flag.text("authorization-config");
    private static final Flag REQUEST_HEADER_CLIENT_CA_FILE = Flag.text("requestheader-client-ca-file");
    private static final Flag REQUEST_HEADER_ALLOWED_NAMES = Flag.list("requestheader-allowed-names");
    private static final List<Flag> KNOWN = List.of(
            CLIENT_CA_FILE,
            ENABLE_BOOTSTRAP_TOKEN_AUTH,
            TOKEN_AUTH_FILE,
            ANONYMOUS_AUTH,
            AUTHORIZATION_MODE,
            ENABLE_ADMISSION_PLUGINS,
            DISABLE_ADMISSION_PLUGINS,
            AUTHENTICATION_CONFIG,
            AUTHORIZATION_CONFIG,
            REQUEST_HEADER_CLIENT_CA_FILE,
            REQUEST_HEADER_ALLOWED_NAMES);

    /** The authorizers that there are, sorted. */
    static final List<String> MODES = List.of("ABAC", "AlwaysAllow", "AlwaysDeny", "Node", "RBAC", "Webhook");

    private static final int MOST_CONFLICTS = 100;

    private static final String SERVE_SECURELY = "remove it; --bind-address and --secure-port serve with TLS";
    private static final List<FlagChange> CHANGES = List.of(
            FlagChange.removed("address", Feature.INSECURE_SERVING_REMOVED, SERVE_SECURELY),
            FlagChange.removed("port", Feature.INSECURE_SERVING_REMOVED, SERVE_SECURELY),
            FlagChange.removed("insecure-bind-address", Feature.INSECURE_SERVING_REMOVED, SERVE_SECURELY),
            FlagChange.removed("insecure-port", Feature.INSECURE_SERVING_REMOVED, SERVE_SECURELY),
            FlagChange.added("authentication-config", Feature.AUTHENTICATION_CONFIGURATION_ALPHA),
            FlagChange.added("authorization-config", Feature.AUTHORIZATION_CONFIGURATION),
            FlagChange.added("requestheader-uid-headers", Feature.REQUEST_HEADER_UIDS),
            FlagChange.added("tls-curve-preferences", Feature.TLS_CURVE_PREFERENCES));

    private ApiServerFlags(FlagSet flags) {
        super(flags);
    }

    /** {@return a builder without flags} */
    public static Builder builder() {
        return new Builder(FlagLines.builder(KNOWN));
    }

    /**
     * {@return the flags of a file with one flag per line, or of an environment file, such as that of kubeadm; empty lines and
     * lines that start with {@code #} are skipped}
     *
     * @param text the lines, each {@code --name=value} or {@code --name value}, or each {@code VARIABLE="flags"}
     * @throws InvalidFormatException when kube-apiserver would refuse a flag above, or their combination
     */
    public static ApiServerFlags parse(String text) {
        return parsed(new ApiServerFlags(FlagLines.ofText(text).read(Program.CONTROL_PLANE, KNOWN)));
    }

    /**
     * {@return the flags of a command line}
     *
     * @param arguments the arguments without the program's name
     * @throws InvalidFormatException when kube-apiserver would refuse a flag above, or their combination
     */
    public static ApiServerFlags parse(List<String> arguments) {
        return parsed(new ApiServerFlags(FlagLines.ofVector(arguments).read(Program.CONTROL_PLANE, KNOWN)));
    }

    /**
     * {@return the flags of a file with one flag per line}
     *
     * @param file the file
     * @throws IOException when it cannot be read, or is larger than 1 MiB
     * @throws InvalidFormatException as {@link #parse(String)} does, with the file as the source of its location
     */
    public static ApiServerFlags read(Path file) throws IOException {
        return read(file, ApiServerFlags::parse);
    }

    @Override
    List<String> conflicts() {
        List<String> conflicts = new ArrayList<>();
        if (authenticationConfig().isPresent() && hasOther("--oidc-")) {
            conflicts.add("authentication-config file and oidc-* flags are mutually exclusive");
        }
        if (authorizationConfig().isEmpty()) {
            conflictsOfModes(conflicts);
        } else if (flags.isSet(AUTHORIZATION_MODE) || hasOther("--authorization-webhook-")) {
            conflicts.add("--authorization-config can not be specified when --authorization-mode or"
                    + " --authorization-webhook-* flags are defined");
        }
        return conflicts;
    }

    private boolean hasOther(String prefix) {
        return otherFlags().stream().anyMatch(flag -> flag.startsWith(prefix));
    }

    private void conflictsOfModes(List<String> conflicts) {
        List<String> modes = authorizationMode();
        if (modes.isEmpty()) {
            conflicts.add("at least one authorization-mode must be passed");
        }
        Set<String> distinct = new LinkedHashSet<>(modes);
        List<String> invalid =
                distinct.stream().filter(mode -> !MODES.contains(mode)).toList();
        invalid.stream()
                .limit(MOST_CONFLICTS)
                .forEach(mode -> conflicts.add("authorization-mode " + GoText.quote(mode) + " is not a valid mode"));
        if (invalid.size() > MOST_CONFLICTS) {
            conflicts.add((invalid.size() - MOST_CONFLICTS) + " more are not valid modes");
        }
        if (distinct.size() < modes.size()) {
            conflicts.add("authorization-mode " + GoText.quote(modes) + " has mode specified more than once");
        }
    }

    /**
     * {@return {@code --client-ca-file}: the path of the authorities whose client certificates are accepted; empty when
     * client certificates do not authenticate}
     */
    public Optional<String> clientCaFile() {
        return flags.text(CLIENT_CA_FILE);
    }

    /**
     * {@return {@code --enable-bootstrap-token-auth}: whether bootstrap-token Secrets authenticate; false when it is not
     * set}
     */
    public boolean enableBootstrapTokenAuth() {
        return flags.bool(ENABLE_BOOTSTRAP_TOKEN_AUTH).orElse(false);
    }

    /** {@return {@code --token-auth-file}: the path of the file of static tokens, or empty when there is none} */
    public Optional<String> tokenAuthFile() {
        return flags.text(TOKEN_AUTH_FILE);
    }

    /**
     * {@return {@code --anonymous-auth}: whether requests without credentials are let in as {@code system:anonymous}, which
     * discovery with a token needs; true when it is not set}
     */
    public boolean anonymousAuth() {
        return flags.bool(ANONYMOUS_AUTH).orElse(true);
    }

    /**
     * {@return {@code --authorization-mode}: the authorizers, asked in this order; {@code AlwaysAllow} when it is not set,
     * unless {@link #authorizationConfig()} says which there are}
     */
    public List<String> authorizationMode() {
        return authorizationConfig().isPresent() ? List.of() : flags.list(AUTHORIZATION_MODE, "AlwaysAllow");
    }

    /**
     * {@return {@code --enable-admission-plugins}: the plugins that are on besides those that are by default; none when it
     * is not set}
     */
    public List<String> enableAdmissionPlugins() {
        return flags.list(ENABLE_ADMISSION_PLUGINS);
    }

    /**
     * {@return {@code --disable-admission-plugins}: the plugins that are off although they are on by default; none when it
     * is not set}
     */
    public List<String> disableAdmissionPlugins() {
        return flags.list(DISABLE_ADMISSION_PLUGINS);
    }

    /**
     * {@return {@code --authentication-config}: the path of an {@link AuthenticationConfiguration}, or empty when there is
     * none; from 1.29 on}
     */
    public Optional<String> authenticationConfig() {
        return flags.text(AUTHENTICATION_CONFIG);
    }

    /**
     * {@return {@code --authorization-config}: the path of an {@link AuthorizationConfiguration}, which takes the place of
     * {@link #authorizationMode()}, or empty when there is none; from 1.29 on}
     */
    public Optional<String> authorizationConfig() {
        return flags.text(AUTHORIZATION_CONFIG);
    }

    /**
     * {@return {@code --requestheader-client-ca-file}: the path of the authorities whose client certificates let a proxy say,
     * in headers, who asks; empty when no proxy may}
     */
    public Optional<String> requestHeaderClientCaFile() {
        return flags.text(REQUEST_HEADER_CLIENT_CA_FILE);
    }

    /**
     * {@return {@code --requestheader-allowed-names}: the common names of such proxies; none when every certificate of these
     * authorities is one}
     */
    public List<String> requestHeaderAllowedNames() {
        return flags.list(REQUEST_HEADER_ALLOWED_NAMES);
    }

    /**
     * {@return what kube-apiserver refuses about these flags together with a file that they name}
     *
     * @param file what {@link #authenticationConfig()} names
     */
    public List<FieldError> violations(AuthenticationConfiguration file) {
        return file.anonymous().isPresent() && flags.isSet(ANONYMOUS_AUTH)
                ? List.of(FieldError.forbidden(
                        "anonymous",
                        "--anonymous-auth flag cannot be set when anonymous field is configured in authentication"
                                + " configuration file"))
                : List.of();
    }

    /**
     * {@return what kube-apiserver refuses about these flags together with the certificates in files that they name: where a
     * client of the cluster could pose as a proxy, and so as anybody}
     *
     * @param clientAuthorities        what {@link #clientCaFile()} names
     * @param requestHeaderAuthorities what {@link #requestHeaderClientCaFile()} names
     * @param release                  the release of the API server; from 1.35 on it refuses
     */
    public List<FieldError> violations(
            List<X509Certificate> clientAuthorities,
            List<X509Certificate> requestHeaderAuthorities,
            KubernetesRelease release) {
        boolean refused = Feature.REQUEST_HEADER_NAMES_REQUIRED.in(release)
                && clientCaFile().isPresent()
                && requestHeaderClientCaFile().isPresent()
                && requestHeaderAllowedNames().isEmpty()
                && !Collections.disjoint(clientAuthorities, requestHeaderAuthorities);
        return refused
                ? List.of(FieldError.required(
                        "--requestheader-allowed-names",
                        "--requestheader-client-ca-file and --client-ca-file contain overlapping certificates;"
                                + " --requestheader-allowed-names must be specified to ensure regular client"
                                + " certificates cannot set authenticating proxy headers for arbitrary users"))
                : List.of();
    }

    /** {@return a builder with these flags} */
    public Builder toBuilder() {
        return new Builder(FlagLines.builder(KNOWN).addAll(flags));
    }

    @Override
    List<FlagChange> changes() {
        return CHANGES;
    }

    @Override
    List<Finding> componentFindings() {
        return new ApiServerFindings(this).all();
    }

    /** Collects {@link ApiServerFlags}. A value that kube-apiserver would refuse is an IllegalArgumentException. */
    public static final class Builder {
        private final FlagSet.Builder flags;

        private Builder(FlagSet.Builder flags) {
            this.flags = flags;
        }

        /**
         * {@return this builder, with {@code --client-ca-file}}
         *
         * @param path the path
         */
        public Builder clientCaFile(String path) {
            flags.set(CLIENT_CA_FILE, path);
            return this;
        }

        /**
         * {@return this builder, with {@code --enable-bootstrap-token-auth}}
         *
         * @param enabled whether bootstrap-token Secrets authenticate
         */
        public Builder enableBootstrapTokenAuth(boolean enabled) {
            flags.set(ENABLE_BOOTSTRAP_TOKEN_AUTH, enabled);
            return this;
        }

        /**
         * {@return this builder, with {@code --token-auth-file}}
         *
         * @param path the path
         */
        public Builder tokenAuthFile(String path) {
            flags.set(TOKEN_AUTH_FILE, path);
            return this;
        }

        /**
         * {@return this builder, with {@code --anonymous-auth}}
         *
         * @param enabled whether requests without credentials are let in
         */
        public Builder anonymousAuth(boolean enabled) {
            flags.set(ANONYMOUS_AUTH, enabled);
            return this;
        }

        /**
         * {@return this builder, with {@code --authorization-mode}}
         *
         * @param modes the authorizers in the order to ask them, such as {@code Node} and {@code RBAC}
         */
        public Builder authorizationMode(String... modes) {
            return authorizationMode(List.of(modes));
        }

        /**
         * {@return this builder, with {@code --authorization-mode}}
         *
         * @param modes the authorizers in the order to ask them, such as {@code Node} and {@code RBAC}
         */
        public Builder authorizationMode(List<String> modes) {
            flags.set(AUTHORIZATION_MODE, modes);
            return this;
        }

        /**
         * {@return this builder, with {@code --enable-admission-plugins}}
         *
         * @param plugins the plugins, such as {@code NodeRestriction}
         */
        public Builder enableAdmissionPlugins(String... plugins) {
            return enableAdmissionPlugins(List.of(plugins));
        }

        /**
         * {@return this builder, with {@code --enable-admission-plugins}}
         *
         * @param plugins the plugins, such as {@code NodeRestriction}
         */
        public Builder enableAdmissionPlugins(List<String> plugins) {
            flags.set(ENABLE_ADMISSION_PLUGINS, plugins);
            return this;
        }

        /**
         * {@return this builder, with {@code --disable-admission-plugins}}
         *
         * @param plugins the plugins
         */
        public Builder disableAdmissionPlugins(String... plugins) {
            return disableAdmissionPlugins(List.of(plugins));
        }

        /**
         * {@return this builder, with {@code --disable-admission-plugins}}
         *
         * @param plugins the plugins
         */
        public Builder disableAdmissionPlugins(List<String> plugins) {
            flags.set(DISABLE_ADMISSION_PLUGINS, plugins);
            return this;
        }

        /**
         * {@return this builder, with {@code --authentication-config}}
         *
         * @param path the path
         */
        public Builder authenticationConfig(String path) {
            flags.set(AUTHENTICATION_CONFIG, path);
            return this;
        }

        /**
         * {@return this builder, with {@code --authorization-config}}
         *
         * @param path the path
         */
        public Builder authorizationConfig(String path) {
            flags.set(AUTHORIZATION_CONFIG, path);
            return this;
        }

        /**
         * {@return this builder, with {@code --requestheader-client-ca-file}}
         *
         * @param path the path
         */
        public Builder requestHeaderClientCaFile(String path) {
            flags.set(REQUEST_HEADER_CLIENT_CA_FILE, path);
            return this;
        }

        /**
         * {@return this builder, with {@code --requestheader-allowed-names}}
         *
         * @param names common names, such as {@code front-proxy-client}
         */
        public Builder requestHeaderAllowedNames(String... names) {
            return requestHeaderAllowedNames(List.of(names));
        }

        /**
         * {@return this builder, with {@code --requestheader-allowed-names}}
         *
         * @param names common names, such as {@code front-proxy-client}
         */
        public Builder requestHeaderAllowedNames(List<String> names) {
            flags.set(REQUEST_HEADER_ALLOWED_NAMES, names);
            return this;
        }

        /**
         * {@return this builder, with the flags that have no method here, in place of the present ones}
         *
         * @param arguments the arguments, such as {@code --v=2}
         * @throws IllegalArgumentException when one is not a flag, or has a method here
         */
        public Builder otherFlags(String... arguments) {
            return otherFlags(List.of(arguments));
        }

        /**
         * {@return this builder, with the flags that have no method here, in place of the present ones}
         *
         * @param arguments the arguments, such as {@code --v=2}
         * @throws IllegalArgumentException when one is not a flag, or has a method here
         */
        public Builder otherFlags(List<String> arguments) {
            FlagLines.setOthers(flags, KNOWN, arguments);
            return this;
        }

        /**
         * {@return the flags}
         *
         * @throws IllegalArgumentException with kube-apiserver's words when it would refuse their combination
         */
        public ApiServerFlags build() {
            return built(new ApiServerFlags(flags.build()));
        }
    }
}
