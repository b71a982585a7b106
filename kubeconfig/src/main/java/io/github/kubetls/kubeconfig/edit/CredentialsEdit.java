package io.github.kubetls.kubeconfig.edit;

import io.github.kubetls.kubeconfig.AuthInfo;
import io.github.kubetls.kubeconfig.AuthProviderConfig;
import io.github.kubetls.kubeconfig.ExecConfig;
import io.github.kubetls.kubeconfig.PemSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A change of a user entry, with the rules of {@code kubectl config set-credentials}: what is not mentioned stays.
 *
 * <p>A token clears user name and password, and either of these clears the token. A certificate file clears embedded
 * certificate data and the reverse; the same holds for the key. A new exec command drops the arguments and keeps the
 * environment; the other exec settings are ignored as long as there is no command. An auth-provider of the same name
 * keeps its settings.
 *
 * <pre>{@code
 * CredentialsEdit edit = CredentialsEdit.none().token(token.bearerToken());
 * Kubeconfig changed = KubectlEdits.of(config).setCredentials("tls-bootstrap", edit).config();
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubectl/generated/kubectl_config/kubectl_config_set-credentials/">kubectl
 *     config set-credentials</a>
 */
public final class CredentialsEdit {

    private static final CredentialsEdit NONE = new CredentialsEdit(List.of());

    private final List<Consumer<Mentioned>> mentions;

    private CredentialsEdit(List<Consumer<Mentioned>> mentions) {
        this.mentions = mentions;
    }

    /** What is mentioned; null for what is not. */
    private static final class Mentioned {

        /** Empty for no file, as with the key. */
        private @Nullable Optional<PemSource> clientCertificate;

        private @Nullable Optional<PemSource> clientKey;
        private @Nullable String token;
        private @Nullable String username;
        private @Nullable String password;
        private @Nullable String authProvider;
        private final Map<String, String> authProviderArgs = new LinkedHashMap<>();
        private final Set<String> removedAuthProviderArgs = new LinkedHashSet<>();
        private @Nullable String execCommand;
        private @Nullable List<String> execArgs;
        private @Nullable String execApiVersion;
        private @Nullable Boolean execProvideClusterInfo;
        private @Nullable String execInteractiveMode;
        private final Map<String, String> execEnv = new LinkedHashMap<>();
        private final Set<String> removedExecEnv = new LinkedHashSet<>();
    }

    private CredentialsEdit and(Consumer<Mentioned> mention) {
        return new CredentialsEdit(
                Stream.concat(mentions.stream(), Stream.of(mention)).toList());
    }

    /** {@return the change that mentions nothing} */
    public static CredentialsEdit none() {
        return NONE;
    }

    /**
     * {@return a copy of this change that mentions the client certificate}
     *
     * @param clientCertificate a file, or embedded data; a relative path is relative to the kubeconfig
     */
    public CredentialsEdit clientCertificate(PemSource clientCertificate) {
        Optional<PemSource> source = Optional.of(clientCertificate);
        return and(mentioned -> mentioned.clientCertificate = source);
    }

    /**
     * {@return a copy of this change that mentions the client certificate's file, as kubectl takes its path from a
     * command line: relative to the working directory}
     *
     * @param clientCertificate the file
     */
    public CredentialsEdit clientCertificate(Path clientCertificate) {
        return clientCertificate(
                PemSource.file(clientCertificate.toAbsolutePath().normalize()));
    }

    /** {@return a copy of this change that mentions that there is no client certificate file; embedded data stay} */
    public CredentialsEdit noClientCertificateFile() {
        return and(mentioned -> mentioned.clientCertificate = Optional.empty());
    }

    /**
     * {@return a copy of this change that mentions the client key}
     *
     * @param clientKey a file, or embedded data; a relative path is relative to the kubeconfig
     */
    public CredentialsEdit clientKey(PemSource clientKey) {
        Optional<PemSource> source = Optional.of(clientKey);
        return and(mentioned -> mentioned.clientKey = source);
    }

    /**
     * {@return a copy of this change that mentions the client key's file, as kubectl takes its path from a command
     * line: relative to the working directory}
     *
     * @param clientKey the file
     */
    public CredentialsEdit clientKey(Path clientKey) {
        return clientKey(PemSource.file(clientKey.toAbsolutePath().normalize()));
    }

    /** {@return a copy of this change that mentions that there is no client key file; embedded data stay} */
    public CredentialsEdit noClientKeyFile() {
        return and(mentioned -> mentioned.clientKey = Optional.empty());
    }

    /**
     * {@return a copy of this change that mentions the bearer token}
     *
     * @param token the token; empty for none
     */
    public CredentialsEdit token(String token) {
        Objects.requireNonNull(token, "token");
        return and(mentioned -> mentioned.token = token);
    }

    /**
     * {@return a copy of this change that mentions the name for basic authentication}
     *
     * @param username the name; empty for none
     */
    public CredentialsEdit username(String username) {
        Objects.requireNonNull(username, "username");
        return and(mentioned -> mentioned.username = username);
    }

    /**
     * {@return a copy of this change that mentions the password for basic authentication}
     *
     * @param password the password; empty for none
     */
    public CredentialsEdit password(String password) {
        Objects.requireNonNull(password, "password");
        return and(mentioned -> mentioned.password = password);
    }

    /**
     * {@return a copy of this change that mentions the legacy authentication provider} One of another name starts
     * without settings.
     *
     * @param name its name
     */
    public CredentialsEdit authProvider(String name) {
        Objects.requireNonNull(name, "name");
        return and(mentioned -> mentioned.authProvider = name);
    }

    /**
     * {@return a copy of this change that mentions a setting of the authentication provider}
     *
     * @param key   its key
     * @param value its value
     */
    public CredentialsEdit authProviderArg(String key, String value) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        return and(mentioned -> mentioned.authProviderArgs.put(key, value));
    }

    /**
     * {@return a copy of this change that removes a setting of the authentication provider}
     *
     * @param key its key
     */
    public CredentialsEdit removeAuthProviderArg(String key) {
        Objects.requireNonNull(key, "key");
        return and(mentioned -> mentioned.removedAuthProviderArgs.add(key));
    }

    /**
     * {@return a copy of this change that mentions the exec command}
     *
     * @param command the command
     */
    public CredentialsEdit execCommand(String command) {
        Objects.requireNonNull(command, "command");
        return and(mentioned -> mentioned.execCommand = command);
    }

    /**
     * {@return a copy of this change that mentions the arguments of the exec command, all of them}
     *
     * @param args the arguments
     */
    public CredentialsEdit execArgs(String... args) {
        return execArgs(List.of(args));
    }

    /**
     * {@return a copy of this change that mentions the arguments of the exec command, all of them}
     *
     * @param args the arguments
     */
    public CredentialsEdit execArgs(List<String> args) {
        List<String> copy = List.copyOf(args);
        return and(mentioned -> mentioned.execArgs = copy);
    }

    /**
     * {@return a copy of this change that mentions the API version of the exec command}
     *
     * @param apiVersion the version
     */
    public CredentialsEdit execApiVersion(String apiVersion) {
        Objects.requireNonNull(apiVersion, "apiVersion");
        return and(mentioned -> mentioned.execApiVersion = apiVersion);
    }

    /**
     * {@return a copy of this change that mentions whether the exec command is given the cluster}
     *
     * @param provideClusterInfo whether it is
     */
    public CredentialsEdit execProvideClusterInfo(boolean provideClusterInfo) {
        return and(mentioned -> mentioned.execProvideClusterInfo = provideClusterInfo);
    }

    /**
     * {@return a copy of this change that mentions how the exec command uses standard input}
     *
     * @param interactiveMode {@code Never}, {@code IfAvailable} or {@code Always}
     * @throws IllegalArgumentException when it is something else
     */
    public CredentialsEdit execInteractiveMode(String interactiveMode) {
        if (!ExecConfig.INTERACTIVE_MODES.contains(interactiveMode)) {
            throw new IllegalArgumentException("invalid interactive mode type, can be only IfAvailable, Never, Always");
        }
        return and(mentioned -> mentioned.execInteractiveMode = interactiveMode);
    }

    /**
     * {@return a copy of this change that mentions a variable of the exec command's environment}
     *
     * @param name  its name
     * @param value its value
     */
    public CredentialsEdit execEnv(String name, String value) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        return and(mentioned -> mentioned.execEnv.put(name, value));
    }

    /**
     * {@return a copy of this change that removes a variable of the exec command's environment}
     *
     * @param name its name
     */
    public CredentialsEdit removeExecEnv(String name) {
        Objects.requireNonNull(name, "name");
        return and(mentioned -> mentioned.removedExecEnv.add(name));
    }

    AuthInfo apply(Optional<AuthInfo> existing) {
        Mentioned mentioned = new Mentioned();
        mentions.forEach(mention -> mention.accept(mentioned));
        boolean setsToken = isSet(mentioned.token);
        boolean setsBasic = isSet(mentioned.username) || isSet(mentioned.password);
        if (setsToken && setsBasic) {
            throw new IllegalArgumentException("you cannot specify more than one authentication method at the same "
                    + "time: --token, --username/--password");
        }
        AuthInfo before = existing.orElseGet(() -> AuthInfo.builder().build());
        AuthInfo.Builder fields = Property.identity(
                before,
                changed(before.clientCertificate(), mentioned.clientCertificate),
                changed(before.clientKey(), mentioned.clientKey))
                .toBuilder();
        if (mentioned.token != null || setsBasic) {
            fields.token(mentioned.token == null ? "" : mentioned.token);
        }
        if (mentioned.username != null || setsToken) {
            fields.username(setsToken || mentioned.username == null ? "" : mentioned.username);
        }
        if (mentioned.password != null || setsToken) {
            fields.password(setsToken || mentioned.password == null ? "" : mentioned.password);
        }
        applyAuthProvider(mentioned, before, fields);
        applyExec(mentioned, before, fields);
        return fields.build();
    }

    private static boolean isSet(@Nullable String text) {
        return text != null && !text.isEmpty();
    }

    private static Optional<PemSource> changed(Optional<PemSource> before, @Nullable Optional<PemSource> mentioned) {
        return mentioned == null ? before : mentioned.or(() -> Property.withPath(before, ""));
    }

    private static void applyAuthProvider(Mentioned mentioned, AuthInfo before, AuthInfo.Builder fields) {
        String name = mentioned.authProvider;
        before.authProvider()
                .filter(provider -> name == null || provider.name().equals(name))
                .or(() -> Optional.ofNullable(name).map(other -> AuthProviderConfig.of(other, Map.of())))
                .ifPresent(provider -> {
                    Map<String, String> settings = new LinkedHashMap<>(provider.config());
                    settings.keySet().removeAll(mentioned.removedAuthProviderArgs);
                    settings.putAll(mentioned.authProviderArgs);
                    // As with kubectl, settings that were absent are there, empty, from now on.
                    fields.authProvider(provider.withConfig(settings));
                });
    }

    private static void applyExec(Mentioned mentioned, AuthInfo before, AuthInfo.Builder fields) {
        String command = mentioned.execCommand;
        ExecConfig.Builder exec = before.exec().map(ExecConfig::toBuilder).orElse(null);
        if (command != null) {
            exec = exec == null ? ExecConfig.builder(command).apiVersion("").interactiveMode("") : exec;
            exec.command(command).noArgs();
        }
        if (exec == null) {
            return;
        }
        if (mentioned.execArgs != null) {
            exec.args(mentioned.execArgs);
        }
        if (mentioned.execApiVersion != null) {
            exec.apiVersion(mentioned.execApiVersion);
        }
        if (mentioned.execProvideClusterInfo != null) {
            exec.provideClusterInfo(mentioned.execProvideClusterInfo);
        }
        if (mentioned.execInteractiveMode != null) {
            exec.interactiveMode(mentioned.execInteractiveMode);
        }
        mentioned.removedExecEnv.forEach(exec::noEnv);
        mentioned.execEnv.forEach(exec::env);
        fields.exec(exec.build());
    }

    /** The type only, as what it mentions is secret. */
    @Override
    public String toString() {
        return "CredentialsEdit";
    }
}
