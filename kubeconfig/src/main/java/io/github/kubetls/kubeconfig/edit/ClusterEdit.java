package io.github.kubetls.kubeconfig.edit;

import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.PemSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A change of a cluster entry, with the rules of {@code kubectl config set-cluster}: what is not mentioned stays,
 * except insecure-skip-tls-verify, which is switched off.
 *
 * <p>A new server clears the TLS server name, unless that is given too. A CA file clears embedded CA data and
 * insecure-skip-tls-verify, embedded data clear the file and insecure-skip-tls-verify, and insecure-skip-tls-verify clears
 * the CA.
 *
 * <pre>{@code
 * ClusterEdit edit = ClusterEdit.none().server("https://10.0.0.1:6443").certificateAuthority(PemSource.inline(caPem));
 * Kubeconfig changed = KubectlEdits.of(config).setCluster("prod", edit).config();
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubectl/generated/kubectl_config/kubectl_config_set-cluster/">kubectl
 *     config set-cluster</a>
 */
public final class ClusterEdit {

    private static final ClusterEdit NONE = new ClusterEdit(List.of());

    private final List<Consumer<Mentioned>> mentions;

    private ClusterEdit(List<Consumer<Mentioned>> mentions) {
        this.mentions = mentions;
    }

    /** What is mentioned; null for what is not. */
    private static final class Mentioned {
        private @Nullable String server;
        private @Nullable String tlsServerName;
        private boolean insecureSkipTlsVerify;

        /** Empty for no file. */
        private @Nullable Optional<PemSource> certificateAuthority;

        private @Nullable String proxyUrl;
    }

    private ClusterEdit and(Consumer<Mentioned> mention) {
        return new ClusterEdit(
                Stream.concat(mentions.stream(), Stream.of(mention)).toList());
    }

    /** {@return the change that mentions nothing} */
    public static ClusterEdit none() {
        return NONE;
    }

    /**
     * {@return a copy of this change that mentions the server}
     *
     * @param server its URL
     */
    public ClusterEdit server(String server) {
        Objects.requireNonNull(server, "server");
        return and(mentioned -> mentioned.server = server);
    }

    /**
     * {@return a copy of this change that mentions the name that the server's certificate must have}
     *
     * @param tlsServerName the name; empty for none
     */
    public ClusterEdit tlsServerName(String tlsServerName) {
        Objects.requireNonNull(tlsServerName, "tlsServerName");
        return and(mentioned -> mentioned.tlsServerName = tlsServerName);
    }

    /**
     * {@return a copy of this change that mentions whether the server's certificate is not checked}
     *
     * @param insecureSkipTlsVerify whether it is not
     */
    public ClusterEdit insecureSkipTlsVerify(boolean insecureSkipTlsVerify) {
        return and(mentioned -> mentioned.insecureSkipTlsVerify = insecureSkipTlsVerify);
    }

    /**
     * {@return a copy of this change that mentions the CA}
     *
     * @param certificateAuthority a file, or embedded data; a relative path is relative to the kubeconfig
     */
    public ClusterEdit certificateAuthority(PemSource certificateAuthority) {
        Optional<PemSource> source = Optional.of(certificateAuthority);
        return and(mentioned -> mentioned.certificateAuthority = source);
    }

    /**
     * {@return a copy of this change that mentions the CA file, as kubectl takes its path from a command line: relative
     * to the working directory}
     *
     * @param certificateAuthority the file
     */
    public ClusterEdit certificateAuthority(Path certificateAuthority) {
        return certificateAuthority(
                PemSource.file(certificateAuthority.toAbsolutePath().normalize()));
    }

    /** {@return a copy of this change that mentions that there is no CA file; embedded data stay} */
    public ClusterEdit noCertificateAuthorityFile() {
        return and(mentioned -> mentioned.certificateAuthority = Optional.empty());
    }

    /**
     * {@return a copy of this change that mentions the proxy}
     *
     * @param proxyUrl its URL; empty for none
     */
    public ClusterEdit proxyUrl(String proxyUrl) {
        Objects.requireNonNull(proxyUrl, "proxyUrl");
        return and(mentioned -> mentioned.proxyUrl = proxyUrl);
    }

    Cluster apply(Optional<Cluster> existing) {
        Mentioned mentioned = new Mentioned();
        mentions.forEach(mention -> mention.accept(mentioned));
        Optional<PemSource> authority = mentioned.certificateAuthority;
        boolean insecure = mentioned.insecureSkipTlsVerify;
        if (insecure && authority != null && authority.isPresent()) {
            throw new IllegalArgumentException(
                    "you cannot specify a certificate authority and insecure mode at the same time");
        }
        Cluster.Builder fields = existing.map(Cluster::toBuilder).orElseGet(() -> Cluster.builder(""));
        fields.insecureSkipTlsVerify(insecure);
        if (mentioned.server != null) {
            fields.server(mentioned.server).tlsServerName("");
        }
        if (mentioned.tlsServerName != null) {
            fields.tlsServerName(mentioned.tlsServerName);
        }
        if (mentioned.proxyUrl != null) {
            fields.proxyUrl(mentioned.proxyUrl);
        }
        if (insecure) {
            fields.noCertificateAuthority();
        } else if (authority != null) {
            Optional<PemSource> before = existing.flatMap(Cluster::certificateAuthority);
            fields.noCertificateAuthority();
            authority.or(() -> Property.withPath(before, "")).ifPresent(fields::certificateAuthority);
        }
        return fields.build();
    }

    /** The type only, as a URL may hold a secret. */
    @Override
    public String toString() {
        return "ClusterEdit";
    }
}
