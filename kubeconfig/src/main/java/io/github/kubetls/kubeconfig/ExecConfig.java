package io.github.kubetls.kubeconfig;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.internal.yaml.YamlNode;
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
 * A command that yields credentials: the {@code exec} of a user.
 *
 * <p>The caller runs it; {@link io.github.kubetls.kubeconfig.client.ExecCredential} reads and writes the documents
 * exchanged with it. Arguments and environment may be secrets, so {@link #toString()} shows the command only.
 *
 * <pre>{@code
 * ExecConfig exec = ExecConfig.builder("my-login").args("get-token").env("REGION", "eu-1").build();
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins">
 *     client-go credential plugins</a>
 */
public final class ExecConfig {

    /** The newest API version of the documents. */
    public static final String API_VERSION_V1 = "client.authentication.k8s.io/v1";

    /** The older API version of the documents, in which {@code interactiveMode} need not be set. */
    public static final String API_VERSION_V1BETA1 = "client.authentication.k8s.io/v1beta1";

    /** Whether the command uses standard input: it never does. */
    public static final String INTERACTIVE_NEVER = "Never";

    /** Whether the command uses standard input: it does where there is a terminal. */
    public static final String INTERACTIVE_IF_AVAILABLE = "IfAvailable";

    /** Whether the command uses standard input: it cannot do without. */
    public static final String INTERACTIVE_ALWAYS = "Always";

    /** What {@code interactiveMode} may be. */
    public static final Set<String> INTERACTIVE_MODES =
            Set.of(INTERACTIVE_NEVER, INTERACTIVE_IF_AVAILABLE, INTERACTIVE_ALWAYS);

    static final String API_VERSION_V1ALPHA1 = "client.authentication.k8s.io/v1alpha1";
    private static final Set<Integer> NOT_PRINTABLE = Set.of(
            (int) Character.CONTROL,
            (int) Character.FORMAT,
            (int) Character.SURROGATE,
            (int) Character.PRIVATE_USE,
            (int) Character.UNASSIGNED);
    private static final Set<String> KNOWN =
            Set.of("command", "args", "env", "apiVersion", "installHint", "provideClusterInfo", "interactiveMode");
    private static final Set<String> ENV_KNOWN = Set.of("name", "value");

    /**
     * A variable of the command's environment; the value may be a secret.
     *
     * @param name        name of the variable
     * @param value       its value
     * @param otherFields fields that this library does not know
     */
    record EnvVar(String name, String value, Map<String, @Nullable Object> otherFields) {
        @Override
        public String toString() {
            return Visible.text("EnvVar[" + name + "]");
        }
    }

    private final String command;
    private final @Nullable List<String> args;
    private final @Nullable List<EnvVar> env;
    private final String apiVersion;
    private final String installHint;
    private final boolean provideClusterInfo;
    private final String interactiveMode;
    private final Map<String, @Nullable Object> otherFields;

    private ExecConfig(Builder builder) {
        command = builder.command;
        args = builder.args;
        env = builder.env;
        apiVersion = builder.apiVersion;
        installHint = builder.installHint;
        provideClusterInfo = builder.provideClusterInfo;
        interactiveMode = builder.interactiveMode;
        otherFields = builder.otherFields;
    }

    /**
     * {@return a builder with a command, API version {@value #API_VERSION_V1} and interactive mode
     * {@value #INTERACTIVE_IF_AVAILABLE}}
     *
     * @param command the command: a path if it contains a separator, else to be looked up in the {@code PATH}
     */
    public static Builder builder(String command) {
        return new Builder().command(command).apiVersion(API_VERSION_V1).interactiveMode(INTERACTIVE_IF_AVAILABLE);
    }

    /**
     * {@return the configuration that JDK values hold, as a text with the same content would}
     *
     * @param map the fields, as {@link #toMap()} gives them
     * @throws InvalidFormatException   when kubectl would refuse them
     * @throws IllegalArgumentException when a value has no form in YAML
     */
    public static ExecConfig fromMap(Map<String, ?> map) {
        return read(Yaml.fromMap(map), new UnknownKubeconfigFields());
    }

    static ExecConfig read(YamlNode node, UnknownKubeconfigFields unknown) {
        Builder builder = new Builder();
        builder.command = node.get("command").string();
        YamlNode args = node.get("args");
        builder.args = args.isNull() ? null : args.strings();
        YamlNode env = node.get("env");
        if (!env.isNull()) {
            builder.env = env.items().stream()
                    .map(item -> new EnvVar(
                            item.get("name").string(), item.get("value").string(), unknown.of(item, ENV_KNOWN)))
                    .toList();
        }
        builder.apiVersion = node.get("apiVersion").string();
        builder.installHint = node.get("installHint").string();
        builder.provideClusterInfo = node.get("provideClusterInfo").bool();
        builder.interactiveMode = node.get("interactiveMode").string();
        if (builder.interactiveMode.isEmpty()
                && (builder.apiVersion.equals(API_VERSION_V1BETA1)
                        || builder.apiVersion.equals(API_VERSION_V1ALPHA1))) {
            builder.interactiveMode = INTERACTIVE_IF_AVAILABLE;
        }
        builder.otherFields = unknown.of(node, KNOWN);
        return builder.build();
    }

    /** {@return a builder with every field of this configuration} */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.command = command;
        builder.args = args;
        builder.env = env;
        builder.apiVersion = apiVersion;
        builder.installHint = installHint;
        builder.provideClusterInfo = provideClusterInfo;
        builder.interactiveMode = interactiveMode;
        builder.otherFields = otherFields;
        return builder;
    }

    /** {@return the command: a path if it contains a separator, else a name to be looked up in the {@code PATH}} */
    public String command() {
        return command;
    }

    /** {@return the arguments, which may be secrets, unmodifiable} */
    public List<String> args() {
        return args == null ? List.of() : args;
    }

    /**
     * {@return the variables that are added to the environment, values by name, unmodifiable} Values may be secrets.
     * Of several variables of one name, the last one is taken.
     */
    public Map<String, String> env() {
        Map<String, String> env = new LinkedHashMap<>();
        variables().forEach(variable -> env.put(variable.name(), variable.value()));
        return Collections.unmodifiableMap(env);
    }

    List<EnvVar> variables() {
        return variables(env);
    }

    private static List<EnvVar> variables(@Nullable List<EnvVar> env) {
        return env == null ? List.of() : env;
    }

    /** {@return the API version of the documents, such as {@value #API_VERSION_V1}; empty when none is set} */
    public String apiVersion() {
        return apiVersion;
    }

    /**
     * {@return what to tell a user who does not have the command, or empty when there is nothing to tell} It comes from
     * whoever wrote the kubeconfig: show {@link #printableInstallHint()}.
     */
    public Optional<String> installHint() {
        return Fields.nonEmpty(installHint);
    }

    /**
     * {@return {@link #installHint()} as it can be shown: what is neither letter, mark, number, punctuation, symbol,
     * separator nor line break or tab is replaced by its name, such as {@code U+001B}}
     */
    public Optional<String> printableInstallHint() {
        return installHint().map(hint -> {
            StringBuilder text = new StringBuilder();
            hint.codePoints().forEach(point -> {
                if (NOT_PRINTABLE.contains(Character.getType(point)) && (point < 0x09 || point > 0x0D)) {
                    text.append(String.format("U+%04X", point));
                } else {
                    text.appendCodePoint(point);
                }
            });
            return text.toString();
        });
    }

    /** {@return whether the command is given the cluster that it is to yield credentials for} */
    public boolean provideClusterInfo() {
        return provideClusterInfo;
    }

    /**
     * {@return how the command uses standard input: {@value #INTERACTIVE_NEVER}, {@value #INTERACTIVE_IF_AVAILABLE} or
     * {@value #INTERACTIVE_ALWAYS} in a valid configuration; empty when it is not set}
     */
    public Optional<String> interactiveMode() {
        return Fields.nonEmpty(interactiveMode);
    }

    ExecConfig withoutUnknownFields() {
        Builder copy = toBuilder();
        copy.otherFields = Map.of();
        if (copy.env != null) {
            copy.env = copy.env.stream()
                    .map(variable -> new EnvVar(variable.name(), variable.value(), Map.of()))
                    .toList();
        }
        return copy.build();
    }

    /**
     * {@return the fields in the order of Kubernetes' type, secrets included, as JDK values, mutable and independent of
     * this object}
     */
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("command", command);
        map.put("args", args == null ? null : new ArrayList<>(args));
        map.put("env", env == null ? null : envList());
        Fields.put(map, "apiVersion", apiVersion);
        Fields.put(map, "installHint", installHint);
        map.put("provideClusterInfo", provideClusterInfo);
        Fields.put(map, "interactiveMode", interactiveMode);
        Fields.putOthers(map, otherFields);
        return map;
    }

    private List<Map<String, @Nullable Object>> envList() {
        List<Map<String, @Nullable Object>> list = new ArrayList<>();
        for (EnvVar variable : variables()) {
            Map<String, @Nullable Object> item = new LinkedHashMap<>();
            item.put("name", variable.name());
            item.put("value", variable.value());
            Fields.putOthers(item, variable.otherFields());
            list.add(item);
        }
        return list;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ExecConfig that && toMap().equals(that.toMap());
    }

    @Override
    public int hashCode() {
        return toMap().hashCode();
    }

    /** The command only. */
    @Override
    public String toString() {
        return Visible.text("ExecConfig[" + command + "]");
    }

    /** Collects the fields of an {@link ExecConfig}. */
    public static final class Builder {
        String command = "";

        @Nullable
        List<String> args;

        @Nullable
        List<EnvVar> env;

        String apiVersion = "";
        String installHint = "";
        boolean provideClusterInfo;
        String interactiveMode = "";
        Map<String, @Nullable Object> otherFields = Map.of();

        private Builder() {}

        /**
         * {@return this builder, with the command}
         *
         * @param command a path if it contains a separator, else a name to be looked up in the {@code PATH}
         */
        public Builder command(String command) {
            this.command = Objects.requireNonNull(command, "command");
            return this;
        }

        /**
         * {@return this builder, with these arguments and no others}
         *
         * @param args the arguments
         */
        public Builder args(String... args) {
            return args(List.of(args));
        }

        /**
         * {@return this builder, with these arguments and no others}
         *
         * @param args the arguments
         */
        public Builder args(List<String> args) {
            this.args = List.copyOf(args);
            return this;
        }

        /** {@return this builder, without arguments} */
        public Builder noArgs() {
            this.args = null;
            return this;
        }

        /**
         * {@return this builder, with a variable of the environment; one that is not there yet comes last}
         *
         * @param name  name of the variable
         * @param value its value
         */
        public Builder env(String name, String value) {
            Objects.requireNonNull(value, "value");
            List<EnvVar> variables = new ArrayList<>(variables(env));
            if (variables.stream().noneMatch(variable -> variable.name().equals(name))) {
                variables.add(new EnvVar(Objects.requireNonNull(name, "name"), value, Map.of()));
            }
            variables.replaceAll(variable ->
                    variable.name().equals(name) ? new EnvVar(name, value, variable.otherFields()) : variable);
            this.env = List.copyOf(variables);
            return this;
        }

        /**
         * {@return this builder, without a variable of the environment}
         *
         * @param name name of the variable
         */
        public Builder noEnv(String name) {
            this.env = variables(env).stream()
                    .filter(variable -> !variable.name().equals(name))
                    .toList();
            return this;
        }

        /**
         * {@return this builder, with the API version of the documents}
         *
         * @param apiVersion the version
         */
        public Builder apiVersion(String apiVersion) {
            this.apiVersion = Objects.requireNonNull(apiVersion, "apiVersion");
            return this;
        }

        /**
         * {@return this builder, with a text for a user who does not have the command}
         *
         * @param installHint the text; empty for none
         */
        public Builder installHint(String installHint) {
            this.installHint = Objects.requireNonNull(installHint, "installHint");
            return this;
        }

        /**
         * Sets whether the command is given the cluster.
         *
         * @param provideClusterInfo whether it is
         * @return this builder
         */
        public Builder provideClusterInfo(boolean provideClusterInfo) {
            this.provideClusterInfo = provideClusterInfo;
            return this;
        }

        /**
         * {@return this builder, with the way in which the command uses standard input}
         *
         * @param interactiveMode {@value #INTERACTIVE_NEVER}, {@value #INTERACTIVE_IF_AVAILABLE} or
         *                        {@value #INTERACTIVE_ALWAYS}
         */
        public Builder interactiveMode(String interactiveMode) {
            this.interactiveMode = Objects.requireNonNull(interactiveMode, "interactiveMode");
            return this;
        }

        /** {@return the configuration} */
        public ExecConfig build() {
            return new ExecConfig(this);
        }
    }
}
