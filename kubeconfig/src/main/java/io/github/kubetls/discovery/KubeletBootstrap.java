package io.github.kubetls.discovery;

import io.github.kubetls.discovery.KubeletBootstrap.Decision.BootstrapFirst;
import io.github.kubetls.discovery.KubeletBootstrap.Decision.BootstrapInBackground;
import io.github.kubetls.discovery.KubeletBootstrap.Decision.DeadEnd;
import io.github.kubetls.discovery.KubeletBootstrap.Decision.KeySource;
import io.github.kubetls.discovery.KubeletBootstrap.Decision.UseKubeconfig;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.kubelet.CertificateRotation;
import io.github.kubetls.kubelet.KubeletCertificateStore;
import io.github.kubetls.kubelet.StoredCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a kubelet finds when it starts, and what it decides from it: use its kubeconfig, bootstrap, or give up.
 *
 * <p>A value without files or clock. Without a bootstrap kubeconfig there is only the kubeconfig; with one, a kubeconfig that
 * is {@linkplain KubeconfigState#evaluate still valid} is used all the same.
 *
 * <pre>{@code
 * KubeletBootstrap.Decision decision = KubeletBootstrap.builder(kubeconfig)
 *     .bootstrapKubeconfig(bootstrapKubeconfig)
 *     .rotateCertificates(true)
 *     .build()
 *     .decide(Instant.now());
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/kubelet-tls-bootstrapping/">TLS bootstrapping</a>
 */
public final class KubeletBootstrap {

    /** What a kubelet does about its client certificate when it starts. */
    public sealed interface Decision {

        /** How long a kubelet that bootstraps first waits for the API server to answer; it then tries all the same. */
        Duration SERVER_WAIT = Duration.ofMinutes(1);

        /** How long a kubelet that bootstraps first waits for its certificate. */
        Duration CERTIFICATE_WAIT = Duration.ofHours(1);

        /** Which key a kubelet that bootstraps first asks a certificate for. */
        enum KeySource {
            /** The key of the pair in the store, although its certificate is of no use any longer. */
            STORED,
            /** The key that was kept from an attempt before, in {@code kubelet-client.key.tmp}. */
            TEMPORARY,
            /** A new one, which is kept in {@code kubelet-client.key.tmp} until there is a certificate. */
            NEW
        }

        /**
         * Use the kubeconfig as it is.
         *
         * @param reason why
         */
        record UseKubeconfig(String reason) implements Decision {}

        /**
         * Write the kubeconfig at once, leading to the certificate that is yet to come, and let certificate rotation request it
         * with the credentials of the bootstrap kubeconfig.
         *
         * @param reason why the kubeconfig cannot be used as it is
         */
        record BootstrapInBackground(String reason) implements Decision {}

        /**
         * Wait for the API server, request a certificate under the name that follows from key and node, wait for it, store it
         * with its key, delete the temporary key, and then write the kubeconfig.
         *
         * @param keySource which key to use
         * @param reason    why the kubeconfig cannot be used as it is
         */
        record BootstrapFirst(KeySource keySource, String reason) implements Decision {}

        /**
         * The kubelet ends.
         *
         * @param message what it says; and, where the bootstrap kubeconfig is at fault, why it is needed at all
         */
        record DeadEnd(String message) implements Decision {}
    }

    /** Name of the file, in the directory of the store, with the key of an attempt that was not finished. */
    public static final String TEMPORARY_KEY_FILE = "kubelet-client.key.tmp";

    private final KubeconfigState kubeconfig;
    private final @Nullable KubeconfigState bootstrapKubeconfig;
    private final boolean rotateCertificates;
    private final StoredCertificate stored;
    private final boolean hasTemporaryKey;
    private final @Nullable String temporaryKeyFailure;
    private final boolean storeOpens;

    private KubeletBootstrap(Builder builder) {
        this.kubeconfig = builder.kubeconfig;
        this.bootstrapKubeconfig = builder.bootstrapKubeconfig;
        this.rotateCertificates = builder.rotateCertificates;
        this.stored = builder.stored;
        this.hasTemporaryKey = builder.hasTemporaryKey;
        this.temporaryKeyFailure = builder.temporaryKeyFailure;
        this.storeOpens = builder.storeOpens;
    }

    /**
     * {@return a builder with the kubeconfig, no bootstrap kubeconfig, an empty store, and no rotation}
     *
     * @param kubeconfig the file of {@code --kubeconfig}
     */
    public static Builder builder(KubeconfigState kubeconfig) {
        return new Builder(kubeconfig);
    }

    /** {@return a builder with all that the kubelet finds} */
    public Builder toBuilder() {
        Builder builder = new Builder(kubeconfig);
        builder.bootstrapKubeconfig = bootstrapKubeconfig;
        builder.rotateCertificates = rotateCertificates;
        builder.stored = stored;
        builder.hasTemporaryKey = hasTemporaryKey;
        builder.temporaryKeyFailure = temporaryKeyFailure;
        builder.storeOpens = storeOpens;
        return builder;
    }

    /**
     * {@return the decision with its reason}
     *
     * @param now the time
     */
    public Decision decide(Instant now) {
        if (bootstrapKubeconfig == null) {
            return withoutBootstrap(now);
        }
        if (rotateCertificates && !storeOpens) {
            return new DeadEnd("unable to build bootstrap cert store");
        }
        KubeconfigState.Verdict verdict = kubeconfig.evaluate(now);
        if (kubeconfig instanceof KubeconfigState.Inaccessible) {
            return new DeadEnd(verdict.reason());
        }
        if (verdict.isValid()) {
            return new UseKubeconfig(verdict.reason());
        }
        Optional<String> defect = loadingDefect(bootstrapKubeconfig);
        if (defect.isPresent()) {
            return new DeadEnd(
                    "unable to load bootstrap kubeconfig: " + defect.get() + whyItIsNeeded(verdict.reason(), now));
        }
        return rotateCertificates ? new BootstrapInBackground(verdict.reason()) : first(verdict.reason());
    }

    /** What a kubelet does not say: that the file would not be needed if the kubeconfig were of use, and what else there is. */
    private String whyItIsNeeded(String defect, Instant now) {
        if (kubeconfig instanceof KubeconfigState.Missing) {
            return "";
        }
        String other = "";
        if (stored instanceof StoredCertificate.Loaded loaded
                && new KubeconfigState.ClientCertificate(loaded.pair().chain())
                        .evaluate(now)
                        .isValid()) {
            other = "; " + loaded.file() + " holds a pair that is valid until "
                    + loaded.pair().certificate().getNotAfter().toInstant()
                    + ": let client-certificate and client-key of the kubeconfig lead to it";
        }
        return "; it is needed because the kubeconfig is of no use: " + defect + Visible.text(other);
    }

    private Decision withoutBootstrap(Instant now) {
        Optional<String> defect = loadingDefect(kubeconfig);
        if (defect.isPresent()) {
            return new DeadEnd(
                    (rotateCertificates ? "unable to load kubeconfig: " : "invalid kubeconfig: ") + defect.get());
        }
        if (kubeconfig instanceof KubeconfigState.UnusableCredentials credentials) {
            if (!rotateCertificates) {
                return new DeadEnd("failed to initialize kubelet client: " + credentials.reason());
            }
            if (!(CertificateRotation.start(stored, Optional.empty(), now)
                    instanceof CertificateRotation.Start.UseStored)) {
                return new DeadEnd("failed to initialize client certificate manager: " + credentials.reason());
            }
        }
        KubeconfigState.Verdict verdict = kubeconfig.evaluate(now);
        boolean isExpired = kubeconfig instanceof KubeconfigState.ClientCertificate && !verdict.isValid();
        return new UseKubeconfig("there is no bootstrap kubeconfig" + (isExpired ? "; " + verdict.reason() : ""));
    }

    /** What a kubelet without rotation does: it has no other moment to get its certificate. */
    private Decision first(String reason) {
        if (bootstrapKubeconfig instanceof KubeconfigState.UnusableCredentials credentials) {
            return new DeadEnd("unable to create certificates signing request client: " + credentials.reason());
        }
        if (!storeOpens) {
            return new DeadEnd("unable to build bootstrap cert store");
        }
        if (hasReusableKey(stored)) {
            return new BootstrapFirst(KeySource.STORED, reason);
        }
        if (temporaryKeyFailure != null) {
            return new DeadEnd(temporaryKeyFailure);
        }
        return new BootstrapFirst(hasTemporaryKey ? KeySource.TEMPORARY : KeySource.NEW, reason);
    }

    /** Only RSA and ECDSA keys can be written again by kubelet, and so reused. */
    private static boolean hasReusableKey(StoredCertificate stored) {
        if (!(stored instanceof StoredCertificate.Loaded loaded)) {
            return false;
        }
        String algorithm = loaded.pair().certificate().getPublicKey().getAlgorithm();
        return algorithm.equals("RSA") || algorithm.startsWith("EC");
    }

    /** Why a kubeconfig cannot be loaded; what its credentials are worth does not matter here. */
    private static Optional<String> loadingDefect(KubeconfigState file) {
        if (file instanceof KubeconfigState.Missing missing) {
            return Optional.of(missing.reason());
        }
        if (file instanceof KubeconfigState.Inaccessible inaccessible) {
            return Optional.of(inaccessible.stat());
        }
        return file instanceof KubeconfigState.Unloadable unloadable
                ? Optional.of(unloadable.reason())
                : Optional.empty();
    }

    /** Collects what a kubelet finds. */
    public static final class Builder {
        private final KubeconfigState kubeconfig;
        private @Nullable KubeconfigState bootstrapKubeconfig;
        private boolean rotateCertificates;
        private StoredCertificate stored = new StoredCertificate.Absent("the store was not looked at");
        private boolean hasTemporaryKey;
        private @Nullable String temporaryKeyFailure;
        private boolean storeOpens = true;

        private Builder(KubeconfigState kubeconfig) {
            this.kubeconfig = Objects.requireNonNull(kubeconfig, "kubeconfig");
        }

        /**
         * {@return this builder, with the file of {@code --bootstrap-kubeconfig}; without it the flag is not set}
         *
         * @param file what was found
         */
        public Builder bootstrapKubeconfig(KubeconfigState file) {
            this.bootstrapKubeconfig = Objects.requireNonNull(file, "file");
            return this;
        }

        /**
         * Sets whether the client certificate is renewed.
         *
         * @param enabled {@code rotateCertificates} of the configuration
         * @return this builder
         */
        public Builder rotateCertificates(boolean enabled) {
            this.rotateCertificates = enabled;
            return this;
        }

        /**
         * {@return this builder, with what the store of the client certificate holds; an empty one by default}
         *
         * @param stored what {@link KubeletCertificateStore#current()} returned
         */
        public Builder stored(StoredCertificate stored) {
            this.stored = Objects.requireNonNull(stored, "stored");
            return this;
        }

        /** {@return this builder, with a store that cannot be opened: {@link KubeletCertificateStore#open} failed} */
        public Builder storeDoesNotOpen() {
            this.storeOpens = false;
            return this;
        }

        /**
         * {@return this builder, with a key in the file {@value KubeletBootstrap#TEMPORARY_KEY_FILE}, which matters
         * only without rotation}
         */
        public Builder temporaryKeyExists() {
            this.hasTemporaryKey = true;
            return this;
        }

        /**
         * {@return this builder, with a file {@value KubeletBootstrap#TEMPORARY_KEY_FILE} that holds no key, which
         * matters only without rotation}
         *
         * @param reason what {@link io.github.kubetls.certificate.Pem#readOrGeneratePrivateKey} said
         */
        public Builder temporaryKeyDoesNotLoad(String reason) {
            this.temporaryKeyFailure = Visible.text(reason);
            return this;
        }

        /** {@return what the kubelet finds} */
        public KubeletBootstrap build() {
            return new KubeletBootstrap(this);
        }
    }
}
