package io.github.kubetls.kubeconfig;

import io.github.kubetls.kubeconfig.ExecConfig.EnvVar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change of a user entry, with the rules of {@code kubectl config set-credentials}: what is not mentioned stays.
 *
 * <p>A token clears user name and password, and either of these clears the token. A certificate file clears embedded
 * certificate data and the reverse; so it is with the key. A new exec command drops the arguments and keeps the environment;
 * the other exec settings are ignored as long as there is no command. An auth-provider of the same name keeps its settings.
 *
 * <pre>{@code
 * config.setCredentials("tls-bootstrap", CredentialsEdit.none().token(token.bearerToken()));
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubectl/generated/kubectl_config/kubectl_config_set-credentials/">kubectl
 *     config set-credentials</a>
 */
public final class CredentialsEdit {

    private static final Set<String> INTERACTIVE_MODES =
            Set.of(ExecConfig.INTERACTIVE_NEVER, ExecConfig.INTERACTIVE_IF_AVAILABLE, ExecConfig.INTERACTIVE_ALWAYS);

    private @Nullable PemSource clientCertificate;
    private @Nullable PemSource clientKey;
    private @Nullable String token;
    private @Nullable String username;
    private @Nullable String password;
    private @Nullable String authProvider;
    private Map<String, String> authProviderArgs = Map.of();
    private Set<String> removedAuthProviderArgs = Set.of();
    private @Nullable String execCommand;
    private @Nullable List<String> execArgs;
    private @Nullable String execApiVersion;
    private @Nullable Boolean execProvideClusterInfo;
    private @Nullable String execInteractiveMode;
    private Map<String, String> execEnv = Map.of();
    private Set<String> removedExecEnv = Set.of();

    private CredentialsEdit() {}

    private CredentialsEdit(CredentialsEdit from) {
        clientCertificate = from.clientCertificate;
        clientKey = from.clientKey;
        token = from.token;
        username = from.username;
        password = from.password;
        authProvider = from.authProvider;
        authProviderArgs = from.authProviderArgs;
        removedAuthProviderArgs = from.removedAuthProviderArgs;
        execCommand = from.execCommand;
        execArgs = from.execArgs;
        execApiVersion = from.execApiVersion;
        execProvideClusterInfo = from.execProvideClusterInfo;
        execInteractiveMode = from.execInteractiveMode;
        execEnv = from.execEnv;
        removedExecEnv = from.removedExecEnv;
    }

    /**
     * The change that mentions nothing.
     *
     * @return the change
     */
    public static CredentialsEdit none() {
        return new CredentialsEdit();
    }

    /**
     * Mentions the client certificate.
     *
     * @param clientCertificate a file, or embedded data; a relative path is relative to the kubeconfig
     * @return a copy of this change
     */
    public CredentialsEdit clientCertificate(PemSource clientCertificate) {
        CredentialsEdit copy = new CredentialsEdit(this);
        copy.clientCertificate = Objects.requireNonNull(clientCertificate, "clientCertificate");
        return copy;
    }

    /**
     * Mentions the client certificate's file, as kubectl takes its path from a command line: relative to the working
     * directory.
     *
     * @param clientCertificate the file
     * @return a copy of this change
     */
    public CredentialsEdit clientCertificate(Path clientCertificate) {
        return clientCertificate(
                PemSource.file(clientCertificate.toAbsolutePath().normalize()));
    }

    /**
     * Mentions that there is no client certificate file; embedded data stay.
     *
     * @return a copy of this change
     */
    public CredentialsEdit noClientCertificateFile() {
        return clientCertificate(PemSource.File.NONE);
    }

    /**
     * Mentions the client key.
     *
     * @param clientKey a file, or embedded data; a relative path is relative to the kubeconfig
     * @return a copy of this change
     */
    public CredentialsEdit clientKey(PemSource clientKey) {
        CredentialsEdit copy = new CredentialsEdit(this);
        copy.clientKey = Objects.requireNonNull(clientKey, "clientKey");
        return copy;
    }

    /**
     * Mentions the client key's file, as kubectl takes its path from a command line: relative to the working directory.
     *
     * @param clientKey the file
     * @return a copy of this change
     */
    public CredentialsEdit clientKey(Path clientKey) {
        return clientKey(PemSource.file(clientKey.toAbsolutePath().normalize()));
    }

    /**
     * Mentions that there is no client key file; embedded data stay.
     *
     * @return a copy of this change
     */
    public CredentialsEdit noClientKeyFile() {
        return clientKey(PemSource.File.NONE);
    }

    /**
     * Mentions the bearer token.
     *
     * @param token the token; empty for none
     * @return a copy of this change
     */
    public CredentialsEdit token(String token) {
        CredentialsEdit copy = new CredentialsEdit(this);
        copy.token = Objects.requireNonNull(token, "token");
        return copy;
    }

    /**
     * Mentions the name for basic authentication.
     *
     * @param username the name; empty for none
     * @return a copy of this change
     */
    public CredentialsEdit username(String username) {
        CredentialsEdit copy = new CredentialsEdit(this);
        copy.username = Objects.requireNonNull(username, "username");
        return copy;
    }

    /**
     * Mentions the password for basic authentication.
     *
     * @param password the password; empty for none
     * @return a copy of this change
     */
    public CredentialsEdit password(String password) {
        CredentialsEdit copy = new CredentialsEdit(this);
        copy.password = Objects.requireNonNull(password, "password");
        return copy;
    }

    /**
     * Mentions the legacy authentication provider. One of another name starts without settings.
     *
     * @param name its name
     * @return a copy of this change
     */
    public CredentialsEdit authProvider(String name) {
        CredentialsEdit copy = new CredentialsEdit(this);
        copy.authProvider = Objects.requireNonNull(name, "name");
        return copy;
    }

    /**
     * Mentions a setting of the authentication provider.
     *
     * @param key   its key
     * @param value its value
     * @return a copy of this change
     */
    public CredentialsEdit authProviderArg(String key, String value) {
        CredentialsEdit copy = new CredentialsEdit(this);
        copy.authProviderArgs = with(authProviderArgs, key, value);
        return copy;
    }

    /**
     * Mentions that a setting of the authentication provider goes.
     *
     * @param key its key
     * @return a copy of this change
     */
    public CredentialsEdit removeAuthProviderArg(String key) {
        CredentialsEdit copy = new CredentialsEdit(this);
        copy.removedAuthProviderArgs = with(removedAuthProviderArgs, key);
        return copy;
    }

    /**
     * Mentions the exec command.
     *
     * @param command the command
     * @return a copy of this change
     */
    public CredentialsEdit execCommand(String command) {
        CredentialsEdit copy = new CredentialsEdit(this);
        copy.execCommand = Objects.requireNonNull(command, "command");
        return copy;
    }

    /**
     * Mentions the arguments of the exec command, all of them.
     *
     * @param args the arguments
     * @return a copy of this change
     */
    public CredentialsEdit execArgs(List<String> args) {
        CredentialsEdit copy = new CredentialsEdit(this);
        copy.execArgs = List.copyOf(args);
        return copy;
    }

    /**
     * Mentions the API version of the exec command.
     *
     * @param apiVersion the version
     * @return a copy of this change
     */
    public CredentialsEdit execApiVersion(String apiVersion) {
        CredentialsEdit copy = new CredentialsEdit(this);
        copy.execApiVersion = Objects.requireNonNull(apiVersion, "apiVersion");
        return copy;
    }

    /**
     * Mentions whether the exec command is given the cluster.
     *
     * @param provideClusterInfo whether it is
     * @return a copy of this change
     */
    public CredentialsEdit execProvideClusterInfo(boolean provideClusterInfo) {
        CredentialsEdit copy = new CredentialsEdit(this);
        copy.execProvideClusterInfo = provideClusterInfo;
        return copy;
    }

    /**
     * Mentions how the exec command uses standard input.
     *
     * @param interactiveMode {@code Never}, {@code IfAvailable} or {@code Always}
     * @return a copy of this change
     * @throws IllegalArgumentException when it is something else
     */
    public CredentialsEdit execInteractiveMode(String interactiveMode) {
        if (!INTERACTIVE_MODES.contains(interactiveMode)) {
            throw new IllegalArgumentException("invalid interactive mode type, can be only IfAvailable, Never, Always");
        }
        CredentialsEdit copy = new CredentialsEdit(this);
        copy.execInteractiveMode = interactiveMode;
        return copy;
    }

    /**
     * Mentions a variable of the exec command's environment.
     *
     * @param name  its name
     * @param value its value
     * @return a copy of this change
     */
    public CredentialsEdit execEnv(String name, String value) {
        CredentialsEdit copy = new CredentialsEdit(this);
        copy.execEnv = with(execEnv, name, value);
        return copy;
    }

    /**
     * Mentions that a variable of the exec command's environment goes.
     *
     * @param name its name
     * @return a copy of this change
     */
    public CredentialsEdit removeExecEnv(String name) {
        CredentialsEdit copy = new CredentialsEdit(this);
        copy.removedExecEnv = with(removedExecEnv, name);
        return copy;
    }

    private static Map<String, String> with(Map<String, String> map, String key, String value) {
        Map<String, String> copy = new LinkedHashMap<>(map);
        copy.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
        return copy;
    }

    private static Set<String> with(Set<String> set, String element) {
        Set<String> copy = new LinkedHashSet<>(set);
        copy.add(Objects.requireNonNull(element, "element"));
        return copy;
    }

    AuthInfo apply(Optional<AuthInfo> existing) {
        boolean setsToken = token != null && !token.isEmpty();
        boolean setsBasic = username != null && !username.isEmpty() || password != null && !password.isEmpty();
        if (setsToken && setsBasic) {
            throw new IllegalArgumentException("you cannot specify more than one authentication method at the same "
                    + "time: --token, --username/--password");
        }
        AuthInfo.Builder fields = existing.map(AuthInfo::toBuilder).orElseGet(AuthInfo::builder);
        applyCertificate(fields);
        fields.token = token != null ? token : setsBasic ? "" : fields.token;
        fields.username = username != null ? username : fields.username;
        fields.password = password != null ? password : fields.password;
        if (setsToken) {
            fields.username = "";
            fields.password = "";
        }
        applyAuthProvider(fields);
        applyExec(fields);
        return fields.build();
    }

    private void applyCertificate(AuthInfo.Builder fields) {
        if (clientCertificate == PemSource.File.NONE) {
            fields.clientCertificate = "";
        } else if (clientCertificate != null) {
            fields.clientCertificate(clientCertificate);
        }
        if (clientKey == PemSource.File.NONE) {
            fields.clientKey = "";
        } else if (clientKey != null) {
            fields.clientKey(clientKey);
        }
    }

    private void applyAuthProvider(AuthInfo.Builder fields) {
        AuthProviderConfig provider = fields.authProvider;
        if (authProvider != null && (provider == null || !provider.name().equals(authProvider))) {
            provider = AuthProviderConfig.of(authProvider, Map.of());
        }
        if (provider != null) {
            Map<String, String> settings = new LinkedHashMap<>(provider.config());
            settings.keySet().removeAll(removedAuthProviderArgs);
            settings.putAll(authProviderArgs);
            // As with kubectl, settings that were absent are there, empty, from now on.
            fields.authProvider = provider.withConfig(settings);
        }
    }

    private void applyExec(AuthInfo.Builder fields) {
        if (fields.exec == null && execCommand == null) {
            return;
        }
        ExecConfig.Builder exec = fields.exec == null ? ExecConfig.emptyBuilder() : fields.exec.toBuilder();
        if (execCommand != null) {
            exec.command = execCommand;
            exec.args = null;
        }
        exec.args = execArgs != null ? execArgs : exec.args;
        exec.apiVersion = execApiVersion != null ? execApiVersion : exec.apiVersion;
        exec.provideClusterInfo = execProvideClusterInfo != null ? execProvideClusterInfo : exec.provideClusterInfo;
        exec.interactiveMode = execInteractiveMode != null ? execInteractiveMode : exec.interactiveMode;
        applyExecEnv(exec);
        fields.exec = exec.build();
    }

    private void applyExecEnv(ExecConfig.Builder exec) {
        if (removedExecEnv.isEmpty() && execEnv.isEmpty()) {
            return;
        }
        List<EnvVar> variables = new ArrayList<>(exec.env == null ? List.of() : exec.env);
        variables.removeIf(variable -> removedExecEnv.contains(variable.name()));
        execEnv.forEach((name, value) -> {
            boolean present =
                    variables.stream().anyMatch(variable -> variable.name().equals(name));
            variables.replaceAll(variable ->
                    variable.name().equals(name) ? new EnvVar(name, value, variable.otherFields()) : variable);
            if (!present) {
                variables.add(new EnvVar(name, value, Map.of()));
            }
        });
        exec.env = List.copyOf(variables);
    }

    /** That it is one; what it mentions is secret. */
    @Override
    public String toString() {
        return "CredentialsEdit";
    }
}
