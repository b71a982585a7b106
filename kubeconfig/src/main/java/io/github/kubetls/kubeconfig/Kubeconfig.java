package io.github.kubetls.kubeconfig;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.token.BootstrapToken;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
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
 * secrets, so {@link #toString()} shows names only. Two are equal when they would be written alike, whatever files they
 * came from.
 *
 * <pre>{@code
 * apiVersion: v1
 * kind: Config
 * clusters: [{name: kubernetes, cluster: {server: 'https://10.0.0.1:6443'}}]
 * users: [{name: tls-bootstrap-token-user, user: {token: ...}}]
 * contexts: [{name: boot, context: {cluster: kubernetes, user: tls-bootstrap-token-user}}]
 * current-context: boot
 * }</pre>
 *
 * <pre>{@code
 * Kubeconfig.bootstrap(cluster, token).write(Path.of("bootstrap-kubelet.conf"));
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/">Organizing cluster
 *     access using kubeconfig files</a>
 */
public final class Kubeconfig {

    /** The apiVersion of every kubeconfig. */
    public static final String API_VERSION = "v1";

    /** The kind of every kubeconfig. */
    public static final String KIND = "Config";

    private final Builder fields;

    private Kubeconfig(Builder fields) {
        this.fields = fields;
    }

    /**
     * Starts from nothing.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts from this kubeconfig.
     *
     * @return a builder with everything that is in it
     */
    public Builder toBuilder() {
        return new Builder(fields);
    }

    /**
     * A kubeconfig with one cluster and one user, and a context {@code <user>@<cluster>} that is the current one: the form
     * of all files that kubeadm writes.
     *
     * @param clusterName name of the cluster
     * @param cluster     the cluster
     * @param userName    name of the user
     * @param user        the user
     * @return the kubeconfig
     */
    public static Kubeconfig of(String clusterName, Cluster cluster, String userName, AuthInfo user) {
        return Presets.single(clusterName, cluster, userName, user);
    }

    /**
     * The kubeconfig that a kubelet bootstraps with, as {@code kubeadm join} writes it: cluster {@code kubernetes}, user
     * {@code tls-bootstrap-token-user}, who has the token.
     *
     * @param cluster the cluster
     * @param token   the token
     * @return the kubeconfig
     */
    public static Kubeconfig bootstrap(Cluster cluster, BootstrapToken token) {
        return of(Presets.CLUSTER, cluster, Presets.BOOTSTRAP_USER, AuthInfo.of(token));
    }

    /**
     * kubeadm's {@code admin.conf}: user {@code kubernetes-admin}, whose certificate has the organization
     * {@code kubeadm:cluster-admins} from Kubernetes 1.29 on, {@code system:masters} before.
     *
     * @param cluster the cluster
     * @param pair    the administrator's certificate and key
     * @return the kubeconfig
     */
    public static Kubeconfig admin(Cluster cluster, CertificateAndKey pair) {
        return of(Presets.CLUSTER, cluster, UserInfo.ADMIN_NAME, AuthInfo.of(pair));
    }

    /**
     * kubeadm's {@code super-admin.conf}, since Kubernetes 1.29: user {@code kubernetes-super-admin}, whose certificate has
     * the organization {@code system:masters}.
     *
     * @param cluster the cluster
     * @param pair    the administrator's certificate and key
     * @return the kubeconfig
     */
    public static Kubeconfig superAdmin(Cluster cluster, CertificateAndKey pair) {
        return of(Presets.CLUSTER, cluster, UserInfo.SUPER_ADMIN_NAME, AuthInfo.of(pair));
    }

    /**
     * kubeadm's {@code controller-manager.conf}: user {@code system:kube-controller-manager}.
     *
     * @param cluster the cluster
     * @param pair    the controller manager's certificate and key
     * @return the kubeconfig
     */
    public static Kubeconfig controllerManager(Cluster cluster, CertificateAndKey pair) {
        return of(Presets.CLUSTER, cluster, UserInfo.CONTROLLER_MANAGER_NAME, AuthInfo.of(pair));
    }

    /**
     * kubeadm's {@code scheduler.conf}: user {@code system:kube-scheduler}.
     *
     * @param cluster the cluster
     * @param pair    the scheduler's certificate and key
     * @return the kubeconfig
     */
    public static Kubeconfig scheduler(Cluster cluster, CertificateAndKey pair) {
        return of(Presets.CLUSTER, cluster, UserInfo.SCHEDULER_NAME, AuthInfo.of(pair));
    }

    /**
     * kubeadm's {@code kubelet.conf}, which the first node of a control plane starts with: user {@code system:node:<node>}.
     *
     * @param nodeName name of the node
     * @param cluster  the cluster
     * @param pair     the kubelet's certificate and key
     * @return the kubeconfig
     */
    public static Kubeconfig node(String nodeName, Cluster cluster, CertificateAndKey pair) {
        return of(Presets.CLUSTER, cluster, UserInfo.NODE_NAME_PREFIX + nodeName, AuthInfo.of(pair));
    }

    /**
     * The kubeconfig that a kubelet writes for itself after bootstrapping: {@code default-cluster}, {@code default-auth} and
     * {@code default-context}, with its rotating certificate.
     *
     * @param cluster the cluster that the kubelet bootstrapped with; as in Kubernetes, only its server, CA and
     *                insecure-skip-tls-verify are taken over
     * @param pair    the PEM file with certificate and key, {@code kubelet-client-current.pem}
     * @return the kubeconfig
     */
    public static Kubeconfig kubelet(Cluster cluster, Path pair) {
        return Presets.kubelet(cluster, pair);
    }

    /**
     * The kubeconfig within a {@code cluster-info} ConfigMap: one cluster, named by the empty string.
     *
     * @param cluster the cluster
     * @return the kubeconfig
     */
    public static Kubeconfig discovery(Cluster cluster) {
        return builder().cluster("", cluster).build();
    }

    /**
     * Reads a text as kubectl does, of at most 3 MiB.
     *
     * @param text YAML or JSON; an empty one is an empty kubeconfig
     * @return the kubeconfig
     * @throws InvalidFormatException when kubectl would refuse the text
     */
    public static Kubeconfig parse(String text) {
        return KubeconfigReader.parse(text, KubeconfigReader.MAX_LENGTH);
    }

    /**
     * Reads a text as kubectl does.
     *
     * @param text      YAML or JSON; an empty one is an empty kubeconfig
     * @param maxLength the longest text that is read, in characters
     * @return the kubeconfig
     * @throws InvalidFormatException when kubectl would refuse the text
     */
    public static Kubeconfig parse(String text, int maxLength) {
        return KubeconfigReader.parse(text, maxLength);
    }

    /**
     * Reads a file as kubectl does, of at most 3 MiB. Paths stay as they are written; every entry knows the file.
     *
     * @param file the file
     * @return the kubeconfig
     * @throws InvalidFormatException when kubectl would refuse its text
     * @throws IOException            when it cannot be read
     */
    public static Kubeconfig read(Path file) throws IOException {
        return KubeconfigReader.read(file, KubeconfigReader.MAX_LENGTH);
    }

    /**
     * Reads a file as kubectl does. Paths stay as they are written; every entry knows the file.
     *
     * @param file     the file
     * @param maxBytes the largest file that is read
     * @return the kubeconfig
     * @throws InvalidFormatException when kubectl would refuse its text
     * @throws IOException            when it cannot be read
     */
    public static Kubeconfig read(Path file, int maxBytes) throws IOException {
        return KubeconfigReader.read(file, maxBytes);
    }

    /**
     * Returns the clusters.
     *
     * @return clusters by name, in the order of the text, unmodifiable
     */
    public Map<String, Cluster> clusters() {
        return fields.clusters;
    }

    /**
     * Returns the users.
     *
     * @return users by name, in the order of the text, unmodifiable
     */
    public Map<String, AuthInfo> users() {
        return fields.users;
    }

    /**
     * Returns the contexts.
     *
     * @return contexts by name, in the order of the text, unmodifiable
     */
    public Map<String, Context> contexts() {
        return fields.contexts;
    }

    /**
     * Returns a cluster.
     *
     * @param name its name
     * @return the cluster, or empty when there is none of that name
     */
    public Optional<Cluster> cluster(String name) {
        return Optional.ofNullable(fields.clusters.get(name));
    }

    /**
     * Returns a user.
     *
     * @param name its name
     * @return the user, or empty when there is none of that name
     */
    public Optional<AuthInfo> user(String name) {
        return Optional.ofNullable(fields.users.get(name));
    }

    /**
     * Returns a context.
     *
     * @param name its name
     * @return the context, or empty when there is none of that name
     */
    public Optional<Context> context(String name) {
        return Optional.ofNullable(fields.contexts.get(name));
    }

    /**
     * Returns the name of the context that is used unless another one is named; it need not exist.
     *
     * @return the name, or empty when there is none
     */
    public Optional<String> currentContext() {
        return Optional.of(fields.currentContext).filter(name -> !name.isEmpty());
    }

    /**
     * Returns the cluster of the current context.
     *
     * @return the cluster, or empty when current-context does not lead to one
     */
    public Optional<Cluster> currentCluster() {
        return currentContext().flatMap(this::context).map(Context::cluster).flatMap(this::cluster);
    }

    /**
     * Returns the user of the current context.
     *
     * @return the user, or empty when current-context does not lead to one
     */
    public Optional<AuthInfo> currentUser() {
        return currentContext().flatMap(this::context).map(Context::user).flatMap(this::user);
    }

    /**
     * Returns the cluster that kubeadm takes from a discovery file: the one named by the empty string, else that of the
     * current context.
     *
     * @return the cluster, or empty when there is neither
     */
    public Optional<Cluster> discoveryCluster() {
        return cluster("").or(this::currentCluster);
    }

    /**
     * Makes the bootstrap kubeconfig of a discovery file, as {@code kubeadm join} does: its cluster, under the name
     * {@code kubernetes}, with a user who has the token.
     *
     * @param token the token
     * @return the kubeconfig
     * @throws IllegalStateException when there is no {@linkplain #discoveryCluster() cluster to discover}
     */
    public Kubeconfig toBootstrap(BootstrapToken token) {
        return bootstrap(
                discoveryCluster()
                        .orElseThrow(() -> new IllegalStateException(
                                "there is neither a cluster named \"\" nor one of the current context")),
                token);
    }

    /**
     * Returns the preference {@code colors}, deprecated since Kubernetes 1.34.
     *
     * @return whether it is set
     */
    public boolean colors() {
        return fields.preferences.colors();
    }

    /**
     * Returns the extensions within the preferences, deprecated since Kubernetes 1.34.
     *
     * @return JDK values (also null) by name, unmodifiable
     */
    public Map<String, @Nullable Object> preferenceExtensions() {
        return fields.preferences.extensions().payloads();
    }

    /**
     * Returns the extensions: data of other tools.
     *
     * @return JDK values (also null) by name, unmodifiable
     */
    public Map<String, @Nullable Object> extensions() {
        return fields.extensions.payloads();
    }

    /**
     * Merges kubeconfigs as clientcmd does, the first one taking precedence: of each cluster, user and context the first of a
     * name counts, as a whole; of current-context the first that is not empty; {@code colors} is set if any sets it.
     *
     * @param configs the kubeconfigs; each entry keeps the file that it came from
     * @return the merged kubeconfig
     */
    public static Kubeconfig merge(List<Kubeconfig> configs) {
        return KubeconfigMerge.merge(configs);
    }

    /**
     * Makes all paths absolute: certificate-authority, client-certificate, client-key, tokenFile, and the command of exec if
     * it is a path. They start from the directory of the file that their entry came from, else from the working directory.
     *
     * @return a copy with absolute paths
     */
    public Kubeconfig resolved() {
        Builder copy = toBuilder();
        copy.clusters.replaceAll((name, cluster) -> ConfigPaths.resolved(cluster));
        copy.users.replaceAll((name, user) -> ConfigPaths.resolved(user));
        return copy.build();
    }

    /**
     * Keeps only the current context, with its cluster and user, as {@code kubectl config view --minify} does.
     *
     * @return a copy with one context
     * @throws IllegalStateException when there is no current context, or it, its cluster or its user does not exist
     */
    public Kubeconfig minified() {
        return KubeconfigViews.minified(this);
    }

    /**
     * Keeps only one context, with its cluster and user, and makes it the current one.
     *
     * @param context name of the context
     * @return a copy with one context
     * @throws IllegalStateException when it, its cluster or its user does not exist
     */
    public Kubeconfig minified(String context) {
        return KubeconfigViews.minified(
                context.isEmpty() ? this : toBuilder().currentContext(context).build());
    }

    /**
     * Embeds the files of certificates and keys, as {@code kubectl config view --flatten} does. Token files and commands stay
     * outside.
     *
     * @return a copy that needs no certificate or key file
     * @throws IllegalStateException when an entry has both a file and embedded data
     * @throws IOException           when a file cannot be read
     */
    public Kubeconfig flattened() throws IOException {
        return KubeconfigViews.flattened(this);
    }

    /** Which secrets {@link #redacted(Redaction) redaction} takes out. */
    public enum Redaction {
        /**
         * Those that {@code kubectl config view} takes out: tokens, passwords, and all embedded data. It leaves secrets in
         * auth-provider settings, exec arguments and environment, URLs and extensions.
         */
        KUBECTL,
        /** All places that may hold one, extensions and unknown fields included. */
        ALL_SECRETS
    }

    /**
     * Takes out everything that may be secret, so that the rest can be shown.
     *
     * @return a copy for showing
     */
    public Kubeconfig redacted() {
        return redacted(Redaction.ALL_SECRETS);
    }

    /**
     * Takes out secrets: texts become {@code REDACTED}, embedded data are written as {@code DATA+OMITTED}.
     *
     * @param redaction which ones
     * @return a copy for showing
     */
    public Kubeconfig redacted(Redaction redaction) {
        return KubeconfigViews.redacted(this, redaction);
    }

    /**
     * Drops the fields that this library does not know, as kubectl does when it prints or writes a file.
     *
     * @return a copy without them
     */
    public Kubeconfig withoutUnknownFields() {
        return KubeconfigViews.withoutUnknownFields(this);
    }

    /**
     * Changes or creates a cluster as {@code kubectl config set-cluster} does.
     *
     * @param name its name
     * @param edit what to change
     * @return the changed kubeconfig
     * @throws IllegalArgumentException when the name is empty, or the change contradicts itself
     */
    public Kubeconfig setCluster(String name, ClusterEdit edit) {
        return KubeconfigEdits.setCluster(this, name, edit);
    }

    /**
     * Changes or creates a user as {@code kubectl config set-credentials} does.
     *
     * @param name its name
     * @param edit what to change
     * @return the changed kubeconfig
     * @throws IllegalArgumentException when the name is empty, or the change contradicts itself
     */
    public Kubeconfig setCredentials(String name, CredentialsEdit edit) {
        return KubeconfigEdits.setCredentials(this, name, edit);
    }

    /**
     * Changes or creates a context as {@code kubectl config set-context} does.
     *
     * @param name its name
     * @param edit what to change
     * @return the changed kubeconfig
     * @throws IllegalArgumentException when the name is empty
     */
    public Kubeconfig setContext(String name, ContextEdit edit) {
        return KubeconfigEdits.setContext(this, name, edit);
    }

    /**
     * Changes the current context as {@code kubectl config set-context --current} does.
     *
     * @param edit what to change
     * @return the changed kubeconfig
     * @throws IllegalStateException when there is no current context
     */
    public Kubeconfig setCurrentContext(ContextEdit edit) {
        return KubeconfigEdits.setCurrentContext(this, edit);
    }

    /**
     * Makes a context the current one as {@code kubectl config use-context} does.
     *
     * @param name its name
     * @return the changed kubeconfig
     * @throws IllegalArgumentException when there is no context of that name
     */
    public Kubeconfig useContext(String name) {
        return KubeconfigEdits.useContext(this, name);
    }

    /**
     * Renames a context as {@code kubectl config rename-context} does: it stays in its file, and stays the current one.
     *
     * @param name    its name
     * @param newName its new name
     * @return the changed kubeconfig
     * @throws IllegalArgumentException when there is no context of that name, or there is one of the new name
     */
    public Kubeconfig renameContext(String name, String newName) {
        return KubeconfigEdits.renameContext(this, name, newName);
    }

    /**
     * Removes a cluster, whether or not a context refers to it.
     *
     * @param name its name
     * @return the changed kubeconfig
     * @throws IllegalArgumentException when there is no cluster of that name
     */
    public Kubeconfig deleteCluster(String name) {
        return KubeconfigEdits.delete(this, "cluster", name, changed -> changed.clusters);
    }

    /**
     * Removes a user, whether or not a context refers to it.
     *
     * @param name its name
     * @return the changed kubeconfig
     * @throws IllegalArgumentException when there is no user of that name
     */
    public Kubeconfig deleteUser(String name) {
        return KubeconfigEdits.delete(this, "user", name, changed -> changed.users);
    }

    /**
     * Removes a context. If it is the current one, current-context goes on naming it.
     *
     * @param name its name
     * @return the changed kubeconfig
     * @throws IllegalArgumentException when there is no context of that name
     */
    public Kubeconfig deleteContext(String name) {
        return KubeconfigEdits.delete(this, "context", name, changed -> changed.contexts);
    }

    /**
     * Sets one field as {@code kubectl config set} does. Only strings, bytes (as base64) and booleans can be set; an entry
     * that does not exist is created.
     *
     * @param property dotted path, such as {@code clusters.prod.server} or {@code users.jane.act-as}
     * @param value    the value, not empty
     * @return the changed kubeconfig
     * @throws IllegalArgumentException when there is no such field, or it cannot have that value
     */
    public Kubeconfig set(String property, String value) {
        return PropertyPath.set(this, property, value, false);
    }

    /**
     * Sets one field as {@code kubectl config set --set-raw-bytes} does: bytes are taken from the text as they are.
     *
     * @param property dotted path, such as {@code users.jane.client-key-data}
     * @param value    the value, not empty
     * @return the changed kubeconfig
     * @throws IllegalArgumentException when there is no such field, or it cannot have that value
     */
    public Kubeconfig setRawBytes(String property, String value) {
        return PropertyPath.set(this, property, value, true);
    }

    /**
     * Clears one field, or removes a whole entry or section, as {@code kubectl config unset} does.
     *
     * @param property dotted path, such as {@code users.jane.token}, {@code contexts.old} or {@code current-context}
     * @return the changed kubeconfig; an entry that does not exist is not missed
     * @throws IllegalArgumentException when there is no such field, or the entry that would have it does not exist
     */
    public Kubeconfig unset(String property) {
        return PropertyPath.unset(this, property);
    }

    /**
     * Checks everything, by the rules of clientcmd and in its order, entries in the order of their names. Whether certificate
     * and key files can be opened is checked too.
     *
     * @return what is wrong, all of it; the messages are clientcmd's
     */
    public List<Finding> validate() {
        return Validation.all(this);
    }

    /**
     * Checks what the current context needs, by the rules of clientcmd.
     *
     * @return what is wrong, all of it
     */
    public List<Finding> confirmUsable() {
        return Validation.usable(this, "");
    }

    /**
     * Checks what one context needs, by the rules of clientcmd. Broken entries elsewhere do not matter.
     *
     * @param context name of the context
     * @return what is wrong, all of it
     */
    public List<Finding> confirmUsable(String context) {
        return Validation.usable(this, context);
    }

    /**
     * Looks for what is legal but unwise, or will fail later; certificate files are read for it. What kubectl passes over
     * silently in a file is reported for the kubeconfig as it was read: duplicate keys, further documents, unknown fields, and
     * that others may read the file.
     *
     * @param now the time that certificates are judged by
     * @return the findings, free of secrets
     */
    public List<Finding> findings(Instant now) {
        return List.copyOf(Findings.of(this, now));
    }

    /**
     * Finds the connection of the current context.
     *
     * @return the connection
     * @throws InvalidFormatException with code {@code INVALID_CONFIGURATION} when clientcmd would refuse it
     * @throws IOException            when the token is in a file that cannot be read
     */
    public ClientConfig clientConfig() throws IOException {
        return clientConfig(ConfigOverrides.none());
    }

    /**
     * Finds the connection of a context, with overrides.
     *
     * @param overrides what goes over the kubeconfig
     * @return the connection
     * @throws InvalidFormatException   with code {@code INVALID_CONFIGURATION} when clientcmd would refuse it
     * @throws IllegalArgumentException when an override names a context, cluster or user that does not exist, or the timeout
     *                                  is none
     * @throws IOException              when the token is in a file that cannot be read
     */
    public ClientConfig clientConfig(ConfigOverrides overrides) throws IOException {
        return new ClientConfigResolver(this, overrides).resolve();
    }

    Builder fields() {
        return fields;
    }

    /**
     * Copies the kubeconfig, secrets included, to JDK values, as kubectl up to 1.33 has them.
     *
     * @return the fields in the order of Kubernetes' type, lists sorted by name, mutable and independent of this object
     */
    public Map<String, @Nullable Object> toMap() {
        return toMap(Presets.LAST_WITH_PREFERENCES);
    }

    private Map<String, @Nullable Object> toMap(KubernetesRelease release) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("kind", KIND);
        map.put("apiVersion", API_VERSION);
        Map<String, @Nullable Object> preferences = fields.preferences.toMap();
        if (release.minor() <= Presets.LAST_WITH_PREFERENCES.minor() || !preferences.isEmpty()) {
            map.put("preferences", preferences);
        }
        map.put("clusters", Entry.toList(fields.clusters, "cluster"));
        map.put("users", Entry.toList(fields.users, "user"));
        map.put("contexts", Entry.toList(fields.contexts, "context"));
        map.put("current-context", fields.currentContext);
        Fields.put(map, fields.extensions);
        Fields.putOthers(map, fields.otherFields);
        return map;
    }

    /**
     * Writes the kubeconfig, secrets included, as {@code kubectl config view --raw} of 1.33 and before does, to the byte;
     * newer ones leave out an empty {@code preferences}. Unknown fields, which kubectl drops, are written. Keys of free maps
     * are in the order of their code points, which is kubectl's but for digits and punctuation in the middle of keys, and
     * characters that kubectl writes so that nobody can read them back are escaped.
     *
     * @return YAML text, ending with one line feed
     */
    public String toYaml() {
        return Yaml.write(toMap());
    }

    /**
     * Writes the kubeconfig, secrets included, as {@code kubectl config view --raw} of a release does, to the byte.
     *
     * @param release the release; from 1.34 on an empty {@code preferences} is left out
     * @return YAML text, ending with one line feed
     */
    public String toYaml(KubernetesRelease release) {
        return Yaml.write(toMap(release));
    }

    /**
     * Writes the kubeconfig, secrets included, as {@code kubectl config view --raw -o json} of 1.33 and before does.
     *
     * @return JSON text, ending with one line feed
     */
    public String toJson() {
        return Yaml.writeJson(toMap());
    }

    /**
     * Writes the kubeconfig, secrets included, as {@code kubectl config view --raw -o json} of a release does.
     *
     * @param release the release; from 1.34 on an empty {@code preferences} is left out
     * @return JSON text, ending with one line feed
     */
    public String toJson(KubernetesRelease release) {
        return Yaml.writeJson(toMap(release));
    }

    /**
     * Writes the kubeconfig to a file, atomically and whatever was there before: mode 0600, or that of a file that it
     * replaces; a symbolic link is followed, and missing directories are created. Paths are written as they are.
     *
     * @param file the file
     * @throws IOException when it cannot be written; an existing file is then unchanged
     */
    public void write(Path file) throws IOException {
        KubeconfigWriter.write(file, this);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Kubeconfig that && toMap().equals(that.toMap());
    }

    @Override
    public int hashCode() {
        return toMap().hashCode();
    }

    /** Names of clusters, users and contexts. */
    @Override
    public String toString() {
        return "Kubeconfig[clusters " + fields.clusters.keySet() + ", users " + fields.users.keySet() + ", contexts "
                + fields.contexts.keySet() + ", current-context " + fields.currentContext + "]";
    }

    /** Collects the parts of a {@link Kubeconfig}. */
    public static final class Builder {
        Map<String, Cluster> clusters = new LinkedHashMap<>();
        Map<String, AuthInfo> users = new LinkedHashMap<>();
        Map<String, Context> contexts = new LinkedHashMap<>();
        String currentContext = "";
        Preferences preferences = Preferences.NONE;
        Extensions extensions = Extensions.NONE;
        Map<String, @Nullable Object> otherFields = Map.of();

        @Nullable
        Path file;

        List<Finding> findings = List.of();

        private Builder() {}

        private Builder(Builder from) {
            clusters = new LinkedHashMap<>(from.clusters);
            users = new LinkedHashMap<>(from.users);
            contexts = new LinkedHashMap<>(from.contexts);
            currentContext = from.currentContext;
            preferences = from.preferences;
            extensions = from.extensions;
            otherFields = from.otherFields;
            file = from.file;
            findings = new ArrayList<>(from.findings);
        }

        /**
         * Adds a cluster, replacing one of the same name.
         *
         * @param name    its name
         * @param cluster the cluster
         * @return this builder
         */
        public Builder cluster(String name, Cluster cluster) {
            clusters.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(cluster, "cluster"));
            return this;
        }

        /**
         * Adds a user, replacing one of the same name.
         *
         * @param name its name
         * @param user the user
         * @return this builder
         */
        public Builder user(String name, AuthInfo user) {
            users.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(user, "user"));
            return this;
        }

        /**
         * Adds a context, replacing one of the same name.
         *
         * @param name    its name
         * @param context the context
         * @return this builder
         */
        public Builder context(String name, Context context) {
            contexts.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(context, "context"));
            return this;
        }

        /**
         * Sets the context that is used unless another one is named.
         *
         * @param name its name, which need not exist; empty for none
         * @return this builder
         */
        public Builder currentContext(String name) {
            this.currentContext = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * Sets the preference {@code colors}.
         *
         * @param colors whether it is set
         * @return this builder
         */
        public Builder colors(boolean colors) {
            this.preferences = preferences.withColors(colors);
            return this;
        }

        /**
         * Replaces the extensions within the preferences.
         *
         * @param extensions JDK values by name
         * @return this builder
         * @throws IllegalArgumentException when a value has no JSON form
         */
        public Builder preferenceExtensions(Map<String, ?> extensions) {
            this.preferences = preferences.withExtensions(Extensions.of(extensions));
            return this;
        }

        /**
         * Replaces the extensions.
         *
         * @param extensions JDK values by name
         * @return this builder
         * @throws IllegalArgumentException when a value has no JSON form
         */
        public Builder extensions(Map<String, ?> extensions) {
            this.extensions = Extensions.of(extensions);
            return this;
        }

        /**
         * Replaces the fields that this type has no accessor for.
         *
         * @param fields JDK values by key, in the order to write them
         * @return this builder
         * @throws IllegalArgumentException when a value has no JSON form
         */
        public Builder otherFields(Map<String, ?> fields) {
            this.otherFields = FreeValues.freezeMap(fields);
            return this;
        }

        /**
         * Builds the kubeconfig.
         *
         * @return the kubeconfig
         */
        public Kubeconfig build() {
            Builder copy = new Builder(this);
            copy.clusters = Collections.unmodifiableMap(copy.clusters);
            copy.users = Collections.unmodifiableMap(copy.users);
            copy.contexts = Collections.unmodifiableMap(copy.contexts);
            return new Kubeconfig(copy);
        }
    }
}
