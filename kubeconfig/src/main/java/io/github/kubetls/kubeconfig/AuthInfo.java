package io.github.kubetls.kubeconfig;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.internal.yaml.YamlNode;
import io.github.kubetls.kubeconfig.internal.FreeValues;
import io.github.kubetls.token.BootstrapToken;
import java.io.IOException;
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
 * <p>Its name is kept next to it, in {@link Kubeconfig#users()}; it is the name of the entry, not of the user that the
 * cluster sees. Most of it is secret: {@link #toString()} shows which fields are set, never a value.
 *
 * <pre>{@code
 * AuthInfo bootstrap = AuthInfo.of(token);
 * AuthInfo node = AuthInfo.clientCertificate(Path.of("/var/lib/kubelet/pki/kubelet-client-current.pem"));
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/">kubeconfig (v1)</a>
 */
public final class AuthInfo extends ConfigObject {

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

    private final PemFields clientCertificate;
    private final PemFields clientKey;
    private final String token;
    private final String tokenFile;
    private final String as;
    private final String asUid;
    private final List<String> asGroups;

    /** A list may be null, which is written. */
    private final Map<String, @Nullable List<String>> asUserExtra;

    private final String username;
    private final String password;
    private final @Nullable AuthProviderConfig authProvider;
    private final @Nullable ExecConfig exec;

    private AuthInfo(Builder builder) {
        super(builder.attachments);
        clientCertificate = builder.clientCertificate;
        clientKey = builder.clientKey;
        token = builder.token;
        tokenFile = builder.tokenFile;
        as = builder.as;
        asUid = builder.asUid;
        asGroups = builder.asGroups;
        asUserExtra = builder.asUserExtra;
        username = builder.username;
        password = builder.password;
        authProvider = builder.authProvider;
        exec = builder.exec;
    }

    /**
     * {@return a user that presents a bootstrap token}
     *
     * @param token the token
     */
    public static AuthInfo of(BootstrapToken token) {
        return builder().token(token.bearerToken()).build();
    }

    /**
     * {@return a user that presents a client certificate, embedded with its key}
     *
     * @param pair certificate and key
     */
    public static AuthInfo of(CertificateAndKey pair) {
        return builder()
                .clientCertificate(PemSource.inline(pair.certificatePem()))
                .clientKey(PemSource.inline(pair.keyPem()))
                .build();
    }

    /**
     * {@return a user that presents the client certificate of a file that holds both certificate and key, as a kubelet
     * keeps them}
     *
     * @param pair the PEM file; a relative path is looked up in the directory of the kubeconfig
     */
    public static AuthInfo clientCertificate(Path pair) {
        PemSource source = PemSource.file(pair);
        return builder().clientCertificate(source).clientKey(source).build();
    }

    /** {@return a builder that starts from nothing} */
    public static Builder builder() {
        return new Builder(Attachments.NONE);
    }

    /**
     * {@return the user that JDK values hold, as a text with the same content would}
     *
     * @param map the fields, as {@link #toMap()} gives them
     * @throws InvalidFormatException   when kubectl would refuse them
     * @throws IllegalArgumentException when a value has no form in YAML
     */
    public static AuthInfo fromMap(Map<String, ?> map) {
        return KubeconfigReader.fromMap(map, AuthInfo::read);
    }

    static AuthInfo read(YamlNode body, UnknownKubeconfigFields unknown, Attachments attachments) {
        Builder builder = builder();
        builder.clientCertificate = PemFields.read(body, "client-certificate");
        builder.clientKey = PemFields.read(body, "client-key");
        builder.token(body.get("token").string())
                .tokenFile(body.get("tokenFile").string())
                .as(body.get("as").string())
                .asUid(body.get("as-uid").string())
                .asGroups(body.get("as-groups").strings());
        Map<String, @Nullable List<String>> extra = new LinkedHashMap<>();
        body.get("as-user-extra")
                .members()
                .forEach((key, values) -> extra.put(key, values.isNull() ? null : values.strings()));
        builder.asUserExtra = extra;
        builder.username(body.get("username").string())
                .password(body.get("password").string());
        YamlNode provider = body.get("auth-provider");
        builder.authProvider = provider.isNull() ? null : AuthProviderConfig.read(provider, unknown);
        YamlNode exec = body.get("exec");
        builder.exec = exec.isNull() ? null : ExecConfig.read(exec, unknown);
        return builder.attachments(attachments.withOtherFields(unknown.of(body, KNOWN)))
                .build();
    }

    /** {@return a builder with every field of this user, its origin included} */
    public Builder toBuilder() {
        Builder builder = new Builder(attachments.withoutPlaces());
        builder.clientCertificate = clientCertificate;
        builder.clientKey = clientKey;
        builder.token = token;
        builder.tokenFile = tokenFile;
        builder.as = as;
        builder.asUid = asUid;
        builder.asGroups = asGroups;
        builder.asUserExtra = asUserExtra;
        builder.username = username;
        builder.password = password;
        builder.authProvider = authProvider;
        builder.exec = exec;
        return builder;
    }

    /** {@return where the client certificate is, or empty when there is none} */
    public Optional<PemSource> clientCertificate() {
        return clientCertificate.source();
    }

    /** {@return where the key of the client certificate is, or empty when there is none} */
    public Optional<PemSource> clientKey() {
        return clientKey.source();
    }

    /**
     * {@return the client certificate with its key, or empty when there is no certificate or no key} Relative paths
     * start from the working directory; call {@link Kubeconfig#resolved()} first to have them start from the
     * kubeconfig's.
     *
     * @throws InvalidFormatException when certificate or key is malformed, or the key belongs to another certificate
     * @throws IOException            when a file cannot be read
     */
    public Optional<CertificateAndKey> readClientCertificate() throws IOException {
        return readClientCertificate(KubernetesRelease.latest());
    }

    /**
     * {@return the client certificate with its key as {@link #readClientCertificate()} and a release read them}
     *
     * @param release the release of the client
     * @throws InvalidFormatException when certificate or key is malformed, or the key belongs to another certificate
     * @throws IOException            when a file cannot be read
     */
    public Optional<CertificateAndKey> readClientCertificate(KubernetesRelease release) throws IOException {
        return TlsMaterial.clientCertificate(this, release);
    }

    /** {@return the bearer token, to be kept out of logs and messages, or empty when there is none} */
    public Optional<String> token() {
        return Fields.nonEmpty(token);
    }

    /**
     * {@return the path, as it is written, of the file that holds the bearer token, or empty when there is none} The
     * file takes precedence over {@link #token()} once it can be read.
     */
    public Optional<String> tokenFile() {
        return Fields.nonEmpty(tokenFile);
    }

    /** {@return the name of the user to impersonate, or empty when nobody is impersonated} */
    public Optional<String> as() {
        return Fields.nonEmpty(as);
    }

    /** {@return the uid to impersonate, or empty when there is none} */
    public Optional<String> asUid() {
        return Fields.nonEmpty(asUid);
    }

    /** {@return the groups to impersonate, unmodifiable} */
    public List<String> asGroups() {
        return asGroups;
    }

    /** {@return the extra attributes to impersonate, values by key, unmodifiable} */
    public Map<String, List<String>> asUserExtra() {
        Map<String, List<String>> extra = new LinkedHashMap<>();
        asUserExtra.forEach((key, values) -> extra.put(key, values == null ? List.of() : values));
        return Collections.unmodifiableMap(extra);
    }

    /** {@return the name for basic authentication, or empty when there is none} */
    public Optional<String> username() {
        return Fields.nonEmpty(username);
    }

    /** {@return the password for basic authentication, to be kept out of logs and messages, or empty when there is none} */
    public Optional<String> password() {
        return Fields.nonEmpty(password);
    }

    /** {@return the legacy authentication provider, or empty when there is none} */
    public Optional<AuthProviderConfig> authProvider() {
        return Optional.ofNullable(authProvider);
    }

    /** {@return the configuration of the command that yields credentials, or empty when there is none} */
    public Optional<ExecConfig> exec() {
        return Optional.ofNullable(exec);
    }

    /**
     * {@return whether there are credentials that kubeadm takes as usable: a token, user name and password, or
     * certificate and key}
     */
    public boolean hasCredentials() {
        return !token.isEmpty()
                || !username.isEmpty() && !password.isEmpty()
                || clientCertificate().isPresent() && clientKey().isPresent();
    }

    @Override
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        clientCertificate.put(map, "client-certificate");
        clientKey.put(map, "client-key");
        Fields.put(map, "token", token);
        Fields.put(map, "tokenFile", tokenFile);
        Fields.put(map, "as", as);
        Fields.put(map, "as-uid", asUid);
        if (!asGroups.isEmpty()) {
            map.put("as-groups", new ArrayList<>(asGroups));
        }
        if (!asUserExtra.isEmpty()) {
            map.put("as-user-extra", FreeValues.sorted(asUserExtra));
        }
        Fields.put(map, "username", username);
        Fields.put(map, "password", password);
        if (authProvider != null) {
            map.put("auth-provider", authProvider.toMap());
        }
        if (exec != null) {
            map.put("exec", exec.toMap());
        }
        attachments.put(map);
        return map;
    }

    /** The names of the fields that are set, such as {@code AuthInfo[client-certificate, client-key]}. */
    @Override
    public String toString() {
        return "AuthInfo" + Visible.text(toMap().keySet());
    }

    /** Collects the fields of an {@link AuthInfo}. */
    public static final class Builder extends ConfigObject.Builder<Builder> {
        PemFields clientCertificate = PemFields.NONE;
        PemFields clientKey = PemFields.NONE;
        String token = "";
        String tokenFile = "";
        private String as = "";
        private String asUid = "";
        private List<String> asGroups = List.of();
        private Map<String, @Nullable List<String>> asUserExtra = Map.of();
        private String username = "";
        String password = "";

        @Nullable
        AuthProviderConfig authProvider;

        @Nullable
        ExecConfig exec;

        private Builder(Attachments attachments) {
            super(attachments);
        }

        /**
         * {@return this builder, with the client certificate, replacing file and data}
         *
         * @param clientCertificate the source
         */
        public Builder clientCertificate(PemSource clientCertificate) {
            this.clientCertificate = PemFields.of(clientCertificate);
            return this;
        }

        /**
         * {@return this builder, with the key of the client certificate, replacing file and data}
         *
         * @param clientKey the source
         */
        public Builder clientKey(PemSource clientKey) {
            this.clientKey = PemFields.of(clientKey);
            return this;
        }

        /** {@return this builder, without client certificate and key} */
        public Builder noClientCertificate() {
            this.clientCertificate = PemFields.NONE;
            this.clientKey = PemFields.NONE;
            return this;
        }

        /**
         * {@return this builder, with the bearer token}
         *
         * @param token the token; empty for none
         */
        public Builder token(String token) {
            this.token = Objects.requireNonNull(token, "token");
            return this;
        }

        /**
         * {@return this builder, with the file that holds the bearer token}
         *
         * @param tokenFile its path; empty for none
         */
        public Builder tokenFile(String tokenFile) {
            this.tokenFile = Objects.requireNonNull(tokenFile, "tokenFile");
            return this;
        }

        /**
         * {@return this builder, with the user to impersonate}
         *
         * @param as the name; empty for nobody
         */
        public Builder as(String as) {
            this.as = Objects.requireNonNull(as, "as");
            return this;
        }

        /**
         * {@return this builder, with the uid to impersonate}
         *
         * @param asUid the uid; empty for none
         */
        public Builder asUid(String asUid) {
            this.asUid = Objects.requireNonNull(asUid, "asUid");
            return this;
        }

        /**
         * {@return this builder, with these groups to impersonate and no others}
         *
         * @param asGroups the groups
         */
        public Builder asGroups(String... asGroups) {
            return asGroups(List.of(asGroups));
        }

        /**
         * {@return this builder, with these groups to impersonate and no others}
         *
         * @param asGroups the groups
         */
        public Builder asGroups(List<String> asGroups) {
            this.asGroups = List.copyOf(asGroups);
            return this;
        }

        /**
         * {@return this builder, with these extra attributes to impersonate and no others}
         *
         * @param asUserExtra values by key
         */
        public Builder asUserExtra(Map<String, List<String>> asUserExtra) {
            Map<String, @Nullable List<String>> copy = new LinkedHashMap<>();
            asUserExtra.forEach((key, values) -> copy.put(key, List.copyOf(values)));
            this.asUserExtra = copy;
            return this;
        }

        /**
         * {@return this builder, with the name for basic authentication}
         *
         * @param username the name; empty for none
         */
        public Builder username(String username) {
            this.username = Objects.requireNonNull(username, "username");
            return this;
        }

        /**
         * {@return this builder, with the password for basic authentication}
         *
         * @param password the password; empty for none
         */
        public Builder password(String password) {
            this.password = Objects.requireNonNull(password, "password");
            return this;
        }

        /**
         * {@return this builder, with the legacy authentication provider}
         *
         * @param authProvider the provider
         */
        public Builder authProvider(AuthProviderConfig authProvider) {
            this.authProvider = Objects.requireNonNull(authProvider, "authProvider");
            return this;
        }

        /** {@return this builder, without the legacy authentication provider} */
        public Builder noAuthProvider() {
            this.authProvider = null;
            return this;
        }

        /**
         * {@return this builder, with the command that yields credentials}
         *
         * @param exec its configuration
         */
        public Builder exec(ExecConfig exec) {
            this.exec = Objects.requireNonNull(exec, "exec");
            return this;
        }

        /** {@return this builder, without the command that yields credentials} */
        public Builder noExec() {
            this.exec = null;
            return this;
        }

        /** {@return the user} */
        public AuthInfo build() {
            return new AuthInfo(this);
        }
    }
}
