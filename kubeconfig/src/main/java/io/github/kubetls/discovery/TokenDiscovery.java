package io.github.kubetls.discovery;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.discovery.DiscoveryStep.FetchFailure;
import io.github.kubetls.discovery.DiscoveryStep.Trust;
import io.github.kubetls.kubeadm.KubeadmTimeout;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.token.BootstrapToken;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Finds a cluster by an endpoint, a bootstrap token and the pins of its CA, as {@code kubeadm join} does, and trusts
 * nothing on the way that neither the token nor the pins vouch for.
 *
 * <p>It needs {@code cluster-info} twice: first from a server whose certificate cannot be checked yet, when the
 * token's signature vouches for it; then from a server that holds a certificate of a pinned CA. The two documents must
 * be the same. It makes no requests itself: {@link #begin} yields the first {@link DiscoveryStep}. A CA may have any
 * of the pins. Only pinned CAs are trusted, unless {@link Builder#trustWholeBundle} says otherwise.
 *
 * <pre>{@code
 * DiscoveryStep step = TokenDiscovery.builder("10.138.0.2:6443", token).caPins(pin).build().begin(now);
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/setup-tools/kubeadm/kubeadm-join/#discovering-what-cluster-ca-to-trust">
 *     Discovering what cluster CA to trust</a>
 */
public final class TokenDiscovery {

    private final Endpoint endpoint;
    private final BootstrapToken token;
    private final List<CaPin> pins;
    private final boolean wholeBundle;
    private final boolean exactlyOneCluster;
    private final boolean failFast;
    private final Duration timeout;

    private TokenDiscovery(Builder builder) {
        this.endpoint = builder.endpoint;
        this.token = builder.token;
        this.pins = builder.pins;
        this.wholeBundle = builder.wholeBundle;
        this.exactlyOneCluster = builder.exactlyOneCluster;
        this.failFast = builder.failFast;
        this.timeout = builder.timeout;
    }

    /**
     * {@return a builder with an endpoint and a token} Pins follow: {@link Builder#caPins}, or explicitly none.
     *
     * @param endpoint {@code host:port} of an API server, with an IPv6 address in brackets
     * @param token    the token that has signed cluster-info
     * @throws IllegalArgumentException when the endpoint is not host and port
     */
    public static Builder builder(String endpoint, BootstrapToken token) {
        try {
            return new Builder(Endpoint.parse(endpoint, Location.none()), token);
        } catch (InvalidFormatException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** {@return a builder with all that is in this discovery} */
    public Builder toBuilder() {
        Builder builder = new Builder(endpoint, token);
        builder.pins = pins;
        builder.unsafe = pins.isEmpty();
        builder.wholeBundle = wholeBundle;
        builder.exactlyOneCluster = exactlyOneCluster;
        builder.failFast = failFast;
        builder.timeout = timeout;
        return builder;
    }

    /**
     * {@return what is wrong with a text as an endpoint; nothing when {@link #builder} takes it}
     *
     * @param endpoint the text, which should be {@code host:port}; it is not quoted, as it may hold a password
     */
    public static List<FieldError> violationsOfEndpoint(String endpoint) {
        return Endpoint.defect(endpoint).stream()
                .map(defect -> FieldError.invalid("", "", defect))
                .toList();
    }

    /**
     * {@return the first step, a request}
     *
     * @param now the time, from which the timeout counts
     */
    public DiscoveryStep begin(Instant now) {
        return new SignaturePolling(new Trust.Unverified(), now, this::firstDocument).begin();
    }

    /** Waits until there is a signature for the token, whatever it is worth. */
    private final class SignaturePolling extends Polling {
        private final BiFunction<ClusterInfo, Instant, DiscoveryStep> next;

        SignaturePolling(Trust trust, Instant now, BiFunction<ClusterInfo, Instant, DiscoveryStep> next) {
            super(URI.create("https://" + endpoint + PATH), trust, timeout, now);
            this.next = next;
        }

        @Override
        DiscoveryStep received(ClusterInfo clusterInfo, Instant now) {
            if (clusterInfo.signatures().containsKey(token.id())) {
                return next.apply(clusterInfo, now);
            }
            return again(
                    now,
                    new DiscoveryStep.Failed(
                            DiscoveryStep.Reason.SIGNATURE_MISSING,
                            "cluster-info has no signature for the token id \"" + token.id() + "\", only for "
                                    + clusterInfo.signatures().keySet()
                                    + ": the token is unknown or expired, or may not sign, or the controllers bootstrapsigner and"
                                    + " tokencleaner are not enabled"));
        }

        @Override
        DiscoveryStep failed(FetchFailure failure, Instant now) {
            DiscoveryStep.Failed end = new DiscoveryStep.Failed(
                    DiscoveryStep.Reason.CLUSTER_INFO_UNREACHABLE,
                    failure.kind().description());
            return failFast && failure.isRefusal() ? end : again(now, end);
        }
    }

    private DiscoveryStep firstDocument(ClusterInfo clusterInfo, Instant now) {
        ClusterInfo.Verification verification = clusterInfo.verify(token);
        if (verification != ClusterInfo.Verification.VALID) {
            return unsigned(verification);
        }
        String text = clusterInfo.kubeconfig().orElseThrow();
        Kubeconfig document;
        try {
            document = Kubeconfig.parse(text);
        } catch (InvalidFormatException e) {
            return new DiscoveryStep.Failed(
                    DiscoveryStep.Reason.KUBECONFIG_INVALID,
                    "the signed document is not a kubeconfig: " + e.getMessage());
        }
        Optional<String> name = exactlyOneCluster ? onlyCluster(document) : DiscoveredCluster.name(document);
        if (name.isEmpty()) {
            return new DiscoveryStep.Failed(
                    DiscoveryStep.Reason.DISCOVERY_CLUSTER_MISSING,
                    "the signed kubeconfig has " + document.clusters().size() + " clusters, and "
                            + (exactlyOneCluster
                                    ? "exactly one is expected"
                                    : "none of them without a name or of the current context"));
        }
        DiscoveredCluster found = DiscoveredCluster.of(name.get(), document, text);
        return pins.isEmpty() ? new DiscoveryStep.Discovered(found) : pinned(found, now);
    }

    private static Optional<String> onlyCluster(Kubeconfig document) {
        return document.clusters().keySet().stream()
                .findFirst()
                .filter(cluster -> document.clusters().size() == 1);
    }

    private static DiscoveryStep unsigned(ClusterInfo.Verification verification) {
        return switch (verification) {
            case KUBECONFIG_MISSING ->
                new DiscoveryStep.Failed(
                        DiscoveryStep.Reason.KUBECONFIG_MISSING,
                        "cluster-info has no kubeconfig: the cluster is not set up for joining by token");
            case SIGNATURE_EMPTY ->
                new DiscoveryStep.Failed(
                        DiscoveryStep.Reason.SIGNATURE_EMPTY,
                        "the signature is empty: the token is unknown to the cluster, or has expired");
            default ->
                new DiscoveryStep.Failed(
                        DiscoveryStep.Reason.SIGNATURE_INVALID,
                        "the signature does not fit: the document was changed after it was signed, the token has another secret,"
                                + " or somebody forged it");
        };
    }

    private DiscoveryStep pinned(DiscoveredCluster found, Instant now) {
        String pem = found.certificateAuthorities().orElse("");
        List<X509Certificate> bundle;
        try {
            bundle = Pem.parseCertificates(pem);
        } catch (InvalidFormatException e) {
            return new DiscoveryStep.Failed(
                    DiscoveryStep.Reason.CA_INVALID,
                    "the CA certificates of the signed kubeconfig cannot be read: " + e.getMessage());
        }
        List<X509Certificate> pinned = bundle.stream()
                .filter(certificate -> pins.stream().anyMatch(pin -> pin.matches(certificate)))
                .toList();
        if (pinned.isEmpty()) {
            return new DiscoveryStep.Failed(DiscoveryStep.Reason.PIN_MISMATCH, notPinned(bundle, pem));
        }
        boolean asWritten = wholeBundle || pinned.size() == bundle.size();
        DiscoveredCluster trusted = asWritten ? found : found.trusting(pinned);
        return new SignaturePolling(
                        new Trust.CertificateAuthorities(asWritten ? bundle : pinned),
                        now,
                        (clusterInfo, later) -> secondDocument(clusterInfo, trusted))
                .begin();
    }

    private String notPinned(List<X509Certificate> bundle, String pem) {
        StringBuilder reason = new StringBuilder("no CA of the signed kubeconfig has a pinned key; their pins are "
                + bundle.stream().map(CaPin::of).toList());
        for (X509Certificate certificate : bundle) {
            pins.stream()
                    .map(pin -> pin.accident(certificate, pem))
                    .filter(accident -> !accident.isEmpty())
                    .distinct()
                    .forEach(accident -> reason.append("; ").append(accident));
        }
        return reason.toString();
    }

    private static DiscoveryStep secondDocument(ClusterInfo clusterInfo, DiscoveredCluster cluster) {
        return clusterInfo.kubeconfig().orElse("").equals(cluster.kubeconfig())
                ? new DiscoveryStep.Discovered(cluster)
                : new DiscoveryStep.Failed(
                        DiscoveryStep.Reason.KUBECONFIG_MISMATCH,
                        "the server with the pinned CA has another kubeconfig than the one that was signed");
    }

    /** Endpoint, token id and pins. */
    @Override
    public String toString() {
        return "TokenDiscovery[" + endpoint + ", token id " + token.id() + ", pins " + pins + "]";
    }

    /** Collects the parts of a {@link TokenDiscovery}. */
    public static final class Builder {
        private final Endpoint endpoint;
        private final BootstrapToken token;
        private List<CaPin> pins = List.of();
        private boolean unsafe;
        private boolean wholeBundle;
        private boolean exactlyOneCluster;
        private boolean failFast;
        private Duration timeout = KubeadmTimeout.DISCOVERY.defaultTime();

        private Builder(Endpoint endpoint, BootstrapToken token) {
            this.endpoint = endpoint;
            this.token = Objects.requireNonNull(token, "token");
        }

        /**
         * {@return this builder, with the pins of the cluster's CA, any of which a CA may have}
         *
         * @param pins the pins; at least one, unless CA verification is explicitly skipped
         */
        public Builder caPins(CaPin... pins) {
            return caPins(List.of(pins));
        }

        /**
         * {@return this builder, with the pins of the cluster's CA, any of which a CA may have}
         *
         * @param pins the pins; at least one, unless CA verification is explicitly skipped
         */
        public Builder caPins(List<CaPin> pins) {
            this.pins = List.copyOf(pins);
            return this;
        }

        /**
         * {@return this builder, for discovery without pins: whoever knows the token can then pose as the cluster} Pins
         * that are set are checked all the same.
         */
        public Builder unsafeSkipCaVerification() {
            this.unsafe = true;
            return this;
        }

        /**
         * {@return this builder, to trust all CAs of the document when one of them is pinned, as kubeadm does} It is
         * needed while a cluster changes its CA; whoever knows the token can then slip in a CA beside the pinned one.
         */
        public Builder trustWholeBundle() {
            this.wholeBundle = true;
            return this;
        }

        /**
         * {@return this builder, to take a document with exactly one cluster of any name, as early releases of kubeadm
         * do, instead of the cluster without a name or else that of the current context}
         */
        public Builder exactlyOneCluster() {
            this.exactlyOneCluster = true;
            return this;
        }

        /**
         * {@return this builder, to end at once when the API server answers 401 or 403, where waiting is unlikely to
         * help; kubeadm waits until the timeout}
         */
        public Builder failFast() {
            this.failFast = true;
            return this;
        }

        /**
         * {@return this builder, with the time to wait for each of the two documents}
         *
         * @param timeout the time; five minutes by default
         * @throws IllegalArgumentException when it is not more than zero
         */
        public Builder timeout(Duration timeout) {
            if (timeout.isZero() || timeout.isNegative()) {
                throw new IllegalArgumentException("the timeout is not more than zero");
            }
            this.timeout = timeout;
            return this;
        }

        /**
         * {@return the discovery}
         *
         * @throws IllegalStateException when there are neither pins nor {@link #unsafeSkipCaVerification}
         */
        public TokenDiscovery build() {
            if (pins.isEmpty() && !unsafe) {
                throw new IllegalStateException("set the pins of the CA, or call unsafeSkipCaVerification");
            }
            return new TokenDiscovery(this);
        }
    }
}
