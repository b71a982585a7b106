package io.github.kubetls.kubeconfig;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.token.BootstrapToken;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A kubeconfig: clusters, users, and the contexts that bring them together, each by name.
 *
 * <p>It is read as kubectl reads it, and {@link #toYaml()} is what {@code kubectl config view --raw} prints, to the byte.
 * Fields that this library does not know survive. Entries keep their order; texts are sorted by name. A kubeconfig holds
 * secrets, so {@link #toString()} shows names only. Two are equal when they would be written alike, from whatever files.
 *
 * <pre>{@code
 * {apiVersion: v1, kind: Config, current-context: boot,
 *  clusters: [{name: kubernetes, cluster: {server: 'https://10.0.0.1:6443'}}],
 *  users: [{name: tls-bootstrap-token-user, user: {token: ...}}],
 *  contexts: [{name: boot, context: {cluster: kubernetes, user: tls-bootstrap-token-user}}]}
 * }</pre>
 *
 * <p>{@code Kubeconfig.bootstrap(cluster, token).write(Path.of("bootstrap-kubelet.conf"))} writes one like that.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/">kubeconfig</a>
 */
public final class Kubeconfig extends ConfigObject {

    /** The name of the cluster in the files that kubeadm writes, unless its configuration has another one. */
    public static final String KUBEADM_CLUSTER = "kubernetes";

    final String currentContext;
    final Preferences preferences;
    final List<Finding> findings;
    private final Map<String, Cluster> clusters;
    private final Map<String, AuthInfo> users;
    private final Map<String, Context> contexts;

    private Kubeconfig(Builder builder) {
        super(builder.attachments);
        clusters = Fields.copy(builder.clusters);
        users = Fields.copy(builder.users);
        contexts = Fields.copy(builder.contexts);
        currentContext = builder.currentContext;
        preferences = builder.preferences;
        findings = List.copyOf(builder.findings);
    }

    /** {@return a builder that starts from nothing} */
    public static Builder builder() {
        return new Builder(Attachments.NONE);
    }

    /** {@return a builder with everything that is in this kubeconfig, its origin included} */
    public Builder toBuilder() {
        Builder builder = new Builder(attachments.withoutPlaces());
        builder.clusters(clusters).users(users).contexts(contexts).currentContext(currentContext);
        builder.preferences = preferences;
        builder.findings.addAll(findings);
        return builder;
    }

    /**
     * {@return a kubeconfig with one cluster and one user, and a context {@code <user>@<cluster>} that is the current
     * one: the form of all files that kubeadm writes}
     *
     * @param clusterName name of the cluster
     * @param cluster     the cluster
     * @param userName    name of the user
     * @param user        the user
     */
    public static Kubeconfig of(String clusterName, Cluster cluster, String userName, AuthInfo user) {
        return Presets.single(clusterName, cluster, userName, user);
    }

    /**
     * {@return the kubeconfig that a kubelet bootstraps with, as {@code kubeadm join} writes it: cluster
     * {@code kubernetes}, user {@code tls-bootstrap-token-user}, who has the token}
     *
     * @param cluster the cluster
     * @param token   the token
     */
    public static Kubeconfig bootstrap(Cluster cluster, BootstrapToken token) {
        return of(KUBEADM_CLUSTER, cluster, Presets.BOOTSTRAP_USER, AuthInfo.of(token));
    }

    /**
     * {@return a kubeconfig with a client certificate, as kubeadm writes {@code admin.conf} and others: cluster
     * {@code kubernetes}, and a user whose name is the certificate's common name, such as {@code kubernetes-admin}}
     *
     * @param cluster the cluster
     * @param pair    the user's certificate and key
     */
    public static Kubeconfig kubeadm(Cluster cluster, CertificateAndKey pair) {
        return Presets.kubeadm(cluster, pair);
    }

    /**
     * {@return the kubeconfig that a kubelet writes for itself after bootstrapping: {@code default-cluster},
     * {@code default-auth} and {@code default-context}, with its rotating certificate}
     *
     * @param cluster the one it bootstrapped with, of which server, CA and insecure-skip-tls-verify are taken over
     * @param pair    the PEM file with certificate and key, {@code kubelet-client-current.pem}
     */
    public static Kubeconfig kubelet(Cluster cluster, Path pair) {
        return Presets.kubelet(cluster, pair);
    }

    /**
     * {@return the kubeconfig within a {@code cluster-info} ConfigMap: one cluster, named by the empty string}
     *
     * @param cluster the cluster
     */
    public static Kubeconfig discovery(Cluster cluster) {
        return builder().cluster("", cluster).build();
    }

    /**
     * {@return the kubeconfig that a text of at most 3 MiB holds, read as kubectl does}
     *
     * @param text YAML or JSON; an empty one is an empty kubeconfig
     * @throws InvalidFormatException when kubectl would refuse the text
     */
    public static Kubeconfig parse(String text) {
        return KubeconfigReader.parse(text, KubeconfigReader.MAX_LENGTH);
    }

    /**
     * {@return the kubeconfig that a text holds, read as kubectl does}
     *
     * @param text      YAML or JSON; an empty one is an empty kubeconfig
     * @param maxLength the longest text that is read, in characters
     * @throws InvalidFormatException when kubectl would refuse the text
     */
    public static Kubeconfig parse(String text, int maxLength) {
        return KubeconfigReader.parse(text, maxLength);
    }

    /**
     * {@return the kubeconfig that a file of at most 3 MiB holds, read as kubectl does} Paths stay as they are written;
     * every entry knows the file.
     *
     * @param file the file
     * @throws InvalidFormatException when kubectl would refuse its text
     * @throws IOException            when it cannot be read
     */
    public static Kubeconfig read(Path file) throws IOException {
        return KubeconfigReader.read(file, KubeconfigReader.MAX_LENGTH);
    }

    /**
     * {@return the kubeconfig that a file holds, read as {@link #read(Path)} does}
     *
     * @param file     the file
     * @param maxBytes the largest file that is read
     * @throws InvalidFormatException when kubectl would refuse its text
     * @throws IOException            when it cannot be read
     */
    public static Kubeconfig read(Path file, int maxBytes) throws IOException {
        return KubeconfigReader.read(file, maxBytes);
    }

    /**
     * {@return the kubeconfig that JDK values hold, as a text with the same content would}
     *
     * @param map the fields, as {@link #toMap()} gives them
     * @throws InvalidFormatException   when kubectl would refuse it
     * @throws IllegalArgumentException when a value has no form in YAML
     */
    public static Kubeconfig fromMap(Map<String, ?> map) {
        return KubeconfigReader.fromMap(map);
    }

    /** {@return the clusters by name, in the order of the text, unmodifiable} */
    public Map<String, Cluster> clusters() {
        return clusters;
    }

    /** {@return the users by name, in the order of the text, unmodifiable} */
    public Map<String, AuthInfo> users() {
        return users;
    }

    /** {@return the contexts by name, in the order of the text, unmodifiable} */
    public Map<String, Context> contexts() {
        return contexts;
    }

    /**
     * {@return a cluster, or empty when there is none of that name}
     *
     * @param name its name
     */
    public Optional<Cluster> cluster(String name) {
        return Optional.ofNullable(clusters.get(name));
    }

    /**
     * {@return a user, or empty when there is none of that name}
     *
     * @param name its name
     */
    public Optional<AuthInfo> user(String name) {
        return Optional.ofNullable(users.get(name));
    }

    /**
     * {@return a context, or empty when there is none of that name}
     *
     * @param name its name
     */
    public Optional<Context> context(String name) {
        return Optional.ofNullable(contexts.get(name));
    }

    /** {@return the name of the context that is used unless another one is named, or empty; it need not exist} */
    public Optional<String> currentContext() {
        return Fields.nonEmpty(currentContext);
    }

    /** {@return the cluster of the current context, or empty when current-context does not lead to one} */
    public Optional<Cluster> currentCluster() {
        return currentContext().flatMap(this::context).map(Context::cluster).flatMap(this::cluster);
    }

    /** {@return the user of the current context, or empty when current-context does not lead to one} */
    public Optional<AuthInfo> currentUser() {
        return currentContext().flatMap(this::context).map(Context::user).flatMap(this::user);
    }

    /** {@return the cluster that kubeadm discovers by: the one without a name, else that of a context, whose name may be empty} */
    public Optional<Cluster> discoveryCluster() {
        return cluster("").or(() -> context(currentContext).flatMap(context -> cluster(context.cluster())));
    }

    /** {@return whether the preference {@code colors} is set, deprecated since Kubernetes 1.34} */
    public boolean colors() {
        return preferences.colors();
    }

    /** {@return the extensions within the preferences, JDK values (also null) by name, unmodifiable} */
    public Map<String, @Nullable Object> preferenceExtensions() {
        return preferences.attachments().extensions().payloads();
    }

    /**
     * {@return kubeconfigs merged as clientcmd does: of each cluster, user and context the first of a name counts, as a
     * whole; of current-context the first that is not empty; {@code colors} is set if any sets it}
     *
     * @param configs the kubeconfigs; each entry keeps the file that it came from
     */
    public static Kubeconfig merge(List<Kubeconfig> configs) {
        return KubeconfigMerge.merge(configs);
    }

    /**
     * {@return a copy with absolute paths, the command of exec included if it is a path} They start from the directory of
     * the file that their entry came from, else from the working directory.
     */
    public Kubeconfig resolved() {
        return ConfigPaths.resolved(this);
    }

    /**
     * {@return what clientcmd refuses, all of it, in its order and words, entries in the order of their names; whether
     * certificate and key files can be opened is looked at too} A kubeconfig without contexts is not refused.
     */
    public List<FieldError> violations() {
        return KubeconfigValidation.all(this).toList();
    }

    /**
     * {@return what clientcmd refuses of a context, its user and its cluster before it connects by them}
     *
     * @param context name of the context; empty for the current one
     */
    public List<FieldError> violations(String context) {
        return KubeconfigValidation.usable(this, context).toList();
    }

    /**
     * {@return {@link #findings(Instant, KubernetesRelease)} for the latest release}
     *
     * @param now the time that certificates are judged by
     */
    public List<Finding> findings(Instant now) {
        return findings(now, KubernetesRelease.latest());
    }

    /**
     * {@return what is legal but unwise, or will fail later, and the {@link #violations()} as errors, free of secrets}
     * Certificate files are read for it; that one cannot be is a warning. So is what kubectl passed over when it read a text.
     *
     * @param now     the time that certificates are judged by
     * @param release the release of the client and of the component that it connects to
     */
    public List<Finding> findings(Instant now, KubernetesRelease release) {
        return List.copyOf(KubeconfigFindings.of(this, now, release));
    }

    @Override
    public Map<String, @Nullable Object> toMap() {
        return toMap(KubernetesRelease.latest());
    }

    /**
     * {@return {@link #toMap()} as a release writes it}
     *
     * @param release before 1.34, an empty {@code preferences} is there
     */
    public Map<String, @Nullable Object> toMap(KubernetesRelease release) {
        return KubeconfigWriter.toMap(this, release);
    }

    /**
     * {@return YAML text, secrets included, as {@code kubectl config view --raw} prints it, to the byte} Unknown fields,
     * which kubectl drops, are written. Keys of free maps are in the order of their code points, kubectl's but for digits
     * and punctuation within keys, and characters that kubectl writes so that nobody can read them back are escaped.
     */
    public String toYaml() {
        return toYaml(KubernetesRelease.latest());
    }

    /**
     * {@return {@link #toYaml()} as a release writes it}
     *
     * @param release before 1.34, an empty {@code preferences} is there
     */
    public String toYaml(KubernetesRelease release) {
        return Yaml.write(toMap(release));
    }

    /** {@return JSON text, secrets included, as {@code kubectl config view --raw -o json} prints it} */
    public String toJson() {
        return toJson(KubernetesRelease.latest());
    }

    /**
     * {@return {@link #toJson()} as a release writes it}
     *
     * @param release before 1.34, an empty {@code preferences} is there
     */
    public String toJson(KubernetesRelease release) {
        return Yaml.writeJson(toMap(release));
    }

    /**
     * Writes the kubeconfig to a file, atomically, and replaces what was there before: mode 0600, or that of the
     * replaced file; a symbolic link is followed, missing directories get mode 0700. Relative paths lead to the same files.
     *
     * @param file the file
     * @throws IOException when it cannot be written; an existing file is then unchanged
     */
    public void write(Path file) throws IOException {
        write(file, KubernetesRelease.latest());
    }

    /**
     * Writes {@link #toYaml(KubernetesRelease)} as {@link #write(Path)} does.
     *
     * @param file    the file
     * @param release before 1.34, an empty {@code preferences} is there
     * @throws IOException when it cannot be written; an existing file is then unchanged
     */
    public void write(Path file, KubernetesRelease release) throws IOException {
        KubeconfigWriter.write(file, this, release);
    }

    @Override
    public String toString() {
        return Visible.text("Kubeconfig[clusters " + clusters.keySet() + ", users " + users.keySet() + ", contexts "
                + contexts.keySet() + ", current-context " + currentContext + "]");
    }

    /** Collects the parts of a {@link Kubeconfig}. */
    public static final class Builder extends ConfigObject.Builder<Builder> {
        Map<String, Cluster> clusters = new LinkedHashMap<>();
        Map<String, AuthInfo> users = new LinkedHashMap<>();
        Map<String, Context> contexts = new LinkedHashMap<>();
        String currentContext = "";
        Preferences preferences = Preferences.NONE;
        final List<Finding> findings = new ArrayList<>();

        private Builder(Attachments attachments) {
            super(attachments);
        }

        /**
         * {@return this builder, with a cluster, which replaces one of the same name}
         *
         * @param name    its name
         * @param cluster the cluster
         */
        public Builder cluster(String name, Cluster cluster) {
            clusters.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(cluster, "cluster"));
            return this;
        }

        /**
         * {@return this builder, with these clusters and no others}
         *
         * @param clusters the clusters by name
         */
        public Builder clusters(Map<String, Cluster> clusters) {
            this.clusters = new LinkedHashMap<>(clusters);
            return this;
        }

        /**
         * {@return this builder, with a user, who replaces one of the same name}
         *
         * @param name its name
         * @param user the user
         */
        public Builder user(String name, AuthInfo user) {
            users.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(user, "user"));
            return this;
        }

        /**
         * {@return this builder, with these users and no others}
         *
         * @param users the users by name
         */
        public Builder users(Map<String, AuthInfo> users) {
            this.users = new LinkedHashMap<>(users);
            return this;
        }

        /**
         * {@return this builder, with a context, which replaces one of the same name}
         *
         * @param name    its name
         * @param context the context
         */
        public Builder context(String name, Context context) {
            contexts.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(context, "context"));
            return this;
        }

        /**
         * {@return this builder, with these contexts and no others}
         *
         * @param contexts the contexts by name
         */
        public Builder contexts(Map<String, Context> contexts) {
            this.contexts = new LinkedHashMap<>(contexts);
            return this;
        }

        /**
         * {@return this builder, with the context that is used unless another one is named}
         *
         * @param name its name, which need not exist; empty for none
         */
        public Builder currentContext(String name) {
            this.currentContext = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * {@return this builder, with the preference {@code colors} as given}
         *
         * @param colors whether it is set
         */
        public Builder colors(boolean colors) {
            this.preferences = new Preferences(colors, preferences.attachments());
            return this;
        }

        /**
         * {@return this builder, with these extensions, and no others, within the preferences}
         *
         * @param extensions JDK values by name
         * @throws IllegalArgumentException when a value has no JSON form
         */
        public Builder preferenceExtensions(Map<String, ?> extensions) {
            this.preferences = preferences.withExtensions(Extensions.of(extensions));
            return this;
        }

        /** {@return the kubeconfig} */
        public Kubeconfig build() {
            return new Kubeconfig(this);
        }
    }
}
