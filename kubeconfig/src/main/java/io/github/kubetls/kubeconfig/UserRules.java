package io.github.kubetls.kubeconfig;

import io.github.kubetls.internal.text.GoText;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What clientcmd's validation asks of a user. */
final class UserRules {

    private static final Set<String> INTERACTIVE_MODES =
            Set.of(ExecConfig.INTERACTIVE_NEVER, ExecConfig.INTERACTIVE_IF_AVAILABLE, ExecConfig.INTERACTIVE_ALWAYS);

    private final ValidationErrors errors;
    private final String name;
    private final String at;

    private UserRules(ValidationErrors errors, String name) {
        this.errors = errors;
        this.name = name;
        this.at = "users[" + name + "]";
    }

    static void check(ValidationErrors errors, String name, AuthInfo user) {
        new UserRules(errors, name).check(user);
    }

    private void check(AuthInfo user) {
        certificate(user);
        exec(user);
        boolean basic = user.username().isPresent() || user.password().isPresent();
        if (user.token().isPresent() && basic) {
            errors.add(
                    "SEVERAL_METHODS",
                    at,
                    "more than one authentication method found for " + name
                            + "; found [token basicAuth], only one is allowed",
                    "remove the token, or user name and password");
        }
        boolean partial = user.asUid().isPresent()
                || !user.asGroups().isEmpty()
                || !user.asUserExtra().isEmpty();
        if (partial && user.as().isEmpty()) {
            errors.add(
                    "IMPERSONATION_WITHOUT_USER",
                    at + ".as",
                    "requesting uid, groups or user-extra for " + name + " without impersonating a user",
                    "set as");
        }
    }

    private void certificate(AuthInfo user) {
        AuthInfo.Builder fields = user.fields();
        boolean data = has(fields.clientCertificateData);
        if (fields.clientCertificate.isEmpty() && !data) {
            return;
        }
        if (!fields.clientCertificate.isEmpty() && data) {
            errors.add(
                    "FILE_AND_DATA",
                    at + ".client-certificate",
                    "client-cert-data and client-cert are both specified for " + name
                            + ". client-cert-data will override.",
                    "remove one of the two");
        }
        boolean keyData = has(fields.clientKeyData);
        if (!fields.clientKey.isEmpty() && keyData) {
            errors.add(
                    "FILE_AND_DATA",
                    at + ".client-key",
                    "client-key-data and client-key are both specified for " + name + "; client-key-data will override",
                    "remove one of the two");
        }
        if (fields.clientKey.isEmpty() && !keyData) {
            errors.add(
                    "KEY_MISSING",
                    at + ".client-key",
                    "client-key-data or client-key must be specified for " + name
                            + " to use the clientCert authentication method.",
                    "add the key");
        }
        errors.readable(
                at,
                "client-certificate",
                "unable to read client-cert",
                name,
                ConfigPaths.resolved(user).fields().clientCertificate);
        errors.readable(
                at,
                "client-key",
                "unable to read client-key",
                name,
                ConfigPaths.resolved(user).fields().clientKey);
    }

    static boolean has(byte @Nullable [] data) {
        return data != null && data.length > 0;
    }

    private void exec(AuthInfo user) {
        ExecConfig exec = user.exec().orElse(null);
        if (exec == null) {
            return;
        }
        if (user.authProvider().isPresent()) {
            errors.add(
                    "EXEC_AND_AUTH_PROVIDER",
                    at,
                    "authProvider cannot be provided in combination with an exec plugin for " + name,
                    "remove auth-provider");
        }
        required("command", exec.command());
        required("apiVersion", exec.apiVersion());
        if (exec.variables().stream().anyMatch(variable -> variable.name().isEmpty())) {
            errors.add(
                    "EXEC_INCOMPLETE",
                    at + ".exec.env",
                    "env variable name must be specified for " + name + " to use exec authentication plugin",
                    "name the variable");
        }
        String mode = exec.interactiveMode().orElse("");
        required("interactiveMode", mode);
        if (!mode.isEmpty() && !INTERACTIVE_MODES.contains(mode)) {
            errors.add(
                    "BAD_INTERACTIVE_MODE",
                    at + ".exec.interactiveMode",
                    "invalid interactiveMode for " + name + ": " + GoText.quote(mode),
                    "write Never, IfAvailable or Always");
        }
    }

    private void required(String field, String value) {
        if (value.isEmpty()) {
            errors.add(
                    "EXEC_INCOMPLETE",
                    at + ".exec." + field,
                    field + " must be specified for " + name + " to use exec authentication plugin",
                    "set " + field);
        }
    }
}
