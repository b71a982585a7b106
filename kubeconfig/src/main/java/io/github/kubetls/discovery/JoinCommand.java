package io.github.kubetls.discovery;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.internal.flags.BadFlag;
import io.github.kubetls.internal.flags.Flag;
import io.github.kubetls.internal.flags.FlagParser;
import io.github.kubetls.internal.flags.FlagSet;
import io.github.kubetls.internal.flags.ShellWords;
import io.github.kubetls.internal.text.Invisible;
import io.github.kubetls.internal.text.TextKind;
import io.github.kubetls.kubeadm.CertificateKey;
import io.github.kubetls.token.BootstrapToken;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The {@code kubeadm join} command line that an administrator hands to a new node, for a worker or for the control plane.
 *
 * <p>It has an endpoint with a port, a bootstrap token, and the pins of all CA certificates of the cluster, or says explicitly
 * that there are none. {@link #toString()} shows neither the token's secret nor the certificate key;
 * {@link #toCommandLine()} does.
 *
 * <pre>{@code
 * kubeadm join 10.138.0.2:6443 --token 07401b.… --discovery-token-ca-cert-hash sha256:bfa6ad90…
 *
 * String line = JoinCommand.builder("https://10.138.0.2:6443", token).caCertificates(caPem).build().toCommandLine();
 * TokenDiscovery discovery = JoinCommand.parse(line).discovery();
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/setup-tools/kubeadm/kubeadm-join/">kubeadm join</a>
 */
public final class JoinCommand {

    private static final Flag TOKEN = Flag.text("token");
    private static final Flag DISCOVERY_TOKEN = Flag.text("discovery-token");
    private static final Flag DISCOVERY_FILE = Flag.text("discovery-file");
    private static final Flag TLS_BOOTSTRAP_TOKEN = Flag.text("tls-bootstrap-token");
    private static final Flag PIN = Flag.list("discovery-token-ca-cert-hash");
    private static final Flag UNSAFE = Flag.bool("discovery-token-unsafe-skip-ca-verification");
    private static final Flag CONTROL_PLANE = Flag.bool("control-plane");
    private static final Flag CERTIFICATE_KEY = Flag.text("certificate-key");
    private static final List<Flag> KNOWN = known();

    private static List<Flag> known() {
        List<Flag> known = new ArrayList<>();
        known.addAll(List.of(TOKEN, DISCOVERY_TOKEN, DISCOVERY_FILE, TLS_BOOTSTRAP_TOKEN));
        known.addAll(List.of(PIN, UNSAFE, CONTROL_PLANE, CERTIFICATE_KEY));
        known.add(new Flag("v", Flag.Kind.INTEGER).shorthand("v").keep());
        keep(known, Flag.Kind.INTEGER, "apiserver-bind-port");
        keep(known, Flag.Kind.LIST, "ignore-preflight-errors skip-phases");
        keep(known, Flag.Kind.BOOLEAN, "add-dir-header dry-run one-output skip-headers skip-log-headers");
        keep(known, Flag.Kind.TEXT, "apiserver-advertise-address config cri-socket experimental-patches node-name");
        keep(known, Flag.Kind.TEXT, "patches rootfs vmodule");
        return List.copyOf(known);
    }

    private static void keep(List<Flag> known, Flag.Kind kind, String names) {
        List.of(names.split(" ")).forEach(name -> known.add(new Flag(name, kind).keep()));
    }

    private final Endpoint endpoint;
    private final BootstrapToken token;
    private final BootstrapToken tlsBootstrapToken;
    private final List<CaPin> pins;
    private final boolean unsafe;
    private final boolean controlPlane;
    private final @Nullable CertificateKey certificateKey;
    private final List<String> otherArguments;

    private JoinCommand(Builder builder) {
        this.endpoint = builder.endpoint;
        this.token = builder.token;
        this.tlsBootstrapToken = builder.tlsBootstrapToken;
        this.pins = builder.pins;
        this.unsafe = builder.unsafe;
        this.controlPlane = builder.controlPlane;
        this.certificateKey = builder.certificateKey;
        this.otherArguments = builder.otherArguments;
    }

    /**
     * {@return a builder of a command for a worker} Pins follow: {@link Builder#caCertificates} or
     * {@link Builder#caPins}, or explicitly none.
     *
     * @param server the API server as a kubeconfig has it, such as {@code https://10.138.0.2:6443}, of which host and port
     *     are kept and 443 is filled in; or {@code host:port}
     * @param token  the token to find the cluster by and to join with
     * @throws IllegalArgumentException when the server is neither
     */
    public static Builder builder(String server, BootstrapToken token) {
        try {
            return new Builder(Endpoint.ofServer(server, Location.none()), token);
        } catch (InvalidFormatException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * Reads a command line, as kubeadm prints it or as an administrator wrote it: flags in any order, with a blank or an equals
     * sign, pins repeated or separated by commas, lines continued by a backslash.
     *
     * @param text the command line, beginning with {@code kubeadm join}
     * @return the command
     * @throws InvalidFormatException with code {@code SETTINGS_INVALID} when there is no endpoint or a wrong one, no
     *     token, or neither a pin nor the flag to do without, {@code TOKEN_INVALID}, {@code PIN_INVALID},
     *     {@code CERTIFICATE_KEY_INVALID}, {@code FLAG_UNKNOWN}, or {@code COMMAND_INVALID} for what is not a plain command
     *     line; with the flag as location
     */
    public static JoinCommand parse(String text) {
        try {
            return parsed(text);
        } catch (InvalidFormatException e) {
            Optional<String> kind =
                    TextKind.of(text).filter(found -> !text.isBlank() && !found.equals(TextKind.JOIN_COMMAND));
            if (kind.isPresent()) {
                throw new InvalidFormatException(
                        e.code(), Location.none(), "the text is no join command; it is " + kind.get());
            }
            throw Invisible.in(text).map(found -> pasted(e, text, found)).orElse(e);
        }
    }

    /** A shell takes what looks like a blank for a part of the word. */
    private static InvalidFormatException pasted(InvalidFormatException e, String text, Invisible found) {
        String before = text.substring(0, found.offset());
        int lineStart = before.lastIndexOf('\n') + 1;
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        return new InvalidFormatException(
                e.code(),
                e.location().at(line, before.codePointCount(lineStart, before.length()) + 1),
                "there is the invisible character " + found.name() + "; type a blank where one belongs: " + e.rule());
    }

    private static JoinCommand parsed(String text) {
        List<String> words = ShellWords.split(text);
        int at = !words.isEmpty() && words.get(0).equals("sudo") ? 1 : 0;
        boolean kubeadm = at + 1 < words.size()
                && (words.get(at).equals("kubeadm") || words.get(at).endsWith("/kubeadm"))
                && words.get(at + 1).equals("join");
        if (!kubeadm) {
            throw new InvalidFormatException(
                    "COMMAND_INVALID", Location.of("word " + (at + 1)), "the command does not begin with kubeadm join");
        }
        int first = at + 2;
        try {
            return of(FlagParser.parse(
                    FlagParser.Program.KUBEADM, words.subList(first, words.size()), new FlagSet.Builder(KNOWN)));
        } catch (BadFlag e) {
            String word = "word " + (first + e.index() + 1);
            throw e.reason() == BadFlag.Reason.FLAG_UNKNOWN
                    ? new InvalidFormatException(
                            "FLAG_UNKNOWN", Location.of(word), "is a flag that kubeadm join does not have")
                    : new InvalidFormatException(
                            "COMMAND_INVALID",
                            Location.of(e.flag().isEmpty() ? word : e.flag()),
                            String.valueOf(e.getMessage()));
        }
    }

    private static JoinCommand of(FlagSet flags) {
        if (flags.isSet(DISCOVERY_FILE)) {
            throw new InvalidFormatException(
                    "SETTINGS_INVALID",
                    Location.of(DISCOVERY_FILE.toString()),
                    "finds the cluster by a file: use FileDiscovery");
        }
        // kubeadm warns of further operands and uses the first.
        String server = Stream.concat(flags.operands().stream(), flags.operandsAfterDashes().stream())
                .findFirst()
                .orElseThrow(() -> new InvalidFormatException(
                        "SETTINGS_INVALID",
                        Location.of("endpoint"),
                        "the command names no API server: write host:port after kubeadm join"));
        Endpoint endpoint = Endpoint.parse(server, Location.of("endpoint"));
        Optional<String> both = flags.text(TOKEN);
        Optional<String> find = flags.text(DISCOVERY_TOKEN).or(() -> both);
        Optional<String> join = flags.text(TLS_BOOTSTRAP_TOKEN).or(() -> both).or(() -> find);
        Builder builder = new Builder(endpoint, part(TOKEN, find.orElse(""), JoinCommand::token))
                .tlsBootstrapToken(part(TLS_BOOTSTRAP_TOKEN, join.orElse(""), JoinCommand::token))
                .otherArguments(flags.others());
        builder.unsafe = flags.bool(UNSAFE).orElse(false);
        if (flags.list(PIN).isEmpty() && !builder.unsafe) {
            throw new InvalidFormatException(
                    "SETTINGS_INVALID",
                    Location.of(PIN.toString()),
                    "there is no pin, and " + UNSAFE + " is not set either");
        }
        builder.caPins(part(PIN, flags.list(PIN), CaPin::parseAll));
        flags.text(CERTIFICATE_KEY)
                .ifPresent(key -> builder.certificateKey = part(CERTIFICATE_KEY, key, CertificateKey::parse));
        builder.controlPlane = flags.bool(CONTROL_PLANE).orElse(false);
        return builder.build();
    }

    private static BootstrapToken token(String text) {
        if (text.isEmpty()) {
            throw new InvalidFormatException("SETTINGS_INVALID", Location.none(), "there is no token");
        }
        return BootstrapToken.parse(text);
    }

    /** Reads the value of a flag, which is where it is found wrong. */
    private static <T, P> P part(Flag flag, T value, Function<T, P> parse) {
        try {
            return parse.apply(value);
        } catch (InvalidFormatException e) {
            throw e.within(Location.of(flag.toString()));
        }
    }

    /** {@return a builder with all that is in this command} */
    public Builder toBuilder() {
        Builder builder = new Builder(endpoint, token);
        builder.tlsBootstrapToken = tlsBootstrapToken;
        builder.pins = pins;
        builder.unsafe = unsafe;
        builder.controlPlane = controlPlane;
        builder.certificateKey = certificateKey;
        builder.otherArguments = otherArguments;
        return builder;
    }

    /** {@return host and port of the API server, {@code host:port}} */
    public String endpoint() {
        return endpoint.toString();
    }

    /** {@return the token to find the cluster by} */
    public BootstrapToken token() {
        return token;
    }

    /** {@return the token to join with, most often the same as {@link #token()}} */
    public BootstrapToken tlsBootstrapToken() {
        return tlsBootstrapToken;
    }

    /** {@return the pins in order; none only if the command says so} */
    public List<CaPin> caPins() {
        return pins;
    }

    /** {@return whether the command does without pins, by {@code --discovery-token-unsafe-skip-ca-verification}} */
    public boolean isUnsafeSkipCaVerification() {
        return unsafe;
    }

    /** {@return whether the node joins the control plane, by {@code --control-plane}} */
    public boolean isControlPlane() {
        return controlPlane;
    }

    /**
     * {@return the key that decrypts the control plane's certificates, or empty when the certificates come another way}
     */
    public Optional<CertificateKey> certificateKey() {
        return Optional.ofNullable(certificateKey);
    }

    /** {@return the arguments that do not concern discovery, such as {@code --node-name}, word by word, in order} */
    public List<String> otherArguments() {
        return otherArguments;
    }

    /** {@return the discovery that the command asks for, with its defaults} */
    public TokenDiscovery discovery() {
        TokenDiscovery.Builder discovery =
                TokenDiscovery.builder(endpoint(), token).caPins(pins);
        return (unsafe ? discovery.unsafeSkipCaVerification() : discovery).build();
    }

    /**
     * {@return the command on one line, with one blank between words and no line feed} It holds the token and the
     * certificate key: keep it out of logs and messages.
     */
    public String toCommandLine() {
        String key = certificateKey == null ? "" : certificateKey.hex();
        return String.join(" ", words(token.bearerToken(), tlsBootstrapToken.bearerToken(), key));
    }

    private List<String> words(String discoveryText, String joinText, String key) {
        List<String> words = new ArrayList<>(List.of("kubeadm", "join", endpoint()));
        if (token.equals(tlsBootstrapToken)) {
            words.addAll(List.of(TOKEN.toString(), discoveryText));
        } else {
            words.addAll(List.of(DISCOVERY_TOKEN.toString(), discoveryText, TLS_BOOTSTRAP_TOKEN.toString(), joinText));
        }
        pins.forEach(pin -> words.addAll(List.of(PIN.toString(), pin.toString())));
        if (unsafe) {
            words.add(UNSAFE.toString());
        }
        if (controlPlane) {
            words.add(CONTROL_PLANE.toString());
        }
        if (certificateKey != null) {
            words.addAll(List.of(CERTIFICATE_KEY.toString(), key));
        }
        otherArguments.forEach(argument -> words.add(quoted(argument)));
        return words;
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JoinCommand that
                && endpoint.equals(that.endpoint)
                && token.equals(that.token)
                && tlsBootstrapToken.equals(that.tlsBootstrapToken)
                && pins.equals(that.pins)
                && unsafe == that.unsafe
                && controlPlane == that.controlPlane
                && Objects.equals(certificateKey, that.certificateKey)
                && otherArguments.equals(that.otherArguments);
    }

    @Override
    public int hashCode() {
        return Objects.hash(endpoint, token, pins, controlPlane);
    }

    /** The command with the token's secret and the certificate key replaced, and without other arguments' values. */
    @Override
    public String toString() {
        List<String> words = words(token.id() + ".<redacted>", tlsBootstrapToken.id() + ".<redacted>", "<redacted>");
        return String.join(" ", words.subList(0, words.size() - otherArguments.size()));
    }

    /** Collects the parts of a {@link JoinCommand}. */
    public static final class Builder {
        private final Endpoint endpoint;
        private final BootstrapToken token;
        private BootstrapToken tlsBootstrapToken;
        private List<CaPin> pins = List.of();
        private boolean unsafe;
        private boolean controlPlane;
        private @Nullable CertificateKey certificateKey;
        private List<String> otherArguments = List.of();

        Builder(Endpoint endpoint, BootstrapToken token) {
            this.endpoint = endpoint;
            this.token = Objects.requireNonNull(token, "token");
            this.tlsBootstrapToken = token;
        }

        /**
         * {@return this builder, with another token to join with than the one that finds the cluster}
         *
         * @param token the token
         */
        public Builder tlsBootstrapToken(BootstrapToken token) {
            this.tlsBootstrapToken = Objects.requireNonNull(token, "token");
            return this;
        }

        /**
         * {@return this builder, with the pins of the cluster's CA certificates}
         *
         * @param pins the pins, in order
         */
        public Builder caPins(CaPin... pins) {
            return caPins(List.of(pins));
        }

        /**
         * {@return this builder, with the pins of the cluster's CA certificates}
         *
         * @param pins the pins, in order
         */
        public Builder caPins(List<CaPin> pins) {
            this.pins = List.copyOf(pins);
            return this;
        }

        /**
         * {@return this builder, with a pin for every certificate of the cluster's CA bundle, in its order}
         *
         * @param pem the bundle as PEM text
         * @throws InvalidFormatException when there is no certificate in it, or one that cannot be read
         */
        public Builder caCertificates(String pem) {
            return caCertificates(Pem.parseCertificates(pem));
        }

        /**
         * {@return this builder, with a pin for every certificate of the cluster's CA bundle, in its order}
         *
         * @param certificates the certificates
         */
        public Builder caCertificates(X509Certificate... certificates) {
            return caCertificates(List.of(certificates));
        }

        /**
         * {@return this builder, with a pin for every certificate of the cluster's CA bundle, in its order}
         *
         * @param certificates the certificates
         */
        public Builder caCertificates(List<X509Certificate> certificates) {
            return caPins(certificates.stream().map(CaPin::of).toList());
        }

        /** {@return this builder, for discovery without pins: whoever knows the token can then pose as the cluster} */
        public Builder unsafeSkipCaVerification() {
            this.unsafe = true;
            return this;
        }

        /** {@return this builder, for a node of the control plane whose certificates are already on it} */
        public Builder controlPlane() {
            this.controlPlane = true;
            return this;
        }

        /**
         * {@return this builder, for a node of the control plane that gets its certificates from the Secret
         * {@code kubeadm-certs}}
         *
         * @param key the key that they are encrypted with
         */
        public Builder certificateKey(CertificateKey key) {
            this.certificateKey = Objects.requireNonNull(key, "key");
            return controlPlane();
        }

        /**
         * {@return this builder, with arguments that do not concern discovery}
         *
         * @param arguments words such as {@code --node-name=worker-1}, in order
         */
        public Builder otherArguments(String... arguments) {
            return otherArguments(List.of(arguments));
        }

        /**
         * {@return this builder, with arguments that do not concern discovery}
         *
         * @param arguments words such as {@code --node-name=worker-1}, in order
         */
        public Builder otherArguments(List<String> arguments) {
            this.otherArguments = List.copyOf(arguments);
            return this;
        }

        /**
         * {@return the command}
         *
         * @throws IllegalStateException when there are neither pins nor {@link #unsafeSkipCaVerification}
         */
        public JoinCommand build() {
            if (pins.isEmpty() && !unsafe) {
                throw new IllegalStateException("set the pins of the CA, or call unsafeSkipCaVerification");
            }
            return new JoinCommand(this);
        }
    }
}
