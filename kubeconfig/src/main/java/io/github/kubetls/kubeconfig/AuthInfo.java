package io.github.kubetls.kubeconfig;

import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.internal.yaml.YamlNode;
import io.github.kubetls.token.BootstrapToken;
import java.nio.file.Path;
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
 * What identifies a user to a cluster: the {@code user} object of a kubeconfig.
 *
 * <p>Its name stands beside it, in {@link Kubeconfig#users()}; it is the name of the entry, not of the user that the
 * cluster sees. Most of it is secret: {@link #toString()} shows which fields are set, never a value.
 *
 * <pre>{@code
 * AuthInfo bootstrap = AuthInfo.of(token);
 * AuthInfo node = AuthInfo.clientCertificate(Path.of("/var/lib/kubelet/pki/kubelet-client-current.pem"));
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/">kubeconfig (v1)</a>
 */
public final class AuthInfo extends Entry {

    private static final Set<String> KNOWN = Set.of(
            "client-certificate",
            "client-certificate-data",
            "client-key",
            "client-key-data",
            "token",
            "tokenFile",
            "as",
            "as-uid",
            "as-groups",
            "as-user-extra",
            "username",
            "password",
            "auth-provider",
            "exec",
            "extensions");

    private final Builder fields;

    private AuthInfo(Builder fields) {
        this.fields = fields;
    }

    /**
     * A user that presents a bootstrap token.
     *
     * @param token the token
     * @return the user
     */
    public static AuthInfo of(BootstrapToken token) {
        return builder().token(token.bearerToken()).build();
    }

    /**
     * A user that presents a client certificate, embedded with its key.
     *
     * @param pair certificate and key
     * @return the user
     */
    public static AuthInfo of(CertificateAndKey pair) {
        return builder()
                .clientCertificate(PemSource.inline(pair.certificatePem()))
                .clientKey(PemSource.inline(pair.keyPem()))
                .build();
    }

    /**
     * A user that presents the client certificate of a file that holds both certificate and key, as a kubelet keeps them.
     *
     * @param pair the PEM file; a relative path is looked up in the directory of the kubeconfig
     * @return the user
     */
    public static AuthInfo clientCertificate(Path pair) {
        PemSource source = PemSource.file(pair);
        return builder().clientCertificate(source).clientKey(source).build();
    }

    /**
     * Starts from nothing.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    static AuthInfo read(YamlNode body, UnknownFields unknown, Attachments attachments) {
        Builder fields = new Builder();
        fields.clientCertificate = body.get("client-certificate").string();
        fields.clientCertificateData = bytes(body.get("client-certificate-data"));
        fields.clientKey = body.get("client-key").string();
        fields.clientKeyData = bytes(body.get("client-key-data"));
        fields.token = body.get("token").string();
        fields.tokenFile = body.get("tokenFile").string();
        fields.as = body.get("as").string();
        fields.asUid = body.get("as-uid").string();
        fields.asGroups = body.get("as-groups").strings();
        body.get("as-user-extra")
                .members()
                .forEach((key, values) -> fields.asUserExtra.put(key, values.isNull() ? null : values.strings()));
        fields.username = body.get("username").string();
        fields.password = body.get("password").string();
        YamlNode provider = body.get("auth-provider");
        fields.authProvider = provider.isNull() ? null : AuthProviderConfig.read(provider, unknown);
        YamlNode exec = body.get("exec");
        fields.exec = exec.isNull() ? null : ExecConfig.read(exec, unknown);
        fields.attachments = attachments.withOtherFields(unknown.of(body, KNOWN));
        return new AuthInfo(fields);
    }

    private static byte @Nullable [] bytes(YamlNode node) {
        return node.isNull() ? null : node.bytes();
    }

    /**
     * Starts from this user.
     *
     * @return a builder with every field of this user, its origin included
     */
    public Builder toBuilder() {
        return new Builder(fields);
    }

    /**
     * Returns where the client certificate is.
     *
     * @return the source, or empty when there is none
     */
    public Optional<PemSource> clientCertificate() {
        return Fields.pemSource(fields.clientCertificate, fields.clientCertificateData);
    }

    /**
     * Returns where the key of the client certificate is.
     *
     * @return the source, or empty when there is none
     */
    public Optional<PemSource> clientKey() {
        return Fields.pemSource(fields.clientKey, fields.clientKeyData);
    }

    /**
     * Returns the bearer token. Keep it out of logs and messages.
     *
     * @return the token, or empty when there is none
     */
    public Optional<String> token() {
        return nonEmpty(fields.token);
    }

    /**
     * Returns the file that holds the bearer token, and that takes precedence over {@link #token()} once it can be read.
     *
     * @return the path as it is written, or empty when there is none
     */
    public Optional<String> tokenFile() {
        return nonEmpty(fields.tokenFile);
    }

    /**
     * Returns the user to impersonate.
     *
     * @return the name, or empty when nobody is impersonated
     */
    public Optional<String> as() {
        return nonEmpty(fields.as);
    }

    /**
     * Returns the uid to impersonate.
     *
     * @return the uid, or empty when there is none
     */
    public Optional<String> asUid() {
        return nonEmpty(fields.asUid);
    }

    /**
     * Returns the groups to impersonate.
     *
     * @return the groups, unmodifiable
     */
    public List<String> asGroups() {
        return fields.asGroups;
    }

    /**
     * Returns the extra attributes to impersonate.
     *
     * @return values by key, unmodifiable
     */
    public Map<String, List<String>> asUserExtra() {
        Map<String, List<String>> extra = new LinkedHashMap<>();
        fields.asUserExtra.forEach((key, values) -> extra.put(key, values == null ? List.of() : values));
        return Collections.unmodifiableMap(extra);
    }

    /**
     * Returns the name for basic authentication.
     *
     * @return the name, or empty when there is none
     */
    public Optional<String> username() {
        return nonEmpty(fields.username);
    }

    /**
     * Returns the password for basic authentication. Keep it out of logs and messages.
     *
     * @return the password, or empty when there is none
     */
    public Optional<String> password() {
        return nonEmpty(fields.password);
    }

    /**
     * Returns the legacy authentication provider.
     *
     * @return the provider, or empty when there is none
     */
    public Optional<AuthProviderConfig> authProvider() {
        return Optional.ofNullable(fields.authProvider);
    }

    /**
     * Returns the command that yields credentials.
     *
     * @return its configuration, or empty when there is none
     */
    public Optional<ExecConfig> exec() {
        return Optional.ofNullable(fields.exec);
    }

    /**
     * Tells whether there are credentials that kubeadm takes as usable: a token, user name and password, or certificate
     * and key.
     *
     * @return whether there are
     */
    public boolean hasCredentials() {
        return !fields.token.isEmpty()
                || !fields.username.isEmpty() && !fields.password.isEmpty()
                || clientCertificate().isPresent() && clientKey().isPresent();
    }

    private static Optional<String> nonEmpty(String text) {
        return Optional.of(text).filter(value -> !value.isEmpty());
    }

    Builder fields() {
        return fields;
    }

    @Override
    Attachments attachments() {
        return fields.attachments;
    }

    /**
     * Copies the object, secrets included, to JDK values; empty fields are left out.
     *
     * @return the fields in the order of Kubernetes' type, mutable and independent of this object
     */
    @Override
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        Fields.put(map, "client-certificate", fields.clientCertificate);
        Fields.put(map, "client-certificate-data", fields.clientCertificateData);
        Fields.put(map, "client-key", fields.clientKey);
        Fields.put(map, "client-key-data", fields.clientKeyData);
        Fields.put(map, "token", fields.token);
        Fields.put(map, "tokenFile", fields.tokenFile);
        Fields.put(map, "as", fields.as);
        Fields.put(map, "as-uid", fields.asUid);
        if (!fields.asGroups.isEmpty()) {
            map.put("as-groups", new ArrayList<>(fields.asGroups));
        }
        putUserExtra(map);
        Fields.put(map, "username", fields.username);
        Fields.put(map, "password", fields.password);
        if (fields.authProvider != null) {
            map.put("auth-provider", fields.authProvider.toMap());
        }
        if (fields.exec != null) {
            map.put("exec", fields.exec.toMap());
        }
        Fields.put(map, fields.attachments.extensions());
        Fields.putOthers(map, fields.attachments.otherFields());
        return map;
    }

    private void putUserExtra(Map<String, @Nullable Object> map) {
        if (!fields.asUserExtra.isEmpty()) {
            map.put("as-user-extra", FreeValues.sorted(fields.asUserExtra));
        }
    }

    /** The names of the fields that are set, such as {@code AuthInfo[client-certificate, client-key]}. */
    @Override
    public String toString() {
        return "AuthInfo" + toMap().keySet();
    }

    /** Collects the fields of an {@link AuthInfo}. */
    public static final class Builder {
        String clientCertificate = "";
        byte @Nullable [] clientCertificateData;
        String clientKey = "";
        byte @Nullable [] clientKeyData;
        String token = "";
        String tokenFile = "";
        String as = "";
        String asUid = "";
        List<String> asGroups = List.of();
        Map<String, @Nullable List<String>> asUserExtra = new LinkedHashMap<>();
        String username = "";
        String password = "";

        @Nullable
        AuthProviderConfig authProvider;

        @Nullable
        ExecConfig exec;

        Attachments attachments = Attachments.NONE;

        private Builder() {}

        private Builder(Builder from) {
            clientCertificate = from.clientCertificate;
            clientCertificateData = from.clientCertificateData;
            clientKey = from.clientKey;
            clientKeyData = from.clientKeyData;
            token = from.token;
            tokenFile = from.tokenFile;
            as = from.as;
            asUid = from.asUid;
            asGroups = from.asGroups;
            asUserExtra = new LinkedHashMap<>(from.asUserExtra);
            username = from.username;
            password = from.password;
            authProvider = from.authProvider;
            exec = from.exec;
            attachments = from.attachments;
        }

        /**
         * Sets where the client certificate is, replacing file and data.
         *
         * @param clientCertificate the source
         * @return this builder
         */
        public Builder clientCertificate(PemSource clientCertificate) {
            this.clientCertificate = clientCertificate.path().orElse("");
            this.clientCertificateData = clientCertificate.data().orElse(null);
            return this;
        }

        /**
         * Sets where the key of the client certificate is, replacing file and data.
         *
         * @param clientKey the source
         * @return this builder
         */
        public Builder clientKey(PemSource clientKey) {
            this.clientKey = clientKey.path().orElse("");
            this.clientKeyData = clientKey.data().orElse(null);
            return this;
        }

        /**
         * Removes client certificate and key.
         *
         * @return this builder
         */
        public Builder noClientCertificate() {
            this.clientCertificate = "";
            this.clientCertificateData = null;
            this.clientKey = "";
            this.clientKeyData = null;
            return this;
        }

        /**
         * Sets the bearer token.
         *
         * @param token the token; empty for none
         * @return this builder
         */
        public Builder token(String token) {
            this.token = Objects.requireNonNull(token, "token");
            return this;
        }

        /**
         * Sets the file that holds the bearer token.
         *
         * @param tokenFile its path; empty for none
         * @return this builder
         */
        public Builder tokenFile(String tokenFile) {
            this.tokenFile = Objects.requireNonNull(tokenFile, "tokenFile");
            return this;
        }

        /**
         * Sets the user to impersonate.
         *
         * @param as the name; empty for nobody
         * @return this builder
         */
        public Builder as(String as) {
            this.as = Objects.requireNonNull(as, "as");
            return this;
        }

        /**
         * Sets the uid to impersonate.
         *
         * @param asUid the uid; empty for none
         * @return this builder
         */
        public Builder asUid(String asUid) {
            this.asUid = Objects.requireNonNull(asUid, "asUid");
            return this;
        }

        /**
         * Replaces the groups to impersonate.
         *
         * @param asGroups the groups
         * @return this builder
         */
        public Builder asGroups(List<String> asGroups) {
            this.asGroups = List.copyOf(asGroups);
            return this;
        }

        /**
         * Replaces the extra attributes to impersonate.
         *
         * @param asUserExtra values by key
         * @return this builder
         */
        public Builder asUserExtra(Map<String, List<String>> asUserExtra) {
            Map<String, @Nullable List<String>> copy = new LinkedHashMap<>();
            asUserExtra.forEach((key, values) -> copy.put(key, List.copyOf(values)));
            this.asUserExtra = copy;
            return this;
        }

        /**
         * Sets the name for basic authentication.
         *
         * @param username the name; empty for none
         * @return this builder
         */
        public Builder username(String username) {
            this.username = Objects.requireNonNull(username, "username");
            return this;
        }

        /**
         * Sets the password for basic authentication.
         *
         * @param password the password; empty for none
         * @return this builder
         */
        public Builder password(String password) {
            this.password = Objects.requireNonNull(password, "password");
            return this;
        }

        /**
         * Sets the legacy authentication provider.
         *
         * @param authProvider the provider
         * @return this builder
         */
        public Builder authProvider(AuthProviderConfig authProvider) {
            this.authProvider = Objects.requireNonNull(authProvider, "authProvider");
            return this;
        }

        /**
         * Removes the legacy authentication provider.
         *
         * @return this builder
         */
        public Builder noAuthProvider() {
            this.authProvider = null;
            return this;
        }

        /**
         * Sets the command that yields credentials.
         *
         * @param exec its configuration
         * @return this builder
         */
        public Builder exec(ExecConfig exec) {
            this.exec = Objects.requireNonNull(exec, "exec");
            return this;
        }

        /**
         * Removes the command that yields credentials.
         *
         * @return this builder
         */
        public Builder noExec() {
            this.exec = null;
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
            this.attachments = attachments.withExtensions(Extensions.of(extensions));
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
            this.attachments = attachments.withOtherFields(fields);
            return this;
        }

        /**
         * Builds the user.
         *
         * @return the user
         */
        public AuthInfo build() {
            return new AuthInfo(new Builder(this));
        }
    }
}
