package io.github.kubetls.component;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.internal.flags.Flag;
import io.github.kubetls.internal.flags.FlagParser.Program;
import io.github.kubetls.internal.flags.FlagSet;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.kubelet.KubeletConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The flags of kubelet that its TLS bootstrap needs: where it finds its credentials, keeps its certificates, and whether it
 * rotates them.
 *
 * <p>Ports and the mode of authorization are ones that kubelet accepts. Paths are kept as written. A flag overrides what a
 * configuration file says about the same thing.
 *
 * <pre>{@code
 * --bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf
 * --kubeconfig=/etc/kubernetes/kubelet.conf
 * --cert-dir=/var/lib/kubelet/pki
 * --rotate-certificates=true
 * }</pre>
 *
 * <pre>{@code
 * KubeletFlags flags = KubeletFlags.builder()
 *     .bootstrapKubeconfig("/etc/kubernetes/bootstrap-kubelet.conf")
 *     .kubeconfig("/etc/kubernetes/kubelet.conf")
 *     .rotateCertificates(true)
 *     .build();
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/command-line-tools-reference/kubelet/">kubelet</a>
 */
public final class KubeletFlags extends ComponentFlags {

    private static final Flag BOOTSTRAP_KUBECONFIG =
            Flag.text("bootstrap-kubeconfig").formerly("experimental-bootstrap-kubeconfig");
    private static final Flag KUBECONFIG = Flag.text("kubeconfig");
    private static final Flag CERT_DIR = Flag.text("cert-dir");
    private static final Flag ROTATE_CERTIFICATES = Flag.bool("rotate-certificates");
    private static final Flag ROTATE_SERVER_CERTIFICATES = Flag.bool("rotate-server-certificates");
    private static final Flag CONFIG = Flag.text("config");
    private static final Flag HOSTNAME_OVERRIDE = Flag.text("hostname-override");
    private static final Flag CLIENT_CA_FILE = Flag.text("client-ca-file");
    private static final Flag ANONYMOUS_AUTH = Flag.bool("anonymous-auth");
    private static final Flag AUTHENTICATION_TOKEN_WEBHOOK = Flag.bool("authentication-token-webhook");
    private static final Flag AUTHORIZATION_MODE = Flag.text("authorization-mode");
    private static final Flag PORT = new Flag("port", Flag.Kind.INTEGER);
    private static final Flag READ_ONLY_PORT = new Flag("read-only-port", Flag.Kind.INTEGER);
    private static final Flag TLS_CERT_FILE = Flag.text("tls-cert-file");
    private static final Flag TLS_PRIVATE_KEY_FILE = Flag.text("tls-private-key-file");
    private static final List<Flag> KNOWN = List.of(
            BOOTSTRAP_KUBECONFIG,
            KUBECONFIG,
            CERT_DIR,
            ROTATE_CERTIFICATES,
            ROTATE_SERVER_CERTIFICATES,
            CONFIG,
            HOSTNAME_OVERRIDE,
            CLIENT_CA_FILE,
            ANONYMOUS_AUTH,
            AUTHENTICATION_TOKEN_WEBHOOK,
            AUTHORIZATION_MODE,
            PORT,
            READ_ONLY_PORT,
            TLS_CERT_FILE,
            TLS_PRIVATE_KEY_FILE);

    private static final List<FlagChange> CHANGES = List.of(
            FlagChange.removed(
                    BOOTSTRAP_KUBECONFIG.formerName(),
                    Feature.EXPERIMENTAL_BOOTSTRAP_KUBECONFIG_REMOVED,
                    "write " + BOOTSTRAP_KUBECONFIG),
            FlagChange.removed("network-plugin", Feature.DOCKERSHIM_REMOVED, "remove it"),
            FlagChange.removed("container-runtime", Feature.CONTAINER_RUNTIME_FLAG_REMOVED, "remove it"),
            FlagChange.removed("pod-infra-container-image", Feature.PAUSE_IMAGE_FLAG_REMOVED, "remove it"),
            FlagChange.added("tls-curve-preferences", Feature.TLS_CURVE_PREFERENCES));

    private KubeletFlags(FlagSet flags) {
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
     * @throws InvalidFormatException when kubelet would refuse a flag above
     */
    public static KubeletFlags parse(String text) {
        return parsed(new KubeletFlags(FlagLines.ofText(text).read(Program.KUBELET, KNOWN)));
    }

    /**
     * {@return the flags of a command line}
     *
     * @param arguments the arguments without the program's name
     * @throws InvalidFormatException when kubelet would refuse a flag above
     */
    public static KubeletFlags parse(List<String> arguments) {
        return parsed(new KubeletFlags(FlagLines.ofVector(arguments).read(Program.KUBELET, KNOWN)));
    }

    /**
     * {@return the flags of a file with one flag per line}
     *
     * @param file the file
     * @throws IOException when it cannot be read, or is larger than 1 MiB
     * @throws InvalidFormatException as {@link #parse(String)} does, with the file as the source of its location
     */
    public static KubeletFlags read(Path file) throws IOException {
        return read(file, KubeletFlags::parse);
    }

    @Override
    List<String> conflicts() {
        return KubeletFlagRules.conflicts(this);
    }

    /** Kubelet tells an empty mode from none. */
    boolean hasAuthorizationMode() {
        return flags.isSet(AUTHORIZATION_MODE);
    }

    /**
     * {@return {@code --bootstrap-kubeconfig}: the path of the credentials to request the first client certificate with;
     * empty when kubelet does not bootstrap}
     */
    public Optional<String> bootstrapKubeconfig() {
        return flags.text(BOOTSTRAP_KUBECONFIG);
    }

    /**
     * {@return {@code --kubeconfig}: the path of the file that kubelet uses, and writes when it bootstraps; empty when
     * kubelet stays without an API server}
     */
    public Optional<String> kubeconfig() {
        return flags.text(KUBECONFIG);
    }

    /**
     * {@return {@code --cert-dir}: where kubelet keeps its certificates; {@code /var/lib/kubelet/pki} when it is not set}
     */
    public String certDir() {
        return flags.text(CERT_DIR).orElse("/var/lib/kubelet/pki");
    }

    /**
     * {@return {@code --rotate-certificates}: whether kubelet renews its client certificate; empty when the configuration
     * file decides}
     */
    public Optional<Boolean> rotateCertificates() {
        return flags.bool(ROTATE_CERTIFICATES);
    }

    /**
     * {@return {@code --rotate-server-certificates}: whether kubelet requests and renews its serving certificate; empty when
     * the configuration file decides}
     */
    public Optional<Boolean> rotateServerCertificates() {
        return flags.bool(ROTATE_SERVER_CERTIFICATES);
    }

    /**
     * {@return {@code --config}: the path of the configuration file; empty when kubelet is configured by flags only, with
     * other defaults}
     */
    public Optional<String> config() {
        return flags.text(CONFIG);
    }

    /** {@return {@code --hostname-override}: what the node is called instead of its host name; empty when it is not set} */
    public Optional<String> hostnameOverride() {
        return flags.text(HOSTNAME_OVERRIDE);
    }

    /**
     * {@return {@code --client-ca-file}: the path of the authorities whose client certificates kubelet accepts; empty when
     * it is not set}
     */
    public Optional<String> clientCaFile() {
        return flags.text(CLIENT_CA_FILE);
    }

    /**
     * {@return {@code --anonymous-auth}: whether kubelet lets requests without credentials in; empty when the configuration
     * file decides}
     */
    public Optional<Boolean> anonymousAuth() {
        return flags.bool(ANONYMOUS_AUTH);
    }

    /**
     * {@return {@code --authentication-token-webhook}: whether kubelet asks the API server about bearer tokens; empty when
     * the configuration file decides}
     */
    public Optional<Boolean> authenticationTokenWebhook() {
        return flags.bool(AUTHENTICATION_TOKEN_WEBHOOK);
    }

    /**
     * {@return {@code --authorization-mode}: who decides what a client of kubelet may do, {@code AlwaysAllow} or
     * {@code Webhook}; empty when the configuration file decides}
     */
    public Optional<String> authorizationMode() {
        return flags.text(AUTHORIZATION_MODE);
    }

    /** {@return {@code --port}: where kubelet serves with TLS; empty when the configuration file decides} */
    public Optional<Integer> port() {
        return flags.integer(PORT);
    }

    /**
     * {@return {@code --read-only-port}: where kubelet serves without TLS and authentication, 0 for nowhere; empty when the
     * configuration file decides}
     */
    public Optional<Integer> readOnlyPort() {
        return flags.integer(READ_ONLY_PORT);
    }

    /** {@return {@code --tls-cert-file}: the path of the serving certificate; empty when it is not set} */
    public Optional<String> tlsCertFile() {
        return flags.text(TLS_CERT_FILE);
    }

    /**
     * {@return {@code --tls-private-key-file}: the path of the key of the serving certificate; empty when it is not set}
     */
    public Optional<String> tlsPrivateKeyFile() {
        return flags.text(TLS_PRIVATE_KEY_FILE);
    }

    /** {@return the configuration of a kubelet that is started with these flags and no configuration file} */
    public KubeletConfiguration configuration() {
        return configuration(KubeletConfiguration.ofFlagsOnly());
    }

    /**
     * {@return the configuration of a kubelet that is started with these flags and a configuration file, whose fields they
     * change}
     *
     * @param file what the file says
     * @throws IllegalArgumentException with kubelet's words when it would refuse the result
     */
    public KubeletConfiguration configuration(KubeletConfiguration file) {
        KubeletConfiguration.Builder builder = file.toBuilder();
        rotateCertificates().ifPresent(builder::rotateCertificates);
        rotateServerCertificates().ifPresent(builder::serverTlsBootstrap);
        anonymousAuth().ifPresent(builder::authenticationAnonymousEnabled);
        authenticationTokenWebhook().ifPresent(builder::authenticationWebhookEnabled);
        port().ifPresent(builder::port);
        readOnlyPort().ifPresent(builder::readOnlyPort);
        // An empty flag hides what the file says.
        flags.last(CLIENT_CA_FILE).ifPresent(builder::authenticationX509ClientCaFile);
        flags.last(AUTHORIZATION_MODE).ifPresent(builder::authorizationMode);
        flags.last(TLS_CERT_FILE).ifPresent(builder::tlsCertFile);
        flags.last(TLS_PRIVATE_KEY_FILE).ifPresent(builder::tlsPrivateKeyFile);
        return builder.build();
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
        return KubeletFlagRules.findings(this);
    }

    /** Collects {@link KubeletFlags}. A value that kubelet would refuse is an IllegalArgumentException. */
    public static final class Builder {
        private final FlagSet.Builder flags;

        private Builder(FlagSet.Builder flags) {
            this.flags = flags;
        }

        private Builder set(Flag flag, Object value) {
            flags.set(flag, value);
            return this;
        }

        /**
         * {@return this builder, with {@code --bootstrap-kubeconfig}}
         *
         * @param path the path
         */
        public Builder bootstrapKubeconfig(String path) {
            return set(BOOTSTRAP_KUBECONFIG, path);
        }

        /**
         * {@return this builder, with {@code --kubeconfig}}
         *
         * @param path the path
         */
        public Builder kubeconfig(String path) {
            return set(KUBECONFIG, path);
        }

        /**
         * {@return this builder, with {@code --cert-dir}}
         *
         * @param path the path
         */
        public Builder certDir(String path) {
            return set(CERT_DIR, path);
        }

        /**
         * {@return this builder, with {@code --rotate-certificates}}
         *
         * @param enabled whether kubelet renews its client certificate
         */
        public Builder rotateCertificates(boolean enabled) {
            return set(ROTATE_CERTIFICATES, enabled);
        }

        /**
         * {@return this builder, with {@code --rotate-server-certificates}}
         *
         * @param enabled whether kubelet requests and renews its serving certificate
         */
        public Builder rotateServerCertificates(boolean enabled) {
            return set(ROTATE_SERVER_CERTIFICATES, enabled);
        }

        /**
         * {@return this builder, with {@code --config}}
         *
         * @param path the path
         */
        public Builder config(String path) {
            return set(CONFIG, path);
        }

        /**
         * {@return this builder, with {@code --hostname-override}}
         *
         * @param name the name
         */
        public Builder hostnameOverride(String name) {
            return set(HOSTNAME_OVERRIDE, name);
        }

        /**
         * {@return this builder, with {@code --client-ca-file}}
         *
         * @param path the path
         */
        public Builder clientCaFile(String path) {
            return set(CLIENT_CA_FILE, path);
        }

        /**
         * {@return this builder, with {@code --anonymous-auth}}
         *
         * @param enabled whether requests without credentials are let in
         */
        public Builder anonymousAuth(boolean enabled) {
            return set(ANONYMOUS_AUTH, enabled);
        }

        /**
         * {@return this builder, with {@code --authentication-token-webhook}}
         *
         * @param enabled whether the API server is asked about bearer tokens
         */
        public Builder authenticationTokenWebhook(boolean enabled) {
            return set(AUTHENTICATION_TOKEN_WEBHOOK, enabled);
        }

        /**
         * {@return this builder, with {@code --authorization-mode}}
         *
         * @param mode {@code AlwaysAllow} or {@code Webhook}
         */
        public Builder authorizationMode(String mode) {
            return set(AUTHORIZATION_MODE, mode);
        }

        /**
         * {@return this builder, with {@code --port}}
         *
         * @param port a port from 1 to 65535
         */
        public Builder port(int port) {
            return set(PORT, port);
        }

        /**
         * {@return this builder, with {@code --read-only-port}}
         *
         * @param port a port, or 0 for none
         */
        public Builder readOnlyPort(int port) {
            return set(READ_ONLY_PORT, port);
        }

        /**
         * {@return this builder, with {@code --tls-cert-file}}
         *
         * @param path the path
         */
        public Builder tlsCertFile(String path) {
            return set(TLS_CERT_FILE, path);
        }

        /**
         * {@return this builder, with {@code --tls-private-key-file}}
         *
         * @param path the path
         */
        public Builder tlsPrivateKeyFile(String path) {
            return set(TLS_PRIVATE_KEY_FILE, path);
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
         * @throws IllegalArgumentException with kubelet's words when it would refuse them
         */
        public KubeletFlags build() {
            return built(new KubeletFlags(flags.build()));
        }
    }
}
