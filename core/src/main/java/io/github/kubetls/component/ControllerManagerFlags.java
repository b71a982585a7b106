package io.github.kubetls.component;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.internal.flags.Flag;
import io.github.kubetls.internal.flags.FlagParser.Program;
import io.github.kubetls.internal.flags.FlagSet;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.internal.time.GoDuration;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The flags of kube-controller-manager that decide which certificate requests are approved and signed, with which CA, and
 * which controllers serve bootstrap tokens.
 *
 * <p>Either one CA signs for all signers, or each signer has its own; a mixture, or half a pair for one signer, cannot be
 * built. Paths are kept as written.
 *
 * <pre>{@code
 * --cluster-signing-cert-file=/etc/kubernetes/pki/ca.crt
 * --cluster-signing-key-file=/etc/kubernetes/pki/ca.key
 * --controllers=*,bootstrapsigner,tokencleaner
 * }</pre>
 *
 * <pre>{@code
 * ControllerManagerFlags flags = ControllerManagerFlags.builder()
 *     .clusterSigningCertFile("/etc/kubernetes/pki/ca.crt")
 *     .clusterSigningKeyFile("/etc/kubernetes/pki/ca.key")
 *     .controllers("*", "bootstrapsigner", "tokencleaner")
 *     .build();
 * }</pre>
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/">kube-controller-manager</a>
 */
public final class ControllerManagerFlags extends ComponentFlags {

    /**
     * The CA that signs for a signer.
     *
     * @param certFile path of the CA certificate
     * @param keyFile  path of the CA key
     */
    public record SigningFiles(String certFile, String keyFile) {}

    private record FilePair(Flag cert, Flag key, String nameInErrors) {

        static FilePair of(String infix, String nameInErrors) {
            return new FilePair(
                    Flag.text("cluster-signing-" + infix + "cert-file"),
                    Flag.text("cluster-signing-" + infix + "key-file"),
                    nameInErrors);
        }
    }

    private static final FilePair ALL = FilePair.of("", "");

    private static final Map<SignerName, FilePair> SIGNERS = signers();
    private static final Flag CLUSTER_SIGNING_DURATION =
            new Flag("cluster-signing-duration", Flag.Kind.DURATION).formerly("experimental-cluster-signing-duration");
    private static final Flag CONTROLLERS = Flag.list("controllers");
    private static final List<Flag> KNOWN = known();

    /** Names since about release 1.28, by the names before, which stay as aliases. */
    private static final Map<String, String> CANONICAL_CONTROLLERS = Map.of(
            "bootstrapsigner", "bootstrap-signer-controller",
            "tokencleaner", "token-cleaner-controller",
            "csrapproving", "certificatesigningrequest-approving-controller",
            "csrsigning", "certificatesigningrequest-signing-controller",
            "csrcleaner", "certificatesigningrequest-cleaner-controller");

    private static final Set<String> OFF_BY_DEFAULT =
            Set.of("bootstrap-signer-controller", "token-cleaner-controller", "selinux-warning-controller");
    private static final Duration SHORTEST_REQUEST = Duration.ofMinutes(10);

    private static final List<FlagChange> CHANGES = List.of(
            FlagChange.removed(
                    CLUSTER_SIGNING_DURATION.formerName(),
                    Feature.EXPERIMENTAL_SIGNING_DURATION_REMOVED,
                    "write " + CLUSTER_SIGNING_DURATION),
            FlagChange.added("tls-curve-preferences", Feature.TLS_CURVE_PREFERENCES));

    private ControllerManagerFlags(FlagSet flags) {
        super(flags);
    }

    /** By signer. The names in errors are not those of the flags: so says kube-controller-manager. */
    private static Map<SignerName, FilePair> signers() {
        Map<SignerName, FilePair> signers = new LinkedHashMap<>();
        signers.put(SignerName.KUBELET_SERVING, FilePair.of("kubelet-serving-", "cluster-signing-kubelet-serving"));
        signers.put(
                SignerName.KUBE_APISERVER_CLIENT_KUBELET,
                FilePair.of("kubelet-client-", "cluster-signing-kube-apiserver-client"));
        signers.put(
                SignerName.KUBE_APISERVER_CLIENT,
                FilePair.of("kube-apiserver-client-", "cluster-signing-kube-apiserver"));
        signers.put(SignerName.LEGACY_UNKNOWN, FilePair.of("legacy-unknown-", "cluster-signing-legacy-unknown"));
        return Collections.unmodifiableMap(signers);
    }

    private static List<Flag> known() {
        List<Flag> known = new ArrayList<>(List.of(ALL.cert, ALL.key));
        SIGNERS.values().forEach(pair -> known.addAll(List.of(pair.cert, pair.key)));
        known.addAll(List.of(CLUSTER_SIGNING_DURATION, CONTROLLERS));
        return List.copyOf(known);
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
     * @throws InvalidFormatException when kube-controller-manager would refuse a flag above, or their combination
     */
    public static ControllerManagerFlags parse(String text) {
        return parsed(new ControllerManagerFlags(FlagLines.ofText(text).read(Program.CONTROL_PLANE, KNOWN)));
    }

    /**
     * {@return the flags of a command line}
     *
     * @param arguments the arguments without the program's name
     * @throws InvalidFormatException when kube-controller-manager would refuse a flag above, or their combination
     */
    public static ControllerManagerFlags parse(List<String> arguments) {
        return parsed(new ControllerManagerFlags(FlagLines.ofVector(arguments).read(Program.CONTROL_PLANE, KNOWN)));
    }

    /**
     * {@return the flags of a file with one flag per line}
     *
     * @param file the file
     * @throws IOException when it cannot be read, or is larger than 1 MiB
     * @throws InvalidFormatException as {@link #parse(String)} does, with the file as the source of its location
     */
    public static ControllerManagerFlags read(Path file) throws IOException {
        return read(file, ControllerManagerFlags::parse);
    }

    @Override
    List<String> conflicts() {
        List<String> conflicts = new ArrayList<>();
        for (FilePair pair : SIGNERS.values()) {
            boolean cert = flags.text(pair.cert).isPresent();
            boolean key = flags.text(pair.key).isPresent();
            if (cert != key) {
                conflicts.add('"' + pair.nameInErrors + "\": cannot specify "
                        + (cert ? "cert without key" : "key without cert"));
            }
        }
        if (hasSpecificFiles() && anyFile(ALL)) {
            conflicts.add("cannot specify --cluster-signing-{cert,key}-file and other --cluster-signing-*-file flags"
                    + " at the same time");
        }
        return conflicts;
    }

    private boolean hasSpecificFiles() {
        return SIGNERS.values().stream().anyMatch(this::anyFile);
    }

    private boolean anyFile(FilePair pair) {
        return flags.text(pair.cert).isPresent() || flags.text(pair.key).isPresent();
    }

    private Optional<SigningFiles> files(FilePair pair) {
        Optional<String> key = flags.text(pair.key);
        return flags.text(pair.cert).flatMap(cert -> key.map(file -> new SigningFiles(cert, file)));
    }

    /**
     * {@return {@code --cluster-signing-cert-file}: the path of the certificate of the CA that signs for all signers; empty
     * when it is not set}
     */
    public Optional<String> clusterSigningCertFile() {
        return flags.text(ALL.cert);
    }

    /**
     * {@return {@code --cluster-signing-key-file}: the path of the key of the CA that signs for all signers; empty when it
     * is not set}
     */
    public Optional<String> clusterSigningKeyFile() {
        return flags.text(ALL.key);
    }

    /**
     * {@return the files of the CA that signs for a signer, or empty when none does, so that approved requests stay
     * without a certificate} As soon as one signer has files of its own, only such files count.
     *
     * @param signerName the signer, such as {@link SignerName#KUBELET_SERVING}
     */
    public Optional<SigningFiles> signingFiles(SignerName signerName) {
        @Nullable FilePair pair = SIGNERS.get(signerName);
        if (pair == null || !isControllerEnabled("csrsigning")) {
            return Optional.empty();
        }
        return files(hasSpecificFiles() ? pair : ALL);
    }

    /** {@return {@code --cluster-signing-duration}: how long certificates live at most; 8760 hours when it is not set} */
    public Duration clusterSigningDuration() {
        return flags.duration(CLUSTER_SIGNING_DURATION).orElse(Duration.ofHours(8760));
    }

    /**
     * {@return {@code --controllers}: the controllers that run, {@code *} for those that do by default, and those that do
     * not after a dash; {@code *} when it is not set}
     */
    public List<String> controllers() {
        return flags.list(CONTROLLERS, "*");
    }

    /**
     * {@return whether a controller runs} The first entry that names it decides; without one {@code *} does, except for
     * those that are off by default, such as {@code bootstrapsigner} and {@code tokencleaner}.
     *
     * @param name its name, such as {@code tokencleaner} or {@code token-cleaner-controller}; upper and lower case differ
     */
    public boolean isControllerEnabled(String name) {
        String wanted = CANONICAL_CONTROLLERS.getOrDefault(name, name);
        for (String entry : controllers()) {
            boolean off = entry.startsWith("-");
            String plain = off ? entry.substring(1) : entry;
            if (CANONICAL_CONTROLLERS.getOrDefault(plain, plain).equals(wanted)) {
                return !off;
            }
        }
        return controllers().contains("*") && !OFF_BY_DEFAULT.contains(wanted);
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
        List<Finding> findings = new ArrayList<>();
        controllerFindings(findings);
        if (isControllerEnabled("csrsigning")) {
            signingFindings(findings);
        }
        return List.copyOf(findings);
    }

    private void controllerFindings(List<Finding> findings) {
        for (String controller : List.of("csrapproving", "csrsigning", "csrcleaner")) {
            if (!isControllerEnabled(controller)) {
                findings.add(Finding.warning(
                        "CERTIFICATE_CONTROLLER_DISABLED",
                        Location.of("--controllers"),
                        controller + " does not run",
                        "add " + controller + " or *, unless another program does its work"));
            }
        }
        for (String controller : List.of("bootstrapsigner", "tokencleaner")) {
            if (!isControllerEnabled(controller)) {
                findings.add(Finding.info(
                        "TOKEN_CONTROLLER_DISABLED",
                        Location.of("--controllers"),
                        controller.equals("bootstrapsigner")
                                ? "bootstrapsigner does not run: cluster-info is not signed, joining with a token fails"
                                : "tokencleaner does not run: expired bootstrap tokens stay in the cluster",
                        "set --controllers=*,bootstrapsigner,tokencleaner"));
            }
        }
        for (String entry : controllers()) {
            String plain = entry.startsWith("-") ? entry.substring(1) : entry;
            CANONICAL_CONTROLLERS.forEach((old, current) -> {
                for (String name : List.of(old, current)) {
                    if (plain.equalsIgnoreCase(name) && !plain.equals(name)) {
                        findings.add(Finding.error(
                                "CONTROLLER_UNKNOWN",
                                Location.of("--controllers"),
                                '"' + plain + "\" is not in the list of known controllers",
                                "write " + name));
                    }
                }
            });
        }
    }

    private void signingFindings(List<Finding> findings) {
        if (hasSpecificFiles()) {
            for (SignerName signer : List.of(SignerName.KUBE_APISERVER_CLIENT_KUBELET, SignerName.KUBELET_SERVING)) {
                FilePair pair = Objects.requireNonNull(SIGNERS.get(signer));
                if (signingFiles(signer).isEmpty()) {
                    findings.add(Finding.warning(
                            "SIGNER_DISABLED",
                            Location.none(),
                            "no CA signs for " + signer.value() + " because other signers have files of their own",
                            "set --" + pair.cert.name() + " and --" + pair.key.name()));
                }
            }
        } else if (files(ALL).isEmpty()) {
            findings.add(Finding.error(
                    "SIGNING_CA_MISSING",
                    Location.of(
                            anyFile(ALL) && clusterSigningKeyFile().isEmpty()
                                    ? "--cluster-signing-key-file"
                                    : "--cluster-signing-cert-file"),
                    anyFile(ALL)
                            ? "only one of certificate and key is set: the signers are off, without an error"
                            : "no CA is set: the signers are off, approved requests stay without a certificate",
                    "set both --cluster-signing-cert-file and --cluster-signing-key-file"));
        }
        if (clusterSigningDuration().compareTo(SHORTEST_REQUEST) < 0) {
            findings.add(Finding.warning(
                    "SIGNING_DURATION_INSUFFICIENT",
                    Location.of("--cluster-signing-duration"),
                    "is below ten minutes, the shortest that a request may ask for",
                    "set at least 1h, so that nodes have time to renew"));
        }
    }

    /**
     * Collects {@link ControllerManagerFlags}. A value that kube-controller-manager would refuse is an
     * IllegalArgumentException.
     */
    public static final class Builder {
        private final FlagSet.Builder flags;

        private Builder(FlagSet.Builder flags) {
            this.flags = flags;
        }

        /**
         * {@return this builder, with {@code --cluster-signing-cert-file}}
         *
         * @param path path of the certificate of the CA that signs for all signers
         */
        public Builder clusterSigningCertFile(String path) {
            flags.set(ALL.cert, path);
            return this;
        }

        /**
         * {@return this builder, with {@code --cluster-signing-key-file}}
         *
         * @param path path of the key of the CA that signs for all signers
         */
        public Builder clusterSigningKeyFile(String path) {
            flags.set(ALL.key, path);
            return this;
        }

        /**
         * {@return this builder, with the CA of one signer, such as {@code --cluster-signing-kubelet-serving-cert-file} and
         * its key}
         *
         * @param signerName the signer, such as {@link SignerName#KUBELET_SERVING}
         * @param files      the files of its CA
         * @throws IllegalArgumentException when the signer is not a built-in one
         */
        public Builder signingFiles(SignerName signerName, SigningFiles files) {
            @Nullable FilePair pair = SIGNERS.get(signerName);
            if (pair == null) {
                throw new IllegalArgumentException("kube-controller-manager does not sign for " + signerName.value());
            }
            flags.set(pair.cert, files.certFile());
            flags.set(pair.key, files.keyFile());
            return this;
        }

        /**
         * {@return this builder, with {@code --cluster-signing-duration}}
         *
         * @param duration how long certificates live at most
         */
        public Builder clusterSigningDuration(Duration duration) {
            flags.set(CLUSTER_SIGNING_DURATION, GoDuration.format(duration));
            return this;
        }

        /**
         * {@return this builder, with {@code --controllers}}
         *
         * @param controllers names, names after a dash, and {@code *}
         */
        public Builder controllers(String... controllers) {
            return controllers(List.of(controllers));
        }

        /**
         * {@return this builder, with {@code --controllers}}
         *
         * @param controllers names, names after a dash, and {@code *}
         */
        public Builder controllers(List<String> controllers) {
            flags.set(CONTROLLERS, controllers);
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
         * @throws IllegalArgumentException with kube-controller-manager's words when it would refuse their combination
         */
        public ControllerManagerFlags build() {
            return built(new ControllerManagerFlags(flags.build()));
        }
    }
}
