package io.github.kubetls.kubeconfig;

import io.github.kubetls.Location;
import io.github.kubetls.internal.text.GoText;

/** What clientcmd's validation asks of a user. */
final class AuthInfoRules {

    private final ValidationErrors errors;
    private final String name;
    private final AuthInfo user;

    private AuthInfoRules(ValidationErrors errors, String name, AuthInfo user) {
        this.errors = errors;
        this.name = name;
        this.user = user;
    }

    static void check(ValidationErrors errors, String name, AuthInfo user) {
        new AuthInfoRules(errors, name, user).check();
    }

    private Location at(String field) {
        return user.location("users[" + name + "]", field);
    }

    private void check() {
        certificate();
        exec();
        boolean basic = user.username().isPresent() || user.password().isPresent();
        if (user.token().isPresent() && basic) {
            errors.excluded(
                    "CREDENTIALS_CONFLICTING",
                    at(""),
                    "more than one authentication method found for " + name
                            + "; found [token basicAuth], only one is allowed",
                    "remove the token, or user name and password");
        }
        boolean partial = user.asUid().isPresent()
                || !user.asGroups().isEmpty()
                || !user.asUserExtra().isEmpty();
        if (partial && user.as().isEmpty()) {
            errors.missing(
                    "IMPERSONATED_USER_MISSING",
                    at("as"),
                    "requesting uid, groups or user-extra for " + name + " without impersonating a user",
                    "set as");
        }
    }

    private void certificate() {
        PemSource certificate = user.clientCertificate().orElse(null);
        if (certificate == null) {
            return;
        }
        if (certificate instanceof PemSource.Both) {
            errors.excluded(
                    "FILE_AND_DATA_CONFLICTING",
                    at("client-certificate"),
                    "client-cert-data and client-cert are both specified for " + name
                            + ". client-cert-data will override.",
                    "remove one of the two");
        }
        PemSource key = user.clientKey().orElse(null);
        if (key instanceof PemSource.Both) {
            errors.excluded(
                    "FILE_AND_DATA_CONFLICTING",
                    at("client-key"),
                    "client-key-data and client-key are both specified for " + name + "; client-key-data will override",
                    "remove one of the two");
        }
        if (key == null) {
            errors.missing(
                    "CLIENT_KEY_MISSING",
                    at("client-key"),
                    "client-key-data or client-key must be specified for " + name
                            + " to use the clientCert authentication method.",
                    "add the key");
        }
        AuthInfo resolved = ConfigPaths.resolved(user);
        errors.readable(at("client-certificate"), "unable to read client-cert", name, resolved.clientCertificate());
        errors.readable(at("client-key"), "unable to read client-key", name, resolved.clientKey());
    }

    private void exec() {
        ExecConfig exec = user.exec().orElse(null);
        if (exec == null) {
            return;
        }
        if (user.authProvider().isPresent()) {
            errors.excluded(
                    "AUTH_PROVIDER_CONFLICTING",
                    at(""),
                    "authProvider cannot be provided in combination with an exec plugin for " + name,
                    "remove auth-provider");
        }
        required("command", exec.command());
        required("apiVersion", exec.apiVersion());
        if (exec.variables().stream().anyMatch(variable -> variable.name().isEmpty())) {
            errors.missing(
                    "EXEC_INCOMPLETE",
                    at("exec.env"),
                    "env variable name must be specified for " + name + " to use exec authentication plugin",
                    "name the variable");
        }
        String mode = exec.interactiveMode().orElse("");
        required("interactiveMode", mode);
        if (!mode.isEmpty() && !ExecConfig.INTERACTIVE_MODES.contains(mode)) {
            errors.invalid(
                    "INTERACTIVE_MODE_INVALID",
                    at("exec.interactiveMode"),
                    "invalid interactiveMode for " + name + ": " + GoText.quote(mode),
                    "write Never, IfAvailable or Always");
        }
    }

    private void required(String field, String value) {
        if (value.isEmpty()) {
            errors.missing(
                    "EXEC_INCOMPLETE",
                    at("exec." + field),
                    field + " must be specified for " + name + " to use exec authentication plugin",
                    "set " + field);
        }
    }
}
